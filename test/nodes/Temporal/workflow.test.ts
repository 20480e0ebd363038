import { useManualClock } from '../../n8n/sandboxClock';
import { named, TemporalDriver, v1, v2 } from './temporalDriver';

const clock = useManualClock();
let temporal: TemporalDriver;

beforeAll(async () => {
	temporal = await TemporalDriver.start(clock);
});
beforeEach(async () => await temporal.renew());
afterEach(() => expect(temporal.recorder.violations()).toEqual([]));
afterAll(async () => await temporal.sandbox.close());

const startOf = (newWorkflowId: string, workflowType: string, more = {}) => ({
	resource: 'workflow',
	operation: 'start',
	newWorkflowId,
	workflowType,
	taskQueue: 'nanda-q',
	input: '[{"n":5}]',
	...more,
});
const of = (operation: string, workflowId: string, more = {}) => ({
	resource: 'workflow',
	operation,
	workflowId: named(workflowId),
	...more,
});

describe('A workflow', () => {
	it('is started, runs on the current version, and what it gives is read', async () => {
		expect(await temporal.run(startOf('order-1', 'hello'))).toMatchObject({
			workflowId: 'order-1',
			type: 'hello',
			status: 'running',
			isNew: true,
		});
		expect(await temporal.run(of('wait', 'order-1', { timeoutSeconds: 60 }))).toMatchObject({
			status: 'completed',
			buildId: v1,
			workerDeployment: 'nanda',
			result: 'done by v1',
		});
	});

	it('is started once, though the answer is lost and the step runs again', async () => {
		temporal.fault({ method: 'POST', path: '/api/v1/namespaces/*/workflows/*', kind: 'lostReply' });
		const first = await temporal.run(startOf('order-1', 'hello'));
		expect(await temporal.run(startOf('order-1', 'hello'))).toMatchObject({ runId: String(first.runId) });
	});

	it.each([
		['fail', /already running/],
		['useExisting', null],
	])('that runs already: %s', async (whenRunning, words) => {
		const first = await temporal.run(startOf('order-1', 'waits', { requestId: 'a' }));
		const again = startOf('order-1', 'waits', { requestId: 'b', whenRunning });
		if (words) expect((await temporal.failure(again)).message).toMatch(words);
		else expect(await temporal.run(again)).toMatchObject({ runId: String(first.runId), isNew: false });
	});

	it('is bound to a version when it is started', async () => {
		await temporal.startWorker(v2);
		await temporal.run(startOf('order-1', 'hello', { pinTo: 'nanda/v2' }));
		expect(await temporal.run(of('wait', 'order-1'))).toMatchObject({ buildId: v2 });
		expect((await temporal.failure(startOf('order-2', 'hello', { pinTo: 'nanda' }))).message).toMatch(
			/is not deployment\/build/,
		);
		expect((await temporal.failure(startOf('order-2', 'hello', { pinTo: 'nanda/v9' }))).advice).toMatch(
			/No worker of this version/,
		);
	});

	it('that fails says why, or is handed on', async () => {
		await temporal.run(startOf('order-1', 'fails'));
		const failed = await temporal.failure(of('wait', 'order-1'));
		expect(failed.message).toBe('Workflow order-1 failed: The workers are not healthy');
		expect(await temporal.run(of('wait', 'order-1', { onBadEnd: 'return' }))).toMatchObject({
			ok: false,
			status: 'failed',
		});
	});

	it('waits for a signal', async () => {
		await temporal.run(startOf('order-1', 'waits'));
		expect((await temporal.failure(of('wait', 'order-1', { timeoutSeconds: 20 }))).message).toMatch(
			/not done after 20 s, last seen: running/,
		);
		expect(await temporal.run(of('signal', 'order-1', { signal: 'go', input: '[]' }))).toMatchObject({ isSent: true });
		expect(await temporal.run(of('wait', 'order-1'))).toMatchObject({ status: 'completed' });
		const failed = await temporal.failure(of('signal', 'order-1', { signal: 'go', input: '[]' }));
		expect(failed.message).toMatch(/already completed/);
		expect(failed.advice).toMatch(/has ended/);
	});

	it('gets a signal once, though its answer is lost; and nobody claims so where it ended since', async () => {
		const lost = { method: 'POST', path: '/api/v1/namespaces/*/workflows/*/signal/*', kind: 'lostReply' };
		await temporal.run(startOf('order-1', 'waitsTwice'));
		temporal.fault(lost);
		await temporal.run(of('signal', 'order-1', { signal: 'go', input: '[]' }));
		clock.advance(60_000);
		expect(await temporal.run(of('describe', 'order-1'))).toMatchObject({ status: 'running' });
		await temporal.run(startOf('order-2', 'waits'));
		clock.advance(60_000);
		temporal.fault(lost);
		const failed = await temporal.failure(of('signal', 'order-2', { signal: 'go', input: '[]' }));
		expect(failed.message).toMatch(/It is not known whether workflow order-2 got the signal go/);
	});

	it('is cancelled and terminated, twice without harm', async () => {
		await temporal.run(startOf('order-1', 'waits'));
		await temporal.run(of('cancel', 'order-1', { reason: 'no longer wanted' }));
		expect(await temporal.run(of('wait', 'order-1', { onBadEnd: 'return' }))).toMatchObject({
			status: 'canceled',
			reason: 'It was cancelled',
		});
		expect(await temporal.run(of('cancel', 'order-1'))).toMatchObject({ status: 'canceled' });
		await temporal.run(startOf('order-2', 'waits'));
		temporal.fault({ method: 'POST', path: '/api/v1/namespaces/*/workflows/*/terminate', kind: 'lostReply' });
		expect(await temporal.run(of('terminate', 'order-2', { reason: 'stuck' }))).toMatchObject({ status: 'terminated' });
		expect(await temporal.run(of('terminate', 'order-2'))).toMatchObject({ status: 'terminated' });
	});

	it('that is not there is an error that says so; also in a namespace that is not there', async () => {
		expect((await temporal.failure(of('describe', 'none'))).message).toMatch(
			/There is no workflow "none" in namespace default/,
		);
		const elsewhere = await temporal.failure({ ...of('describe', 'none'), namespace: named('nope') });
		expect(elsewhere.message).toMatch(/Namespace nope is not found/);
		expect(elsewhere.advice).toMatch(/name of the namespace/);
		expect((await temporal.failure(of('describe', 'a/b'))).message).toMatch(/holds a slash/);
	});
});

