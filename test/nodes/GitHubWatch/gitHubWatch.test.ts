import { useWatch } from './watchDriver';

const names = Array.from({ length: 40 }, (_, index) => `candlefish-ai/service-${String(index).padStart(2, '0')}`);
const seed = Object.fromEntries(names.map((name) => [name, { 'README.md': `# ${name}\n` }]));
const [shop = '', blog = '', other = ''] = names;

const watch = useWatch(seed);

const headOf = (name: string, branch = 'main') => watch.sandbox.services.repositories.resolve(name, branch)?.sha ?? '';
const push = async (repository: string, more: object = {}) =>
	String((await watch.control('push', { repository, files: { 'a.txt': String(watch.clock.now()) }, ...more })).sha);
const minute = () => watch.clock.advance(60_000);

/** As after the first look at everything. */
async function settle(list: Parameters<typeof watch.watch>[0]) {
	await watch.watch(list);
	for (const [name, { branches = [], releases = [] }] of Object.entries(list)) {
		for (const branch of new Set([...branches, ...releases]))
			await watch.wasLookedAt(`${name}@${branch}`, headOf(name, branch));
	}
	await watch.poll();
	minute();
}

const asked = {
	kind: 'release',
	repository: shop,
	repositoryId: '',
	branch: 'main',
	why: 'watch',
	actor: '',
	message: '',
	deliveryId: '',
	event: '',
};

describe('where nothing moved', () => {
	it('asks one conditional request for each of 40 repositories with 200 services, all 304, and starts nothing', async () => {
		// Five services of each repository deploy from one branch: the list holds each branch once.
		await settle(Object.fromEntries(names.map((name) => [name, { branches: ['main'] }])));
		const writes = watch.sandbox.requests({ platform: 'upstash' }).length;
		const { items, requests } = await watch.poll();
		expect(items).toBeNull();
		expect(requests).toHaveLength(40);
		expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([304]));
		expect(new Set(requests.map(({ path }) => path)).size).toBe(40);
		// One command to Redis, and no write.
		expect(watch.sandbox.requests({ platform: 'upstash' }).length - writes).toBe(1);
	});

	it('asks one request for several branches, whatever their names', async () => {
		await push(shop, { branch: 'release/1.x' });
		await push(shop, { branch: 'release/2.x' });
		await settle({ [shop]: { branches: ['release/2.x', 'release/1.x'] }, [blog]: { branches: ['main'] } });
		const { items, requests } = await watch.poll();
		expect(items).toBeNull();
		expect(requests.map(({ path, status }) => `${path} ${status}`).sort()).toEqual(
			[`/repos/${blog}/git/ref/heads/main 304`, `/repos/${shop}/git/matching-refs/heads/release%2F 304`].sort(),
		);
	});

	it('looks at nothing where nothing is watched', async () => {
		const { items, requests } = await watch.poll();
		expect(items).toBeNull();
		expect(requests).toEqual([]);
	});
});

