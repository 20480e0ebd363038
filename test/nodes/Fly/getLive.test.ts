import { useManualClock } from '../../n8n/sandboxClock';
import { app1, byId, FlyDriver, imageOf, textAt, worker } from './flyDriver';

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

const commit = '4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a';
const live = async () => await fly.run({ resource: 'app', operation: 'getLive' });

it('gives what the machines run', async () => {
	const [seeded] = await fly.releases();
	const seen = await live();
	expect(seen).toMatchObject({
		platform: 'fly',
		target: 'paintbox-api',
		context: '',
		isLive: true,
		deploymentId: textAt(seeded, 'id'),
		artifact: textAt(await fly.machine(app1), 'image_ref', 'digest'),
		commit: fly.sandbox.services.repositories.resolve('candlefish-ai/candlefish', 'main')?.sha,
		url: `${fly.sandbox.origin}/apps/paintbox-api`,
		version: 'v1',
		underWay: null,
	});
	expect(seen.publishedAt).toMatch(/^20.*Z$/);
});

it('is what a deploy gave back, with the commit of its tag', async () => {
	const deployed = await fly.deploy(commit);
	expect(await live()).toMatchObject({
		deploymentId: deployed.id,
		version: 'v2',
		commit,
		artifact: (deployed.artifact as { digest: string }).digest,
	});
});

it("takes the image's label before its tag", async () => {
	const labels = { 'org.opencontainers.image.revision': commit.toUpperCase() };
	await fly.control('/images', { ref: imageOf('0000000a0000000a0000000a0000000a0000000a'), labels });
	await fly.deploy('0000000a0000000a0000000a0000000a0000000a');
	expect(await live()).toMatchObject({ commit });
});

it('gives what somebody deployed with flyctl', async () => {
	const mine = await fly.deploy('v2');
	await fly.control('/releases', { app: 'paintbox-api', image: imageOf('v3') });
	clock.advance(60_000);
	const seen = await live();
	expect(seen).toMatchObject({ version: 'v3', underWay: null });
	expect(seen.deploymentId).not.toBe(mine.id);
	expect(seen.artifact).toBe(textAt(await fly.machine(app1), 'image_ref', 'digest'));
});

it('says what is under way, and what is live meanwhile', async () => {
	const before = await live();
	let seen: Record<string, unknown> = {};
	// A look while the deploy works on its machines.
	clock.after(8_000, () => void live().then((look) => (seen = look)));
	const deployed = await fly.deploy(commit);
	expect(seen).toMatchObject({
		deploymentId: before.deploymentId,
		artifact: before.artifact,
		underWay: { deploymentId: deployed.id, commit, startedAt: expect.stringMatching(/^20/) },
	});
	expect(await live()).toMatchObject({ deploymentId: deployed.id, underWay: null });
});

it('says of a deploy whose run died that it is under way', async () => {
	const release = await releaseOfDeadRun();
	expect(await live()).toMatchObject({ version: 'v1', underWay: { deploymentId: release } });
	// Deployed again, the newer release stands.
	await fly.deploy('v2');
	expect(await live()).toMatchObject({ version: 'v3', underWay: null });
});

it('gives what most machines run when one of them is left behind', async () => {
	const deployed = await fly.deploy('v2', { processGroups: 'app' });
	expect(textAt(await fly.machine(worker), 'image_ref', 'tag')).toBe('v1');
	expect(await live()).toMatchObject({ deploymentId: deployed.id, version: 'v2' });
});

it('is nothing before there is a machine', async () => {
	await fly.control('/apps', { name: 'paintbox-jobs', machines: 0 });
	expect(
		await fly.run({ resource: 'app', operation: 'getLive', app: { __rl: true, mode: 'name', value: 'paintbox-jobs' } }),
	).toMatchObject({ isLive: false, deploymentId: '', artifact: '', commit: '', version: '', underWay: null });
});

it('asks twice and changes nothing', async () => {
	await live();
	expect(fly.requests()).toHaveLength(2);
	expect(fly.writes()).toEqual([]);
});

it('fails for an app that is gone', async () => {
	const failed = await fly.failure({ resource: 'app', operation: 'getLive', app: byId('paintbox-gone') });
	expect(failed.message).toContain('paintbox-gone');
});

/** A release that was made and whose machines nobody changed any more; its id. */
async function releaseOfDeadRun(): Promise<string> {
	const query = `mutation { createRelease(input: { appId: "paintbox-api", image: "${imageOf('v2')}", platformVersion: "machines", strategy: ROLLING, definition: {} }) { release { id } } }`;
	const response = await fetch(`${fly.sandbox.origin}/fly/graphql`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Authorization: 'Bearer sandbox-fly-token' },
		body: JSON.stringify({ query }),
	});
	return textAt(await response.json(), 'data', 'createRelease', 'release', 'id') ?? '';
}
