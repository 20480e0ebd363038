import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { textAt } from '../../../nodes/deployment/values/jsonFields';
import { backends } from '../../sandbox/upstash/startUpstash';
import { token } from '../GitHub/gitHubDriver';
import { useWatch } from './watchDriver';

const names = ['shop', 'blog', 'docs', 'wiki'].map((name) => `candlefish-ai/${name}`);
const [shop = '', blog = '', docs = ''] = names;
const seed = Object.fromEntries(names.map((name) => [name, { 'README.md': `# ${name}\n` }]));

describe.each(backends)('GitHub Watch over Redis (%s)', (backend) => {
	const watch = useWatch(seed, backend);
	const headOf = (name: string) => watch.sandbox.services.repositories.resolve(name, 'main')?.sha ?? '';
	const push = async (repository: string, more: object = { deliver: false }) =>
		String((await watch.control('push', { repository, ...more })).sha);
	const pass = (minutes: number) => watch.clock.advance(minutes * 60_000);

	async function settle(...repositories: string[]) {
		await watch.watch(Object.fromEntries(repositories.map((name) => [name, { branches: ['main'] }])));
		for (const name of repositories) await watch.wasLookedAt(`${name}@main`, headOf(name));
		await watch.poll();
		pass(1);
	}

	const failing = (path: string, status = 503, body: object = { message: 'away' }) =>
		watch.sandbox.addFault({ platform: 'github', path, kind: 'status', status, body, times: 'always' });

	it('sees the others when one repository cannot be looked at, says it once, and pages after half an hour', async () => {
		await settle(shop, blog);
		const fault = failing(`/repos/${shop}`);
		const sha = await push(blog);
		const first = await watch.poll();
		expect(first.items).toMatchObject([{ kind: 'release', repository: blog, commit: sha }]);
		expect(first.logged).toEqual([
			expect.stringMatching(/could not look at candlefish-ai\/shop: GitHub answered .* with 503/),
		]);
		await watch.look(`${blog}@main`, sha);
		for (let minutes = 1; minutes < 30; minutes++) {
			pass(1);
			expect(await watch.poll()).toMatchObject({ items: null, logged: [] });
		}
		pass(1);
		const paged = await watch.poll();
		expect(paged.items).toEqual([
			{
				kind: 'page',
				action: 'trigger',
				key: 'slipway/watch',
				summary:
					'GitHub Watch has not been able to look at candlefish-ai/shop for 30 minutes: pushes whose delivery is lost are not seen',
				severity: 'warning',
				source: 'slipway',
				class: 'watch',
				details: expect.stringContaining('with 503') as unknown,
				at: '',
			},
		]);
		pass(1);
		expect((await watch.poll()).items).toBeNull();
		pass(359);
		expect((await watch.poll()).items).toMatchObject([{ kind: 'page', action: 'trigger' }]);
		watch.sandbox.removeFault(fault);
		pass(1);
		const healed = await watch.poll();
		expect(healed.items).toMatchObject([{ kind: 'page', action: 'resolve', key: 'slipway/watch' }]);
		expect(healed.logged).toEqual([expect.stringContaining('sees candlefish-ai/shop again')]);
		pass(1);
		expect((await watch.poll()).items).toBeNull();
	});

	it('takes a repository that the token does not see for one that cannot be looked at, not for a branch that is gone', async () => {
		await settle(shop);
		await watch.watch({
			'candlefish-ai/secret': { branches: ['main'] },
			'candlefish-ai/hidden': { branches: ['a', 'b'] },
		});
		const { items, logged } = await watch.poll();
		expect(items).toBeNull();
		expect(logged.join(' ')).toMatch(/candlefish-ai\/secret: .*404.*candlefish-ai\/hidden: .*404/);
	});

	it('takes a repository without a commit for one without branches', async () => {
		await watch.watch({ [shop]: { branches: ['main'] } });
		failing(`/repos/${shop}/git/ref/heads/main`, 409, { message: 'Git Repository is empty.' });
		expect((await watch.poll()).items).toMatchObject([{ branch: 'main', commit: '' }]);
		await watch.look(`${shop}@main`, '');
		pass(1);
		expect(await watch.poll()).toMatchObject({ items: null, logged: [] });
	});

	it('reads an answer that is cut off as a failure, and remembers what it saw before', async () => {
		await settle(shop);
		const sha = await push(shop);
		watch.sandbox.addFault({ platform: 'github', path: `/repos/${shop}`, kind: 'malformed' });
		expect((await watch.poll()).items).toBeNull();
		pass(1);
		expect((await watch.poll()).items).toMatchObject([{ commit: sha }]);
	});

	it('stops at a rate limit, which every request would meet, and goes on in the next poll', async () => {
		await settle(...names);
		const sha = await push(docs);
		await watch.control('rate-limit', { secondaryCount: 100 });
		const limited = await watch.poll();
		expect(limited.items).toBeNull();
		expect(limited.requests.length).toBeLessThanOrEqual(8);
		expect(limited.logged).toHaveLength(4);
		await watch.control('rate-limit', { secondaryCount: 0 });
		pass(1);
		expect((await watch.poll()).items).toMatchObject([{ repository: docs, commit: sha }]);
	});

	it('begins no look after its time, and begins with another repository in the next minute', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 30 }, (_, index) => [`candlefish-ai/gone-${index}`, { branches: ['main'] }]),
		);
		await watch.watch({ ...many, [shop]: { branches: ['main'] } });
		const stop = watch.sandbox.onExchange(({ path }) => {
			if (path.includes('/gone-')) watch.clock.advance(5_000);
		});
		const first = await watch.poll();
		stop();
		// Each look asks twice, and eight run side by side when the time is over.
		expect(first.requests.length).toBeLessThan(30);
		expect(first.logged.some((line) => line.includes('There was no time left in this poll'))).toBe(true);
		pass(1);
		const asked = (poll: typeof first) => poll.requests[0]?.path;
		expect(asked(await watch.poll())).not.toBe(asked(first));
	});

	it('leaves out what it cannot read in its list', async () => {
		await watch.redis(
			'HSET',
			'slipway:watch',
			shop,
			'{',
			'no-repository',
			'{"branches":["main"]}',
			blog,
			'{"branches":"main"}',
		);
		await watch.redis('HSET', 'slipway:watch', docs, '{"branches":["main","main",7,""],"releases":null}');
		await watch.redis('HSET', 'slipway:seen', `repository:${docs}`, '[1', 'ask:x', 'null', 'older', '1');
		expect((await watch.poll()).items).toMatchObject([{ repository: docs, branch: 'main', commit: headOf(docs) }]);
	});

	it('forgets what is not watched any more', async () => {
		await settle(shop, blog);
		await watch.redis('HDEL', 'slipway:watch', shop);
		await watch.poll();
		expect(await watch.redis('HKEYS', 'slipway:seen')).toEqual([`repository:${blog}`]);
	});

	it('forgets turns of branches that are not watched, a week after somebody looked, and no other', async () => {
		await settle(shop);
		const week = 7 * 24 * 60 * 60_000;
		const turn = async (branch: string, lookedAt: number, ...fields: string[]) => {
			await watch.redis('SADD', 'slipway:turns', `${blog}@${branch}`);
			await watch.redis('HSET', `slipway:turn:${blog}@${branch}`, 'head', 'x', 'lookedAt', lookedAt, ...fields);
		};
		const old = (await watch.redis('TIME')) as [string, string];
		const before = Number(old[0]) * 1000 - week - 60_000;
		await turn('old', before);
		await turn('recent', before + 120_000);
		await turn('due', before, 'lookAgainAt', new Date(watch.clock.now() + week).toISOString());
		await turn('taken', before, 'owner', 'r1', 'leaseUntil', String(Number(old[0]) * 1000 + 100_000));
		await turn('wished', before, 'wish', '1');
		await watch.redis('HSET', `slipway:turn:${shop}@main`, 'lookedAt', before);
		await watch.poll();
		const names = (await watch.redis('SMEMBERS', 'slipway:turns')) as string[];
		expect(names.sort()).toEqual(
			[`${blog}@due`, `${blog}@recent`, `${blog}@taken`, `${blog}@wished`, `${shop}@main`].sort(),
		);
		expect(await watch.redis('EXISTS', `slipway:turn:${blog}@old`)).toBe(0);
	});

	it('gives what it found even where it cannot write that down', async () => {
		await settle(shop);
		const sha = await push(shop);
		watch.sandbox.addFault({
			platform: 'upstash',
			path: '/pipeline',
			kind: 'status',
			status: 400,
			body: { error: 'ERR no' },
		});
		const { items, logged } = await watch.poll();
		expect(items).toMatchObject([{ commit: sha }]);
		expect(logged).toEqual([expect.stringContaining('could not keep what it saw')]);
	});

	it('starts nothing while Redis is away, says it once, pages after half an hour and resolves', async () => {
		await settle(shop);
		const fault = watch.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 'always' });
		const first = await watch.poll();
		expect(first).toMatchObject({ items: null, requests: [] });
		expect(first.logged).toEqual([expect.stringContaining('cannot read its store: Upstash answered')]);
		pass(10);
		expect(await watch.poll()).toMatchObject({ items: null, logged: [] });
		pass(20);
		expect((await watch.poll()).items).toMatchObject([
			{
				kind: 'page',
				action: 'trigger',
				key: 'slipway/watch',
				summary: expect.stringContaining('Upstash Redis') as unknown,
			},
		]);
		pass(1);
		expect((await watch.poll()).items).toBeNull();
		watch.sandbox.removeFault(fault);
		pass(1);
		expect((await watch.poll()).items).toMatchObject([{ kind: 'page', action: 'resolve' }]);
		pass(1);
		expect((await watch.poll()).items).toBeNull();
	});

	it('takes a stranger that answers for Redis for no store', async () => {
		expect((await watch.poll({ credential: { redisPath: '/github' } })).items).toBeNull();
		const tried = watch.poll({ mode: 'manual', credential: { redisPath: '/github' } });
		await expect(tried).rejects.toThrow(/Upstash answered/);
	});

	it('tells a person who tries it out or publishes it what is wrong, and no poll of the clock', async () => {
		await expect(watch.poll({ mode: 'manual' })).rejects.toThrow('No repository is watched yet');
		await settle(shop, blog);
		const credential = { accessToken: 'a-token-that-was-revoked' };
		for (const settings of [{ mode: 'manual' as const }, { activation: 'activate' as const }]) {
			const error: unknown = await watch.poll({ ...settings, credential }).catch((thrown: unknown) => thrown);
			expect(textAt(error, 'message')).toMatch(/No repository could be looked at\. GitHub answered .* with 401/);
			expect(textAt(error, 'description')).toContain('access token');
			expect(JSON.stringify(error)).not.toContain(credential.accessToken);
		}
		for (const activation of ['update', 'init'] as const) {
			const quiet = await watch.poll({ activation, credential });
			expect(quiet.items).toBeNull();
			expect(JSON.stringify(quiet.logged)).not.toContain(token);
		}
	});

	it('changes nothing when a person tries it out', async () => {
		await settle(shop);
		const before = await watch.redis('HGETALL', 'slipway:seen');
		const sha = await push(shop);
		expect((await watch.poll({ mode: 'manual' })).items).toMatchObject([{ commit: sha }]);
		expect(await watch.redis('HGETALL', 'slipway:seen')).toEqual(before);
		expect((await watch.poll()).items).toMatchObject([{ commit: sha }]);
	});

	it('makes good within one poll that three of ten deliveries are lost', async () => {
		await settle(...names);
		// Whoever gets a delivery looks at the branch, as 01 and 02 do.
		const delivered: string[] = [];
		const receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				delivered.push(textAt(JSON.parse(body), 'repository', 'full_name') ?? '');
				response.writeHead(202).end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		const { port } = receiver.address() as AddressInfo;
		await watch.api('/orgs/candlefish-ai/hooks', {
			name: 'web',
			active: true,
			events: ['push'],
			config: { url: `http://127.0.0.1:${port}/`, content_type: 'json', secret: 'a secret of a test' },
		});
		await watch.control('lost-deliveries', { share: 0.3, events: ['push'] });
		delivered.length = 0;
		for (let index = 0; index < 40; index++) {
			await push(names[index % names.length] ?? '', { files: { 'a.txt': String(index) } });
			for (const name of delivered.splice(0)) await watch.look(`${name}@main`, headOf(name));
		}
		const { lost } = await watch.control('lost-deliveries', { share: 0 });
		expect(lost).toBeGreaterThan(5);
		pass(1);
		const { items } = await watch.poll();
		for (const item of items ?? []) {
			const name = textAt(item, 'repository') ?? '';
			await watch.look(`${name}@main`, headOf(name));
		}
		for (const name of names) expect(await watch.redis('HGET', `slipway:turn:${name}@main`, 'head')).toBe(headOf(name));
		pass(1);
		expect((await watch.poll()).items).toBeNull();
		await new Promise((resolve) => receiver.close(resolve));
	});
});
