import { useManualClock } from '../../n8n/sandboxClock';
import { app1, app2, deployOf, FlyDriver, imageOf, textAt, worker } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

beforeAll(async () => {
	fly = await FlyDriver.start(clock);
});
beforeEach(async () => await fly.reset());
afterAll(async () => {
	expect(fly.recorder.violations()).toEqual([]);
	expect(fly.violations()).toEqual([]);
	await fly.sandbox.close();
});

/** What 21 asks for: the time that is left of a run, and no revert when it is up. */
const limited = { onFailure: 'undoUnlessTimeIsUp', putResultInField: 'published' };

const published = async (tag: string, more = {}) =>
	(await fly.run(deployOf(tag, { ...limited, ...more }))).published as Record<string, unknown>;

const live = async () => await fly.run({ resource: 'app', operation: 'getLive' });

it('leaves what has changed when the time is up, under way, and goes on with it', async () => {
	const before = await live();
	const first = await published('v2', { timeoutSeconds: 15 });
	expect(first).toMatchObject({ ok: false, state: 'rolling', verified: false, undo: 'left' });
	expect(first.advice).toContain('Resume Release v2');
	const seen = await live();
	expect(seen).toMatchObject({ deploymentId: before.deploymentId, underWay: { deploymentId: first.id } });
	const changed = Object.values(await fly.fleet()).filter((state) => state.startsWith('v2')).length;
	expect(changed).toBeGreaterThan(0);
	expect(changed).toBeLessThan(3);
	const updates = fly.requests('POST', /\/machines\/\w+$/).length;

	const second = await published('v2', { resumeRelease: first.id });
	expect(second).toMatchObject({ ok: true, id: first.id, state: 'live', verified: true });
	expect(await fly.fleet()).toEqual({
		[app1]: 'v2 started passing',
		[app2]: 'v2 started passing',
		[worker]: 'v2 started passing',
	});
	// Machines that had it were not changed once more, and no other release was made.
	expect(fly.requests('POST', /\/machines\/\w+$/)).toHaveLength(updates + 3 - changed);
	expect(await fly.releases()).toHaveLength(2);
	expect(await live()).toMatchObject({ deploymentId: first.id, version: 'v2', underWay: null });
});

it('ends however short the time of each run is', async () => {
	let result = await published('v2', { timeoutSeconds: 2 });
	let runs = 1;
	while (result.ok !== true && runs < 40) {
		expect(result.state).toBe('rolling');
		result = await published('v2', { timeoutSeconds: 2, resumeRelease: result.id });
		runs += 1;
	}
	expect(result).toMatchObject({ ok: true, state: 'live', verified: true });
	expect(await fly.releases()).toHaveLength(2);
});

it('does not run the release command again once a machine has the release', async () => {
	const command = { releaseCommand: 'node migrate.js' };
	const first = await published('v2', { ...command, timeoutSeconds: 15 });
	expect(first.state).toBe('rolling');
	const made = () => fly.requests('POST', /\/machines$/).length;
	expect(made()).toBe(1);
	const second = await published('v2', { ...command, resumeRelease: first.id });
	expect(second).toMatchObject({ ok: true, id: first.id });
	expect(second.warnings).toContain(
		'The release command was not run again: machines have this release already, so it has ended well',
	);
	expect(made()).toBe(1);
});

it('still reverts what is bad', async () => {
	const result = await published('v2-crash', { timeoutSeconds: 600 });
	expect(result).toMatchObject({ ok: false, undo: 'done' });
	expect(Object.values(await fly.fleet()).every((state) => state.startsWith('v1'))).toBe(true);
});

it('gives the machines that follow the same image, wherever the tag has gone since', async () => {
	const first = await published('v2', { timeoutSeconds: 15 });
	await fly.control('/images', { ref: imageOf('v2'), digest: `sha256:${'cd'.repeat(32)}`, behaviour: 'crash' });
	const second = await published('v2', { resumeRelease: first.id });
	expect(second).toMatchObject({ ok: true, verified: true, id: first.id });
	const digests = await Promise.all(
		[app1, app2, worker].map(async (id) => textAt(await fly.machine(id), 'image_ref', 'digest')),
	);
	expect(new Set(digests).size).toBe(1);
});

it('leaves a resumed release that turns out bad as it is, for a roll back, and says so', async () => {
	const first = await published('v2-late-crash', { timeoutSeconds: 15 });
	expect(first.state).toBe('rolling');
	clock.advance(60_000);
	const second = await published('v2-late-crash', { resumeRelease: first.id });
	expect(second).toMatchObject({ ok: false, verified: false, undo: 'left' });
	expect(second.advice).toContain('use Roll Back');
	const back = await fly.run({ operation: 'rollBack', badRelease: String(first.id) });
	expect(back).toMatchObject({ verified: true });
	expect(Object.values(await fly.fleet()).every((state) => state.startsWith('v1'))).toBe(true);
});

