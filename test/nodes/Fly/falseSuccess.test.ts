import type { INodeParameters } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { app1, app2, byId, deployOf, type FailedRun, FlyDriver, imageOf, managed, textAt, worker } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

beforeAll(async () => {
	fly = await FlyDriver.start(clock);
});
beforeEach(async () => await fly.reset());
afterAll(async () => {
	expect(fly.recorder.violations()).toEqual([]);
	await fly.sandbox.close();
});

const asBefore = Object.fromEntries(managed.map((id) => [id, 'v1 started passing']));

/** What goes wrong, when, and what must be said of it. Every one of them looks like "started" at some moment. */
const cases: ReadonlyArray<{
	readonly name: string;
	readonly tag?: string;
	readonly parameters?: INodeParameters;
	readonly arrange?: () => Promise<unknown>;
	readonly says: RegExp;
	readonly state: string;
	/** Whether every machine runs afterwards what it ran before. */
	readonly reverted?: false;
	readonly fleet?: () => Record<string, string>;
}> = [
	{
		name: 'an image that does not pull: Fly boots the old one again',
		tag: 'no-pull',
		says: /rolled it back to the image it had \(failed to pull image/,
		state: 'rolledBack',
	},
	{
		name: 'an image that is not in its registry',
		tag: 'missing',
		says: /answered POST .* with 400: failed to get manifest/,
		state: 'failed',
	},
	{
		name: 'a tag that Fly made another digest of than was asked for',
		parameters: { image: { __rl: true, mode: 'name', value: `${imageOf('v2')}@sha256:${'cd'.repeat(32)}` } },
		arrange: wrongDigest,
		says: /image digest sha256:(ef)+, not sha256:(cd)+/,
		state: 'superseded',
		reverted: false,
	},
	{
		name: 'checks that never pass',
		tag: 'unhealthy',
		says: /not healthy after 60 s, last seen: started, 0 of 1 checks passing; .* critical: .*connection refused/,
		state: 'failed',
	},
	{
		name: 'checks that stay at warning',
		tag: 'warning',
		says: /not healthy after 60 s, last seen: started, 0 of 1 checks passing/,
		state: 'failed',
	},
	{
		name: 'checks that are not reported at all',
		tag: 'no-checks',
		says: /0 of 1 checks passing \(0 reported\)/,
		state: 'failed',
	},
	{
		name: 'checks that are not reported, under bluegreen',
		tag: 'no-checks',
		parameters: { strategy: 'bluegreen' },
		says: /0 of 1 checks passing \(0 reported\)/,
		state: 'failed',
	},
	{ name: 'checks that pass and then fail', tag: 'flapping', says: /checks passed and then failed/, state: 'failed' },
	{ name: 'a crash right after the start', tag: 'crash', says: /ended by itself with exit code 1/, state: 'failed' },
	{ name: 'a crash for lack of memory', tag: 'oom', says: /exit code 137, out of memory/, state: 'failed' },
	{
		name: 'a crash after its checks passed, while others are changed',
		tag: 'late-crash',
		says: /ended by itself with exit code 1/,
		state: 'failed',
	},
	{ name: 'an init that does not start', tag: 'fails', says: /it is failed: could not start init/, state: 'failed' },
	{
		name: 'a machine that stays at starting',
		tag: 'never-starts',
		says: /not healthy after 60 s, last seen: it is starting/,
		state: 'failed',
	},
	{
		name: 'an image too slow for the timeout, with the last state',
		tag: 'slow',
		parameters: { timeoutSeconds: 20 },
		says: /the time was up; 0 of 3 machines are done, machine \w+ last seen: it is replacing/,
		state: 'failed',
	},
	{
		name: 'a host without room',
		tag: 'full-host',
		says: /409: aborted: could not reserve resource.*insufficient memory/,
		state: 'failed',
	},
	{
		name: 'a host that is full, of the second machine',
		arrange: async () => await fly.control(`/machines/${app2}/host`, { status: 'full' }),
		says: new RegExp(`Machine ${app2}.*could not reserve resource`),
		state: 'failed',
	},
	{
		name: 'a host whose deploys are switched off',
		arrange: async () => await fly.control(`/machines/${app1}/host`, { status: 'disabled' }),
		says: /503: unavailable: deploys to this host are temporarily disabled/,
		state: 'failed',
	},
	{
		name: 'a lease that a colleague keeps',
		arrange: async () => await fly.control(`/machines/${app2}/lease`, { ttl: 3600 }),
		says: /lease currently held by colleague@candlefish.ai/,
		state: 'failed',
	},
	{
		name: 'a release command that fails',
		tag: 'release-fails',
		parameters: { releaseCommand: 'migrate' },
		says: /release command failed, and no machine was changed: it ended with exit code 1/,
		state: 'failed',
	},
	{
		name: 'secrets that are older than asked for',
		parameters: { options: { minSecretsVersion: 9 } },
		says: /412: failed_precondition: min_secrets_version 9 is not yet available/,
		state: 'failed',
	},
	{
		name: 'a region without room, under bluegreen',
		parameters: { strategy: 'bluegreen' },
		arrange: async () => await fly.control('/capacity', { region: 'iad' }),
		says: /new machine of group app could not be made: .*412: could not reserve resource/,
		state: 'failed',
	},
	{
		name: 'an image that does not pull, under bluegreen',
		tag: 'no-pull',
		parameters: { strategy: 'bluegreen' },
		says: /launch_failed: failed to pull image/,
		state: 'failed',
	},
	{
		name: 'a canary that crashes',
		tag: 'crash',
		parameters: { strategy: 'canary' },
		says: /Canary: .*exit code 1/,
		state: 'failed',
	},
	{
		name: 'a canary whose image does not pull',
		tag: 'no-pull',
		parameters: { strategy: 'canary' },
		says: /Canary: .*failed to pull image/,
		state: 'failed',
	},
	{
		name: 'an image that does not pull, all at once',
		tag: 'no-pull',
		parameters: { strategy: 'immediate' },
		says: /rolled it back to the image it had/,
		state: 'rolledBack',
	},
	{
		name: 'new machines that crash while the old ones still serve',
		tag: 'late-crash',
		parameters: { strategy: 'bluegreen' },
		says: /New machine .*ended by itself with exit code 1/,
		state: 'failed',
	},
	{
		name: 'a release command whose image does not pull',
		tag: 'no-pull',
		parameters: { releaseCommand: 'migrate' },
		says: /no machine was changed: failed to pull image/,
		state: 'failed',
	},
	{
		name: 'a release command that does not end',
		tag: 'never-starts',
		parameters: { releaseCommand: 'migrate', options: { releaseCommandTimeoutSeconds: 20 } },
		says: /no machine was changed: it had not ended after 20 s, last seen: starting/,
		state: 'failed',
	},
	{
		name: 'a host that does not answer any more',
		arrange: async () =>
			later(3_000, async () => await fly.control(`/machines/${app1}/host`, { status: 'unreachable' })),
		says: /not healthy after 60 s, last seen: its host does not answer/,
		state: 'unknown',
		reverted: false,
	},
	{
		name: 'a lease that somebody takes away in the middle',
		arrange: async () => later(3_000, async () => await fly.control(`/machines/${app1}/lease`, { ttl: 3600 })),
		says: /its lease was lost: .*colleague@candlefish\.ai/,
		state: 'superseded',
		reverted: false,
	},
	{
		name: 'another deploy in the middle',
		arrange: async () => later(16_000, async () => await colleagueDeploys(app1)),
		says: /somebody else changed it/,
		state: 'superseded',
		reverted: false,
	},
	{
		name: 'a machine destroyed in the middle',
		arrange: async () => later(16_000, async () => await destroy(app1)),
		says: /it was destroyed in the meantime/,
		state: 'failed',
		reverted: false,
	},
	{
		name: 'a machine stopped after its turn',
		arrange: async () => later(20_000, async () => await fly.control(`/machines/${app1}/state`, { state: 'stopped' })),
		says: /last seen: it is stopped/,
		state: 'failed',
	},
	{
		name: 'a machine made beside by somebody, with the old image',
		arrange: async () => later(12_000, async () => await colleagueAdds()),
		says: /runs deployment \(not reported\)/,
		state: 'superseded',
		reverted: false,
	},
	{
		name: 'a token that is taken back in the middle',
		arrange: async () => revoke(),
		says: /answered GET .* with 401/,
		state: 'unknown',
		reverted: false,
	},
];

describe('No false success', () => {
	it.each(cases)('$name', async ({ tag = 'v2', parameters = {}, arrange, says, state, reverted }) => {
		await arrange?.();
		const error = await fly.failure(deployOf(tag, parameters));
		expect(error.message).toMatch(says);
		expect(error.advice).not.toBe('');
		expect(error.data).toMatchObject({ release: { state, live: false, verified: false } });
		expect(error.everything).not.toContain('sandbox-fly-token');
		// 401 for what came after: the sandbox was told to refuse it.
		const releases = await fly.releases();
		expect(releases.map((release) => textAt(release, 'status'))).toEqual(['failed', 'complete']);
		if (reverted !== false) {
			clock.advance(30_000);
			expect(await fly.fleet()).toMatchObject(asBefore);
			expect(Object.keys(await fly.fleet())).toHaveLength(3);
			expect((await fly.leased()).filter((id) => id !== app2)).toEqual([]);
		}
		expect(fly.violations()).toEqual([]);
	});

	it('an update that Fly takes without ever doing it', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: `/v1/apps/*/machines/${app1}`,
			kind: 'status',
			status: 200,
			body: await fly.machine(app1),
		});
		const error = await fly.failure(deployOf('v2'));
		expect(error.message).toMatch(/image it had|image digest/);
	});

	it('an update that is not answered, twice', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: `/v1/apps/*/machines/${app1}`,
			kind: 'reset',
			times: 2,
		});
		const error = await fly.failure(deployOf('v2'));
		expect(error.message).toContain('did not answer');
		clock.advance(30_000);
		expect(await fly.fleet()).toEqual(asBefore);
	});

	it('leaves what was changed, and says what runs where, when it is told to', async () => {
		await fly.control(`/machines/${app2}/host`, { status: 'full' });
		const error = await fly.failure(deployOf('v2', { onFailure: 'leave' }));
		expect(error.message).toContain('2 machines have paintbox-api:v2');
		expect(error.message).toMatch(new RegExp(`1 machine has paintbox-api:v1 \\(\\w{12}\\) \\(${app2} started`));
		expect(await fly.fleet()).toMatchObject({
			[app1]: 'v2 started passing',
			[app2]: 'v1 started passing',
			[worker]: 'v2 started passing',
		});
	});

	it('goes on with the release and its reason when it is told to', async () => {
		const release = await fly.deploy('unhealthy', { onBadEnd: 'return' });
		expect(release).toMatchObject({ verified: false, live: false, state: 'failed', undo: 'done' });
		expect(String(release.reason)).toContain('0 of 1 checks passing');
		expect(await fly.fleet()).toEqual(asBefore);
	});

	it('says so when not even the revert works', async () => {
		await fly.control(`/machines/${app2}/host`, { status: 'full' });
		later(11_000, async () => await fly.control(`/machines/${app1}/host`, { status: 'disabled' }));
		const error = await fly.failure(deployOf('v2'));
		expect(error.message).toContain('Not everything could be reverted');
		expect(error.advice).toContain('Not everything was reverted');
	});

	it('names machines that could not be destroyed, and deploys to nothing beside them while they may serve', async () => {
		const stuck = fly.sandbox.addFault({
			platform: 'fly',
			method: 'DELETE',
			path: '/v1/apps/*/machines/*',
			kind: 'status',
			status: 500,
			times: 'always',
		});
		// They crash once they serve.
		const error = await fly.failure(deployOf('late-crash', { strategy: 'bluegreen' }));
		expect(error.message).toMatch(/machine \w+ was not destroyed/);
		expect(error.advice).toContain('Not everything was reverted');
		fly.sandbox.removeFault(stuck);
		const left = Object.keys(await fly.fleet()).filter((id) => !managed.includes(id));
		expect(left).toHaveLength(3);

		const writes = fly.writes().length;
		for (const parameters of [
			deployOf('v3'),
			deployOf('v3', { dryRun: true }),
			{ operation: 'rollBack', release: byId('v1') },
		]) {
			const refused = await fly.failure(parameters);
			expect(refused.message).toContain('has machines of a release that has not ended, beside the earlier ones');
			for (const id of left) expect(refused.advice).toContain(id);
			for (const id of managed) expect(refused.advice).not.toContain(id);
		}
		expect(fly.writes()).toHaveLength(writes);

		for (const id of left) await destroy(id);
		expect(await fly.deploy('v3')).toMatchObject({ verified: true });
		expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v3 started passing'));
	});

	describe('what a bluegreen release left that nobody reaches', () => {
		const stuckDestroys = () =>
			fly.sandbox.addFault({
				platform: 'fly',
				method: 'DELETE',
				path: '/v1/apps/*/machines/*',
				kind: 'status',
				status: 500,
				times: 'always',
			});
		const leaveGreens = async (): Promise<void> => {
			const stuck = stuckDestroys();
			await fly.failure(deployOf('crash', { strategy: 'bluegreen' }));
			fly.sandbox.removeFault(stuck);
			expect(Object.keys(await fly.fleet())).toHaveLength(6);
		};

		it('is named in a dry run, and cleared by the next deployment', async () => {
			await leaveGreens();
			const left = Object.keys(await fly.fleet()).filter((id) => !managed.includes(id));
			const writes = fly.writes().length;
			const { plan } = await fly.run(deployOf('v3', { dryRun: true }));
			expect([...((plan as { destroys?: string[] }).destroys ?? [])].sort()).toEqual([...left].sort());
			expect(fly.writes()).toHaveLength(writes);
			expect(await fly.deploy('v3')).toMatchObject({ verified: true });
			expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v3 started passing'));
		});

		it('does not stop a roll back, which clears it too', async () => {
			await fly.deploy('v2');
			await leaveGreens();
			expect(await fly.run({ operation: 'rollBack', release: byId('v1') })).toMatchObject({ verified: true });
			expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v1 started passing'));
		});

		it('changes nothing else while it cannot be cleared', async () => {
			await leaveGreens();
			stuckDestroys();
			const failed = await fly.failure(deployOf('v3'));
			expect(failed.message).toContain('is still there: machine');
			const serving = Object.entries(await fly.fleet()).filter(([id]) => managed.includes(id));
			expect(serving.map(([, state]) => state)).toEqual(Array(3).fill('v1 started passing'));
		});

		it.each([
			['by the release that is named, whose run is dead', 'v2', true],
			['not by another: its run may be alive', '', false],
		])('and has no end is cleared %s', async (_, resumeRelease, isCleared) => {
			await leaveGreens();
			// As where its run died: nobody recorded an end.
			const [release] = await fly.releases();
			await updateRelease(textAt(release, 'id') ?? '', 'running');
			if (isCleared) {
				expect(await fly.deploy('v3', { strategy: 'bluegreen', resumeRelease })).toMatchObject({ verified: true });
				expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v3 started passing'));
			} else {
				expect((await fly.failure(deployOf('v3', { resumeRelease }))).advice).toContain('Resume Release');
			}
		});
	});

	it('lets no second deploy in while a bluegreen one is under way', async () => {
		let second: Promise<FailedRun> | undefined;
		later(20_000, async () => await (second = fly.failure(deployOf('v3'))));
		expect(await fly.deploy('v2', { strategy: 'bluegreen' })).toMatchObject({ verified: true });
		expect((await second)?.advice).toContain('Wait if another run is deploying');
		expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v2 started passing'));
		// They keep the mark of the release that made them, and are the fleet now.
		await fly.failure(deployOf('crash'));
		expect(await fly.deploy('v3')).toMatchObject({ verified: true });
	});

	it('reverts when the execution is stopped, so that no half fleet is left', async () => {
		const stop = new AbortController();
		clock.after(16_000, () => stop.abort());
		const error = await fly.failure(deployOf('v2'), undefined, stop.signal);
		expect(error.message).toContain('the execution was stopped; 2 of 3 machines are done');
		expect(await fly.fleet()).toEqual(asBefore);
		expect(await fly.leased()).toEqual([]);
	});
});