describe('a head', () => {
	it('that moved is asked for once, with 40 requests, and not again once it was looked at', async () => {
		await settle(
			Object.fromEntries(names.map((name) => [name, { branches: ['main'], id: name === shop ? '12' : '' }])),
		);
		const sha = await push(shop, { deliver: false });
		const first = await watch.poll();
		expect(first.items).toEqual([{ ...asked, repositoryId: '12', commit: sha }]);
		expect(first.requests.filter(({ status }) => status === 304)).toHaveLength(39);
		expect(first.requests.filter(({ status }) => status === 200)).toHaveLength(1);
		minute();
		// Nobody took it up yet: not said each minute.
		expect((await watch.poll()).items).toBeNull();
		await watch.look(`${shop}@main`, sha);
		minute();
		const after = await watch.poll();
		expect(after.items).toBeNull();
		expect(after.requests.filter(({ status }) => status !== 304)).toEqual([]);
	});

	it('is asked for again after ten minutes when nothing came of it', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const sha = await push(shop, { deliver: false });
		expect((await watch.poll()).items).toMatchObject([{ commit: sha }]);
		for (let minutes = 1; minutes < 10; minutes++) {
			minute();
			expect((await watch.poll()).items).toBeNull();
		}
		minute();
		expect((await watch.poll()).items).toMatchObject([{ commit: sha }]);
	});

	it('is asked for at once when it moves on, and when it moves back', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const first = headOf(shop);
		const second = await push(shop, { deliver: false });
		expect((await watch.poll()).items).toMatchObject([{ commit: second }]);
		await watch.look(`${shop}@main`, second);
		minute();
		expect((await watch.poll()).items).toBeNull();
		watch.sandbox.services.repositories.moveBranch(shop, 'main', first);
		minute();
		expect((await watch.poll()).items).toMatchObject([{ commit: first }]);
		watch.sandbox.services.repositories.moveBranch(shop, 'main', second);
		minute();
		// The look at it is already on its way: its run sees where the head is now.
		expect((await watch.poll()).items).toBeNull();
	});

	it('is left to the run that has the turn, and seen after it', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const before = headOf(shop);
		await watch.turn('7', 'ask', `${shop}@main`, { owner: 'r1', item: { repository: shop, branch: 'main' } });
		await watch.turn('7', 'look', `${shop}@main`, { owner: 'r1' });
		const sha = await push(shop, { deliver: false });
		expect((await watch.poll()).items).toBeNull();
		await watch.turn('7', 'leave', `${shop}@main`, { owner: 'r1', head: before });
		minute();
		expect((await watch.poll()).items).toEqual([{ ...asked, commit: sha }]);
	});

	it('of a repository that was never looked at is asked for', async () => {
		await watch.watch({ [shop]: { branches: ['main', 'staging'] } });
		expect((await watch.poll()).items).toEqual([
			{ ...asked, commit: headOf(shop) },
			{ ...asked, branch: 'staging', commit: '', message: 'The branch staging is gone' },
		]);
	});

	it('is that of its own branch, also where another has its name as a start', async () => {
		await push(shop, { branch: 'main-old' });
		await settle({ [shop]: { branches: ['main', 'main-old'] } });
		const sha = await push(shop, { branch: 'main-old', deliver: false });
		expect((await watch.poll()).items).toMatchObject([{ branch: 'main-old', commit: sha }]);
	});

	it('of a branch that was deleted is asked for once, also alone in its repository; and of one that is there again', async () => {
		const sha = await push(shop, { branch: 'staging' });
		for (const branches of [['staging'], ['main', 'staging']]) {
			await settle({ [shop]: { branches } });
			watch.sandbox.services.repositories.deleteBranch(shop, 'staging');
			expect((await watch.poll()).items).toEqual([
				{ ...asked, branch: 'staging', commit: '', message: 'The branch staging is gone' },
			]);
			await watch.look(`${shop}@staging`, '');
			minute();
			expect((await watch.poll()).items).toBeNull();
			watch.sandbox.services.repositories.moveBranch(shop, 'staging', sha);
			minute();
			expect((await watch.poll()).items).toMatchObject([{ branch: 'staging', commit: sha }]);
			await watch.look(`${shop}@staging`, sha);
		}
	});

	it('of a repository that was renamed is seen under its former name', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		await watch.control('rename', { repository: shop, name: 'boutique' });
		await watch.poll();
		minute();
		expect((await watch.poll()).items).toBeNull();
		const sha = String((await watch.control('push', { repository: 'candlefish-ai/boutique', deliver: false })).sha);
		expect((await watch.poll()).items).toMatchObject([{ repository: shop, commit: sha }]);
	});

	it('is asked about anew when the list of branches changes', async () => {
		const sha = await push(shop, { branch: 'staging' });
		await settle({ [shop]: { branches: ['main', 'next'] } });
		await watch.watch({ [shop]: { branches: ['main', 'next', 'staging'] } });
		expect((await watch.poll()).items).toMatchObject([{ branch: 'staging', commit: sha }]);
	});
});

