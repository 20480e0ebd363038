import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { createContractRecorder } from '../contract/contractRecorder';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/*
 * What dashboards are told of a release: a region from begin to end and metrics for every deployment, after the record,
 * waited for by nobody. What Grafana does not take changes no deployment, pages nobody, and is marked later.
 */

interface Sample {
	readonly labels: Readonly<Record<string, string>>;
	readonly last: { readonly value: number; readonly atMs: number };
}

/** A table gives a text where one was written, and a date where it is one. */
const msOf = (at: unknown): number => (at instanceof Date ? at.getTime() : Date.parse(String(at)));

describeOnEngine('what Grafana is told of a release', () => {
	let world: ReleaseWorld;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: ['gateway', 'nanda-workers'] });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		await world.push({ touches: ['nanda-workers'] });
		await world.calm();
	});

	const grafana = (): JsonRecord => {
		const state = world.engine.sandbox.state().grafana;
		return isRecord(state) ? state : {};
	};
	const annotations = () => readRecords(grafana(), 'annotations');
	const ofService = (service: string) =>
		annotations().filter(({ tags }) => Array.isArray(tags) && tags.includes(`service:${service}`));
	const metrics = (name: string): Sample[] =>
		readRecords(grafana(), 'metrics')
			.map((sample) => sample as unknown as Sample)
			.filter(({ labels }) => labels.__name__ === name);

	it('marks each deployment from its begin to its end, and sends what the contracts say', async () => {
		const recorder = createContractRecorder(world.engine.sandbox);
		const commit = await world.push({ touches: ['gateway', 'nanda-workers'] });
		await world.calm();
		recorder.stop();
		const row = world.ledger('gateway').findLast(({ kind }) => kind === 'deploy');
		expect(row).toMatchObject({ state: 'live', commit });
		const [mark, ...others] = ofService('gateway').filter(({ text }) => String(text).includes(commit.slice(0, 7)));
		expect(others).toEqual([]);
		expect(mark).toMatchObject({
			text: expect.stringMatching(/^Deployed gateway \w{7} to production by /),
			time: msOf(row?.started_at),
			timeEnd: msOf(row?.finished_at),
			tags: expect.arrayContaining(['slipway', 'deploy', 'environment:production', 'platform:ecs', 'state:live']),
		});
		const counted = metrics('slipway_deployments_total').find(
			({ labels }) => labels.service === 'gateway' && labels.state === 'live',
		);
		const dayOf = (at: unknown): number => Math.floor(msOf(at) / 86_400_000);
		const sameDay = world
			.ledger('gateway')
			.filter(
				({ kind, state, finished_at: at }) =>
					kind === 'deploy' && state === 'live' && dayOf(at) === dayOf(row?.finished_at),
			);
		expect(counted).toMatchObject({ last: { value: sameDay.length }, labels: { job: 'slipway', platform: 'ecs' } });
		expect(metrics('slipway_deployment_duration_seconds').length).toBeGreaterThanOrEqual(2);
		const [frequency] = metrics('slipway_dora_deployment_frequency_per_day');
		const deployed = world
			.ledger()
			.filter(({ kind, live_id: id, deployment_id: own }) => kind === 'deploy' && id === own);
		expect(frequency?.last.value).toBeCloseTo(deployed.length / 30, 10);
		expect(recorder.violations().filter((violation) => violation.startsWith('grafana'))).toEqual([]);
		if (recorder.skipped.grafana === undefined) expect(recorder.checked('grafana')).toBeGreaterThan(4);
		expect(world.pages()).toEqual([]);
	});

	it('tells of a deployment that was rolled back what became of it', async () => {
		await world.push({ touches: ['nanda-workers'], unhealthy: ['nanda-workers'] });
		await world.calm();
		const states = ofService('nanda-workers').flatMap(({ tags }) =>
			(Array.isArray(tags) ? tags : []).filter((tag) => String(tag).startsWith('state:')),
		);
		expect(states).toContain('state:rolledBack');
	});

	it('deploys as ever where Grafana is away, and marks it with the next deployment', async () => {
		const fault = world.engine.sandbox.addFault({ platform: 'grafana', kind: 'status', status: 503, times: 1_000 });
		const before = annotations().length;
		const commit = await world.push({ touches: ['nanda-workers'] });
		await world.calm();
		expect(world.ledger('nanda-workers').at(-1)).toMatchObject({ state: 'live', commit });
		expect(annotations()).toHaveLength(before);
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
		expect(world.engine.sandbox.removeFault(fault)).toBe(true);
		const next = await world.push({ touches: ['nanda-workers'] });
		await world.calm();
		const texts = ofService('nanda-workers').map(({ text }) => String(text));
		for (const each of [commit, next]) expect(texts.filter((text) => text.includes(each.slice(0, 7)))).toHaveLength(1);
	});
});

describeOnEngine('a metric as a gate', () => {
	let world: ReleaseWorld;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: ['nanda-workers'] });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		await world.push({ touches: ['nanda-workers'] });
		await world.calm();
	});

	const setGate = (gate: string): void =>
		world.engine.tables.change('slipway_services', (row) => row.service === 'nanda-workers', { gate_query: gate });
	const deploy = async () => {
		const commit = await world.push({ touches: ['nanda-workers'] });
		await world.calm();
		const row = world.ledger('nanda-workers').findLast(({ kind }) => kind === 'deploy');
		return { commit, row, serves: (await world.state('nanda-workers')).commit };
	};

	it('passes, and the deployment is live', async () => {
		setGate('up{service="gateway"} > 0 for 30s');
		const { commit, row, serves } = await deploy();
		expect(row).toMatchObject({ state: 'live', commit });
		expect(serves).toBe(commit);
		expect(world.pages()).toEqual([]);
	});

	it('is seen to be bad, and the deployment goes back', async () => {
		const before = (await world.state('nanda-workers')).commit;
		setGate('up{service="gateway"} < 1 for 30s');
		const { commit, row, serves } = await deploy();
		expect(row).toMatchObject({
			state: 'rolledBack',
			commit,
			reason: expect.stringContaining('1 {service="gateway"}, which is not < 1'),
		});
		expect(serves).toBe(before);
		expect(world.pages().join()).toContain('metric');
	});

	it('is known by nobody: no pass, no roll back, and a page that says why', async () => {
		setGate('upp{service="gateway"} > 0 for 30s');
		const { commit, row, serves } = await deploy();
		expect(row).toMatchObject({
			state: 'failed',
			verified: false,
			reason: expect.stringContaining('has had no metric upp for a day'),
		});
		expect(serves).toBe(commit);
		expect(world.pages()).toHaveLength(1);
		expect(await world.leftovers()).toEqual([]);
	});
});