it('says what an earlier run changed, when it is refused before it changes anything itself', async () => {
	const first = await published('v2', { timeoutSeconds: 15 });
	const leases = { platform: 'fly', method: 'POST', path: '/v1/**' };
	fly.sandbox.addFault({ ...leases, kind: 'status', status: 401, times: 'always' });
	const second = await published('v2', { resumeRelease: first.id });
	expect(second).toMatchObject({ ok: false, state: 'failed', verified: false, undo: 'left' });
	expect(second.advice).toContain('use Roll Back');
	expect(Object.values(await fly.fleet()).some((state) => state.startsWith('v2'))).toBe(true);
});

it.each([
	['of another image', 'v3', 'v2'],
	['that is over', 'v2', 'v1'],
])('makes a new release in the place of one %s', async (_what, tag, resumed) => {
	await published('v2', { timeoutSeconds: 15 });
	const result = await published(tag, { resumeRelease: resumed });
	expect(result).toMatchObject({ ok: true, version: 'v3', verified: true });
});

it.each([
	['has ended', 'v1'],
	['was followed by another one', 'v2'],
])('changes nothing with Leave It when the release %s', async (_what, resumed) => {
	await published('v2');
	await fly.deploy('v3');
	const writes = fly.writes().length;
	expect(await published('v2', { resumeRelease: resumed, ifReleaseEnded: 'leave' })).toMatchObject({
		ok: true,
		version: resumed,
		state: 'superseded',
		verified: false,
		reason: expect.stringContaining('has ended meanwhile'),
	});
	expect(fly.writes()).toHaveLength(writes);
	expect(Object.values(await fly.fleet()).every((state) => state.startsWith('v3'))).toBe(true);
});

it('goes on with Leave It while the release is under way, by the digest that its machines have', async () => {
	const first = await published('v2', { timeoutSeconds: 15 });
	expect(first.state).toBe('rolling');
	const { underWay } = (await live()) as { underWay: { artifact: string } };
	expect(underWay.artifact).toMatch(/^sha256:/);
	const image = { __rl: true, mode: 'name', value: underWay.artifact };
	const second = await published('v2', { image, resumeRelease: first.id, ifReleaseEnded: 'leave' });
	expect(second).toMatchObject({ ok: true, id: first.id, state: 'live', verified: true });
});

it('refuses a digest that stands alone: it names no image, and would be read as one of Docker Hub', async () => {
	const failed = await fly.failure(
		deployOf('v2', { image: { __rl: true, mode: 'name', value: `sha256:${'ab'.repeat(32)}` } }),
	);
	expect(failed.message).toContain('is a digest without a repository');
	expect(fly.writes()).toEqual([]);
});

it('tells a release that it would go on with in a dry run, and changes nothing', async () => {
	const first = await published('v2', { timeoutSeconds: 15 });
	const writes = fly.writes().length;
	expect(await fly.run(deployOf('v2', { resumeRelease: String(first.id), dryRun: true }))).toMatchObject({
		plan: { action: 'deployImage', resumes: 'v2' },
	});
	expect(fly.writes()).toHaveLength(writes);
});

describe('Expected Commit', () => {
	const commit = '4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a';
	const labelled = async (revision: string) =>
		await fly.control('/images', { ref: imageOf(commit), labels: { 'org.opencontainers.image.revision': revision } });

	it('is met by the label', async () => {
		await labelled(commit);
		expect(await fly.deploy(commit, { expectedCommit: commit })).toMatchObject({ verified: true, commit });
	});

	it('is not refused where the image has no label', async () => {
		expect(await fly.deploy('v2', { expectedCommit: commit })).toMatchObject({ verified: true, commit: null });
	});

	it('fails, and is reverted, when the label names another', async () => {
		await labelled('b'.repeat(40));
		const result = await published(commit, { expectedCommit: commit });
		expect(result).toMatchObject({ ok: false, state: 'failed', verified: false, undo: 'done' });
		expect(result.reason).toContain(`names commit ${'b'.repeat(40)}, not ${commit}`);
		expect(Object.values(await fly.fleet()).every((state) => state.startsWith('v1'))).toBe(true);
	});

	it('stops at the first machine of a group: the next one never gets what was built from another commit', async () => {
		await labelled('b'.repeat(40));
		await published(commit, { expectedCommit: commit });
		const changed = new Set(fly.requests('POST', /\/machines\/[0-9a-f]+$/).map(({ path }) => path.split('/').at(-1)));
		expect([app1, app2].filter((id) => changed.has(id))).toHaveLength(1);
	});

	it.each(['canary', 'bluegreen'])('lets no machine that serves have it, in %s', async (strategy) => {
		await labelled('b'.repeat(40));
		const result = await published(commit, { expectedCommit: commit, strategy });
		expect(result).toMatchObject({ ok: false, state: 'failed', verified: false });
		expect(result.reason).toContain(`names commit ${'b'.repeat(40)}`);
		expect(fly.requests('POST', /\/machines\/[0-9a-f]+(\/uncordon)?$/)).toEqual([]);
		expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v1 started passing'));
	});

	it('is refused where it is none', async () => {
		const failed = await fly.failure(deployOf('v2', { expectedCommit: 'main' }));
		expect(failed.message).toBe('Expected Commit "main" is not a commit');
		expect(fly.writes()).toEqual([]);
	});
});