describe('the latest release', () => {
	const release = async (tag: string, more: object = {}) =>
		await watch.api(`/repos/${shop}/releases`, { tag_name: tag, target_commitish: 'main', ...more });

	it('is asked for when it changes, with two conditional requests; drafts and prereleases never', async () => {
		await release('v1');
		await settle({ [shop]: { branches: ['main'], releases: ['main'] } });
		// The first one is worth a look.
		await watch.look(`${shop}@main`, headOf(shop));
		minute();
		const quiet = await watch.poll();
		expect(quiet.items).toBeNull();
		expect(quiet.requests.map(({ status }) => status)).toEqual([304, 304]);
		await release('v2-rc1', { prerelease: true });
		await release('v2-draft', { draft: true });
		minute();
		expect((await watch.poll()).items).toBeNull();
		await release('v2');
		minute();
		expect((await watch.poll()).items).toEqual([{ ...asked, commit: '', message: 'v2 is the latest release' }]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		// Nobody looked: again after ten minutes, and not once somebody did.
		watch.clock.advance(9 * 60_000);
		expect((await watch.poll()).items).toMatchObject([{ message: 'v2 is the latest release' }]);
		await watch.look(`${shop}@main`, headOf(shop));
		watch.clock.advance(20 * 60_000);
		expect((await watch.poll()).items).toBeNull();
	});

	it('that is not there yet is no reason to ask', async () => {
		await settle({ [shop]: { releases: ['main'] } });
		const { items, requests } = await watch.poll();
		expect(items).toBeNull();
		expect(requests.some(({ path }) => path.includes('/git/'))).toBe(false);
	});

	it('moves no head for services that deploy from it', async () => {
		await release('v1');
		await settle({ [shop]: { releases: ['main'] } });
		await watch.look(`${shop}@main`, 'the commit of the release');
		await push(shop, { deliver: false });
		expect((await watch.poll()).items).toBeNull();
	});
});

describe('a turn', () => {
	const turnName = `${shop}@main`;

	it('whose run gives no sign of life six times in a row is asked for, long before its lease ends, with what is needed to go on', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const ask = { repository: shop, repositoryId: '12', branch: 'main', why: 'push', actor: 'patrick', wish: true };
		await watch.turn('31', 'ask', turnName, { owner: 'r1', item: ask });
		await watch.beSilentFor(turnName, 80);
		expect((await watch.poll()).items).toBeNull();
		await watch.beSilentFor(turnName, 11);
		const expected = {
			...asked,
			repositoryId: '',
			why: 'lapsed',
			actor: 'patrick',
			commit: '',
			message: 'The run 31 gave no sign of life',
			releaseId: 'r1',
			previousExecution: '',
			wish: false,
		};
		expect((await watch.poll()).items).toEqual([expected]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		await watch.turn('32', 'ask', turnName, { owner: 'r1', item: ask });
		minute();
		expect((await watch.poll()).items).toBeNull();
	});

	it('whose runs die again and again is asked for three times, then a person is told, once', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const item = { repository: shop, branch: 'main', why: 'push' };
		await watch.turn('31', 'ask', turnName, { owner: 'r1', item });
		for (const execution of ['32', '33', '34']) {
			await watch.beSilentFor(turnName, 301);
			expect((await watch.poll()).items).toMatchObject([{ kind: 'release', why: 'lapsed', releaseId: 'r1' }]);
			await watch.turn(execution, 'ask', turnName, { owner: 'r1', item });
			minute();
		}
		await watch.beSilentFor(turnName, 301);
		expect((await watch.poll()).items).toMatchObject([
			{
				kind: 'page',
				action: 'trigger',
				key: `slipway/${turnName}`,
				severity: 'critical',
				summary: `The release of ${turnName} is not taken up any more: The run 34 gave no sign of life, and its release was taken up 3 times already`,
			},
		]);
		for (let minutes = 0; minutes < 30; minutes++) {
			minute();
			expect((await watch.poll()).items).toBeNull();
		}
		// The next push takes the turn, and what is counted begins anew.
		await watch.turn('40', 'ask', turnName, { owner: 'r2', item });
		await watch.beSilentFor(turnName, 301);
		expect((await watch.poll()).items).toMatchObject([{ kind: 'release', releaseId: 'r2' }]);
	});

	it('whose run comes back before the next one takes it up keeps it', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const item = { repository: shop, branch: 'main' };
		await watch.turn('31', 'ask', turnName, { owner: 'r1', item });
		await watch.beSilentFor(turnName, 301);
		const [ask = {}] = (await watch.poll()).items ?? [];
		await watch.turn('31', 'look', turnName, { owner: 'r1' });
		const previousExecution = String(ask.previousExecution);
		const asked = await watch.turn('32', 'ask', turnName, { owner: 'r1', item, previousExecution });
		expect(asked).toEqual([]);
	});

	it('that is due is asked for, also where its branch is not watched any more', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const at = new Date(watch.clock.now() + 120_000).toISOString();
		await watch.look(turnName, headOf(shop), { lookAgainAt: at });
		await watch.look(`${blog}@gone`, 'x', { lookAgainAt: at });
		expect((await watch.poll()).items).toBeNull();
		watch.clock.advance(121_000);
		const due = { ...asked, why: 'due', commit: '' };
		expect((await watch.poll()).items).toEqual([due, { ...due, repository: blog, branch: 'gone' }]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		await watch.look(turnName, headOf(shop), { lookAgainAt: new Date(watch.clock.now() + 60_000).toISOString() });
		minute();
		expect((await watch.poll()).items).toMatchObject([{ repository: shop }]);
	});

	it('that is due is asked for also when an ask about its head was not answered, and once when both are', async () => {
		await settle({ [shop]: { branches: ['main'] } });
		const before = headOf(shop);
		const sha = await push(shop, { deliver: false });
		expect((await watch.poll()).items).toMatchObject([{ why: 'watch', commit: sha }]);
		// Its run could not read the head, and wants to look again.
		await watch.look(turnName, before, { lookAgainAt: new Date(watch.clock.now() + 120_000).toISOString() });
		minute();
		expect((await watch.poll()).items).toBeNull();
		minute();
		expect((await watch.poll()).items).toMatchObject([{ why: 'due', repository: shop }]);
		await watch.look(turnName, before, { lookAgainAt: new Date(watch.clock.now() + 540_000).toISOString() });
		watch.clock.advance(600_000);
		expect((await watch.poll()).items).toMatchObject([{ why: 'watch', commit: sha }]);
		minute();
		expect((await watch.poll()).items).toBeNull();
	});

	it('of a branch that is not watched any more, whose run died, is brought to its end', async () => {
		await watch.turn('31', 'ask', `${other}@old`, { owner: 'r9', item: { repository: other, branch: 'old' } });
		await watch.beSilentFor(`${other}@old`, 301);
		expect((await watch.poll()).items).toMatchObject([
			{ why: 'lapsed', repository: other, branch: 'old', releaseId: 'r9' },
		]);
	});
});