it('says what a token that may only read lacks, before anything is changed', async () => {
	fly.sandbox.addFault({
		platform: 'fly',
		method: 'POST',
		path: '/graphql',
		kind: 'status',
		status: 200,
		afterRequests: 2,
		body: { data: null, errors: [{ message: 'Not authorized to deploy this app', extensions: { code: 'FORBIDDEN' } }] },
	});
	const error = await fly.failure(deployOf('v2'));
	expect(error.message).toContain('403: Not authorized to deploy this app');
	expect(error.advice).toContain('use an organization token');
	expect(await fly.fleet()).toEqual(asBefore);
});

describe('No second machine', () => {
	it.each(['canary', 'bluegreen'])('after a lost answer to a create, %s', async (strategy) => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: '/v1/apps/paintbox-api/machines',
			kind: 'lostReply',
		});
		expect(await fly.deploy('v2', { strategy })).toMatchObject({ verified: true });
		expect(Object.keys(await fly.fleet())).toHaveLength(3);
		expect(fly.requests('POST', /\/machines$/)).toHaveLength(strategy === 'canary' ? 2 : 3);
	});

	it('after a create that failed on the way, which is sent again', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps/paintbox-api/machines', kind: 'reset' });
		expect(await fly.deploy('v2', { strategy: 'canary' })).toMatchObject({ verified: true });
		expect(Object.keys(await fly.fleet())).toHaveLength(3);
	});

	it('nor a second release after a lost answer to its record', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/graphql', kind: 'lostReply', afterRequests: 2 });
		expect(await fly.deploy('v2')).toMatchObject({ verified: true, version: 'v2' });
		expect(await fly.releases()).toHaveLength(2);
	});
});

