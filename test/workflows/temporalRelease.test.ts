import { readRecords, type JsonRecord } from '../../tools/json';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { sampled } from '../sample';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

const WORKERS = 'paintbox-workers';
const TARGET = 'temporal/default/paintbox';

let pushes = 0;

/** A release of Temporal's workers on the engine: what takes new workflows is what was released, whatever happens. */
describeOnEngine("a release of Temporal's workers", () => {
	let world: ReleaseWorld;
	let before: string;
	beforeAll(async () => {
		world = await createReleaseWorld({
			platformSpeed: 10,
			services: [WORKERS, 'paintbox-api', 'paintbox-frontend'],
		});
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		await world.calm();
		before = current();
	});
	afterEach(async () => expect(await world.leftovers()).toEqual([]));

	const deployment = (): JsonRecord => {
		const { temporal } = world.engine.sandbox.state() as { temporal: JsonRecord };
		const [namespace = {}] = readRecords(temporal, 'namespaces');
		return readRecords(namespace, 'deployments').find(({ name }) => name === 'paintbox') ?? {};
	};
	const current = (): string => String(deployment().current);
	const control = async (path: string, body: JsonRecord) => await world.engine.clouds.control(`/temporal${path}`, body);
	const want = (columns: JsonRecord): void =>
		world.engine.tables.change('slipway_services', (row) => row.service === WORKERS, columns);
	const push = async (more: JsonRecord = {}): Promise<string> =>
		await world.push({
			touches: [],
			files: { 'services/paintbox-workers/server.js': `// ${++pushes}\n` },
			...more,
		});
	const rows = () => world.ledger(WORKERS).filter(({ decision }) => decision !== 'baseline');
	const ended = async (): Promise<JsonRecord> => {
		await world.calm();
		return rows().at(-1) ?? {};
	};

	it('judges what is there at first, and changes nothing', async () => {
		expect(world.ledger(WORKERS)).toEqual([
			expect.objectContaining({ state: 'live', decision: 'baseline', live_id: before }),
		]);
		expect(world.pages()).toEqual([]);
	});

	it('makes the new version current once its workers poll', async () => {
		const commit = await push();
		expect(await ended()).toMatchObject({
			state: 'live',
			verified: true,
			commit,
			deployment_id: commit,
			live_id: commit,
		});
		expect(current()).toBe(commit);
		expect(deployment().ramp).toBeNull();
		expect(world.pages()).toEqual([]);
	});

	it('ramps it, checks it first, and is followed over several runs', async () => {
		want({ strategy: '10% 5m, 50% 5m', release_command: 'deploymentCheck@paintbox' });
		const commit = await push();
		expect(await ended()).toMatchObject({ state: 'live', verified: true, commit });
		expect(current()).toBe(commit);
		expect(world.pages()).toEqual([]);
	});

	it('leaves the old version when the check fails on the new one, and pages once', async () => {
		want({ release_command: 'deploymentCheck@paintbox' });
		const commit = await push({ unhealthy: [TARGET] });
		expect(await ended()).toMatchObject({ state: 'failed', commit, verified: false });
		expect(String(rows().at(-1)?.reason)).toMatch(/The check deploymentCheck .* failed on build/);
		expect(current()).toBe(before);
		expect(world.pages()).toHaveLength(1);
	});

	it('fails for a version without pollers, with what to do, and the old one stays', async () => {
		await control('/workers/hold', { held: true });
		const commit = await push();
		expect(await ended()).toMatchObject({ state: 'failed', commit, verified: false });
		expect(String(rows().at(-1)?.reason)).toMatch(
			/no worker of it has polled yet\. Nothing was changed.*Start its workers/,
		);
		expect(current()).toBe(before);
		expect(world.pages()).toHaveLength(1);
	});

	it('fails for a version that does not exist: no workers have that build ID', async () => {
		want({ image: 'paintbox-{commit}' });
		await push();
		expect(await ended()).toMatchObject({ state: 'failed', verified: false });
		expect(current()).toBe(before);
	});

	const faults = [
		['the answer to Set Current is lost', { kind: 'lostReply', times: 1 }],
		[
			'the token is stale once',
			{ kind: 'status', status: 400, body: { code: 9, message: 'conflict token mismatch' }, times: 1 },
		],
		['the server is away for a moment', { kind: 'status', status: 503, times: 3 }],
	] as const;
	it.each(sampled(faults, 3))('ends well when %s', async (_what, fault) => {
		const path = '/api/v1/namespaces/*/worker-deployments/*/set-current-version';
		world.engine.sandbox.addFault({ platform: 'temporal', method: 'POST', path, ...fault });
		const commit = await push();
		expect(await ended()).toMatchObject({ state: 'live', verified: true, commit });
		expect(current()).toBe(commit);
		expect(world.pages()).toEqual([]);
	});

	it('fails when the token is stale for ever, and the old version stays', async () => {
		const path = '/api/v1/namespaces/*/worker-deployments/*/set-current-version';
		const body = { code: 9, message: 'conflict token mismatch' };
		world.engine.sandbox.addFault({
			platform: 'temporal',
			method: 'POST',
			path,
			kind: 'status',
			status: 400,
			body,
			times: 'always',
		});
		await push();
		expect(await ended()).toMatchObject({ state: 'failed', verified: false });
		expect(String(rows().at(-1)?.reason)).toMatch(/conflict token mismatch/);
		expect(current()).toBe(before);
	});

	it('goes back when a service that depends on it fails: the old version is current again', async () => {
		world.engine.tables.change('slipway_services', (row) => row.service === 'paintbox-frontend', {
			depends_on: 'paintbox-api, paintbox-workers',
		});
		const good = await push();
		await ended();
		expect(current()).toBe(good);
		const bad = await push({ touches: ['paintbox-frontend'], unhealthy: ['netlify/paintbox'] });
		await world.calm();
		expect(rows().map(({ kind, state, commit }) => [kind, state, commit])).toEqual([
			['deploy', 'live', good],
			['deploy', 'live', bad],
			['rollback', 'live', good],
		]);
		expect(current()).toBe(good);
	});

	it('leaves alone what somebody made current by hand, and warns once', async () => {
		const good = await push();
		await ended();
		await control('/workers', { deployment: 'paintbox', buildId: 'by-hand', taskQueue: 'paintbox' });
		await world.minute();
		await world.engine.clouds.control('/temporal/current', { deployment: 'paintbox', buildId: 'by-hand' });
		await world.push({ touches: [] });
		expect(await ended()).toMatchObject({ state: 'drifted' });
		expect(current()).toBe('by-hand');
		expect(good).not.toBe('by-hand');
	});
});