describe('Pickers', () => {
	it('list namespaces, worker deployments, versions and workflows, and search them', async () => {
		await temporal.startWorker(v2);
		await temporal.run(startOf('order-1', 'waits'));
		const names = async (method: string, filter?: string, more = {}) =>
			(await temporal.search(method, filter, more)).results.map(({ name, value }) => [name, value]);
		expect(await names('searchNamespaces')).toEqual([['default', 'default']]);
		expect(await names('searchWorkerDeployments', 'nan')).toEqual([['nanda (v1)', 'nanda']]);
		expect(await names('searchVersions')).toEqual([
			['v2 · inactive', 'v2'],
			['v1 · current', 'v1'],
		]);
		expect(await names('searchWorkflows')).toEqual([['order-1 · waits · running', 'order-1']]);
		expect(await names('searchCloudNamespaces', 'staging', { resource: 'namespace' })).toEqual([
			['candlefish-staging.a1b2c (aws-us-east-1)', 'candlefish-staging.a1b2c'],
		]);
	});
});

it('reads the version of the server, and says what is wrong where the key is', async () => {
	expect(await temporal.run({ resource: 'server', operation: 'get' })).toEqual({ serverVersion: '1.32.0' });
	temporal.fault({
		method: 'GET',
		path: '/api/v1/system-info',
		status: 403,
		body: { code: 7, message: 'Request unauthorized.' },
	});
	const failed = await temporal.failure({ resource: 'server', operation: 'get' });
	expect(failed.message).toMatch(/403: Request unauthorized/);
	expect(failed.advice).toMatch(/API key/);
});

describe('Reading worker deployments', () => {
	it('tells one, all of them, its versions, and what is live', async () => {
		await temporal.startWorker(v2);
		expect(await temporal.run({ operation: 'get' })).toMatchObject({
			name: 'nanda',
			currentBuildId: v1,
			versions: [
				{ id: v2, state: 'ready', live: false },
				{ id: v1, state: 'live', live: true },
			],
		});
		const all = await temporal.items({ operation: 'getMany', returnAll: true });
		expect(all.map(({ json }) => json.name)).toEqual(['nanda', 'paintbox']);
		const versions = await temporal.items({ operation: 'getVersions' });
		expect(versions.map(({ json }) => [json.id, json.status])).toEqual([
			[v2, 'inactive'],
			[v1, 'current'],
		]);
		expect(await temporal.run({ operation: 'getLive' })).toMatchObject({
			isLive: true,
			deploymentId: v1,
			artifact: v1,
			underWay: null,
		});
		expect(await temporal.run({ operation: 'getLive', workerDeployment: named('none') })).toMatchObject({
			isLive: false,
		});
	});

	it('knows the commit of a build, and the one that its metadata tells', async () => {
		const live = { operation: 'getLive', workerDeployment: named('paintbox') };
		const { commit, deploymentId } = await temporal.run(live);
		expect(commit).toBe(deploymentId);
		expect(commit).toMatch(/^[0-9a-f]{40}$/);
		expect((await temporal.run({ operation: 'getLive' })).commit).toBe('');
	});

	it('waits for pollers', async () => {
		temporal.later(20_000, async () => await temporal.startWorker(v2));
		const wait = { operation: 'waitForPollers', buildId: named(v2), timeoutSeconds: 60 };
		expect(await temporal.run(wait)).toMatchObject({ buildId: v2, taskQueues: ['nanda-q'], status: 'inactive' });
		const failed = await temporal.failure({ ...wait, buildId: named('v9'), timeoutSeconds: 5 });
		expect(failed.message).toMatch(
			/Build v9 of worker deployment nanda has no workers after 5 s: no worker of it has polled yet/,
		);
	});
});