function later(afterMs: number, work: () => Promise<unknown>): void {
	clock.after(afterMs, () => void work());
}

async function wrongDigest(): Promise<void> {
	// What the platform answers and runs, whatever was asked for.
	const digest = `sha256:${'ef'.repeat(32)}`;
	const machine = await fly.machine(app1);
	fly.sandbox.addFault({
		platform: 'fly',
		method: 'POST',
		path: `/v1/apps/*/machines/${app1}`,
		kind: 'status',
		status: 200,
		body: {
			...(machine as object),
			instance_id: 'X',
			image_ref: { registry: 'registry.fly.io', repository: 'paintbox-api', tag: 'v2', digest },
		},
	});
}

async function colleagueDeploys(id: string): Promise<unknown> {
	const machine = await fly.machine(id);
	const config: unknown = Reflect.get(machine as object, 'config');
	return await fly.api(`/apps/paintbox-api/machines/${id}`, {
		config: {
			...(config as object),
			image: imageOf('v3'),
			metadata: { fly_platform_version: 'v2', fly_process_group: 'app' },
		},
	});
}

async function colleagueAdds(): Promise<unknown> {
	return await fly.api('/apps/paintbox-api/machines', {
		config: { image: imageOf('v1'), metadata: { fly_platform_version: 'v2', fly_process_group: 'app' } },
	});
}

async function destroy(id: string): Promise<void> {
	await fetch(`${fly.sandbox.origin}/fly/v1/apps/paintbox-api/machines/${id}?force=true`, {
		method: 'DELETE',
		headers: { Authorization: 'Bearer sandbox-fly-token' },
	});
}

async function updateRelease(releaseId: string, status: string): Promise<void> {
	await fetch(`${fly.sandbox.origin}/fly/graphql`, {
		method: 'POST',
		headers: { Authorization: 'Bearer sandbox-fly-token', 'Content-Type': 'application/json' },
		body: JSON.stringify({
			query: 'mutation($input: UpdateReleaseInput!) { updateRelease(input: $input) { release { id } } }',
			variables: { input: { releaseId, status } },
		}),
	});
}

async function revoke(): Promise<void> {
	fly.sandbox.addFault({
		platform: 'fly',
		method: 'GET',
		path: '/v1/apps/*/machines',
		kind: 'status',
		status: 401,
		body: { error: 'unauthorized' },
		times: 'always',
		afterRequests: 3,
	});
}