describe('what a run left undone', () => {
	const page = { action: 'trigger', key: `slipway/${shop}@main`, summary: 'It failed', at: '12', since: 0 };

	it('is given: a page whose time has come, until it was told', async () => {
		const since = watch.clock.now();
		await watch.redis('HSET', 'slipway:tell', page.key, JSON.stringify({ ...page, since }));
		expect((await watch.poll()).items).toBeNull();
		watch.clock.advance(61_000);
		expect((await watch.poll()).items).toEqual([{ kind: 'page', ...page, since, tries: 0 }]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		const next = { at: '12', tries: 1, nextAt: watch.clock.now() + 60_000 };
		await watch.redis('HSET', 'slipway:tell', `next:${page.key}`, JSON.stringify(next));
		watch.clock.advance(61_000);
		expect((await watch.poll()).items).toEqual([{ kind: 'page', ...page, since, tries: 1 }]);
		await watch.redis('HSET', 'slipway:tell', `told:${page.key}`, '12');
		watch.clock.advance(20 * 60_000);
		expect((await watch.poll()).items).toBeNull();
	});

	it('is given: a row that the ledger did not take, again only after ten minutes', async () => {
		const row = { release_id: 'r1', service: 'shop', kind: 'deploy', state: 'live' };
		await watch.redis('HSET', 'slipway:rows', 'r1/shop/deploy', JSON.stringify(row), 'broken', '{');
		const key = 'r1/shop/deploy';
		expect((await watch.poll()).items).toEqual([{ kind: 'row', key, row, forget: ['HDEL', 'slipway:rows', key] }]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		watch.clock.advance(9 * 60_000);
		expect((await watch.poll()).items).toHaveLength(1);
		await watch.redis('HDEL', 'slipway:rows', 'r1/shop/deploy');
		watch.clock.advance(10 * 60_000);
		expect((await watch.poll()).items).toBeNull();
	});

	it('is given: a backup that is 25 hours old, again after six hours, until there is a younger one', async () => {
		const provenAtMs = watch.clock.now();
		const backup = (sinceMs: number) => JSON.stringify({ provenAt: new Date(sinceMs).toISOString(), sinceMs });
		await watch.redis('HSET', 'slipway:backups', 'paintbox', backup(provenAtMs), 'broken', '{');
		watch.clock.advance(25 * 3_600_000);
		expect((await watch.poll()).items).toBeNull();
		minute();
		expect((await watch.poll()).items).toMatchObject([
			{ kind: 'page', action: 'trigger', key: 'slipway/backup/paintbox', severity: 'critical' },
		]);
		minute();
		expect((await watch.poll()).items).toBeNull();
		watch.clock.advance(6 * 3_600_000);
		const [again] = (await watch.poll()).items ?? [];
		expect(String(again?.summary)).toMatch(/no proven backup for 25 hours: the newest is of .* 1 day ago/);
		await watch.redis('HSET', 'slipway:backups', 'paintbox', backup(watch.clock.now()));
		minute();
		expect((await watch.poll()).items).toBeNull();
	});
});
