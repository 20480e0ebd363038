import { useManualClock } from '../../n8n/sandboxClock';
import { named, TemporalDriver } from './temporalDriver';

const clock = useManualClock();
let temporal: TemporalDriver;

beforeAll(async () => {
	temporal = await TemporalDriver.start(clock);
});
beforeEach(async () => await temporal.sandbox.reset());
afterEach(() => expect(temporal.recorder.violations()).toEqual([]));
afterAll(async () => {
	expect(temporal.recorder.checked('temporal-cloud')).toBeGreaterThan(20);
	await temporal.sandbox.close();
});

const NAMESPACE = 'candlefish.a1b2c';
const of = (operation: string, more = {}) => ({
	resource: 'namespace',
	operation,
	cloudNamespace: named(NAMESPACE),
	...more,
});
const failover = (region: string, more = {}) =>
	of('failOverRegion', { region, waitForCompletion: true, timeoutSeconds: 120, ...more });
const operations = () => (temporal.sandbox.state()['temporal-cloud'] as { operations: unknown[] }).operations;

describe('A namespace at Temporal Cloud', () => {
	it('is read, and listed', async () => {
		expect(await temporal.run(of('get'))).toMatchObject({
			namespace: NAMESPACE,
			state: 'active',
			activeRegion: 'aws-us-east-1',
			regions: ['aws-us-east-1', 'aws-us-west-2'],
			retentionDays: 30,
			deleteProtection: true,
		});
		const all = await temporal.items(of('getMany', { returnAll: true }));
		expect(all.map(({ json }) => json.namespace)).toEqual([NAMESPACE, 'candlefish-staging.a1b2c']);
	});

	it('fails over, and the other region is seen to be active', async () => {
		expect(await temporal.run(failover('aws-us-west-2'))).toMatchObject({
			activeRegion: 'aws-us-west-2',
			operationState: 'fulfilled',
		});
		expect(await temporal.run(failover('aws-us-west-2'))).toMatchObject({ activeRegion: 'aws-us-west-2' });
		expect(operations()).toHaveLength(1);
	});

	it.each(['lostReply', 'malformed'])('fails over once when the answer meets %s', async (kind) => {
		temporal.sandbox.addFault({ platform: 'temporal-cloud', method: 'POST', kind: kind as 'lostReply' });
		expect(await temporal.run(failover('aws-us-west-2'))).toMatchObject({ activeRegion: 'aws-us-west-2' });
		expect(operations()).toHaveLength(1);
	});

	it('refuses a region in which it is not, and plans without a change', async () => {
		const failed = await temporal.failure(failover('aws-eu-west-1'));
		expect(failed.message).toMatch(/is not available in region aws-eu-west-1/);
		expect(failed.advice).toMatch(/aws-us-east-1, aws-us-west-2/);
		expect(await temporal.run(failover('aws-us-west-2', { dryRun: true }))).toMatchObject({
			plan: { action: 'failOver' },
		});
		expect(operations()).toHaveLength(0);
	});

	it('is not called done while it is not: the time is up, and the operation is followed', async () => {
		const failed = await temporal.failure(failover('aws-us-west-2', { timeoutSeconds: 5 }));
		expect(failed.message).toMatch(/was not done after 5 s, last seen: in_progress/);
		const started = await temporal
			.run(of('update', { retentionDays: 14, waitForCompletion: false, asyncOperationId: 'x' }))
			.catch((error: Error) => error);
		expect(String(started)).toMatch(/being updated by another operation/);
	});

	it('is updated, the rest of its specification as it was', async () => {
		const update = of('update', {
			retentionDays: 14,
			deleteProtection: 'leave',
			waitForCompletion: true,
			timeoutSeconds: 120,
		});
		expect(await temporal.run(update)).toMatchObject({
			retentionDays: 14,
			deleteProtection: true,
			operationState: 'fulfilled',
		});
		expect((await temporal.failure(of('update', { retentionDays: 0 }))).message).toMatch(/nothing to change/);
	});

	it('has an operation that can be waited for later', async () => {
		const { operationId } = await temporal.run(failover('aws-us-west-2', { waitForCompletion: false }));
		const wait = { resource: 'operation', operation: 'wait', operationId: String(operationId), timeoutSeconds: 60 };
		expect(await temporal.run(wait)).toMatchObject({ operationId, operationState: 'fulfilled' });
		expect((await temporal.failure({ ...wait, operationId: 'none' })).message).toMatch(/operation none not found/);
	});

	it('that is not there is an error', async () => {
		expect((await temporal.failure(of('get', { cloudNamespace: named('none.a1b2c') }))).message).toMatch(
			/namespace none.a1b2c not found/,
		);
	});
});

describe('API keys', () => {
	const list = (more = {}) => ({ resource: 'apiKey', operation: 'getMany', returnAll: true, ...more });

	it('are listed with how long each is good for, never with what it is', async () => {
		const keys = (await temporal.items(list())).map(({ json }) => json);
		expect(keys.map(({ name, daysLeft, expired, disabled }) => [name, daysLeft, expired, disabled])).toEqual([
			['paintbox workers', 5, false, false],
			['slipway', 90, false, false],
			['old', -3, true, true],
		]);
		const soon = await temporal.items(list({ expiresWithinDays: 14 }));
		expect(soon.map(({ json }) => json.name)).toEqual(['paintbox workers']);
	});
});
