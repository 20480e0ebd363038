import { monthAfter } from '../../../nodes/deployment/costs/costMonth';
import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { monthOfUsage } from '../../../nodes/Temporal/state/cloudUsage';
import { useManualClock } from '../../n8n/sandboxClock';
import { advanceDays, advanceToTenth, monthNow } from '../usageMonth';
import { TemporalDriver } from './temporalDriver';

const clock = useManualClock();
let temporal: TemporalDriver;

beforeAll(async () => {
	temporal = await TemporalDriver.start(clock);
});
beforeEach(async () => {
	await temporal.sandbox.reset();
	advanceToTenth(clock);
});
afterEach(() => expect(temporal.recorder.violations()).toEqual([]));
afterAll(async () => {
	expect(temporal.recorder.checked('temporal-cloud')).toBeGreaterThan(1);
	await temporal.sandbox.close();
});

const usage = async () => readCostReading(await temporal.run({ resource: 'usage', operation: 'get' }));
const quantities = (month: { lines: ReadonlyArray<{ quantity: number | null }> } | undefined) =>
	month?.lines.map(({ quantity }) => quantity) ?? [];

describe('Cloud Usage: Get', () => {
	it('adds up whole days of all namespaces, this month and the last one', async () => {
		const reading = await usage();
		const now = monthNow(clock);
		expect(reading?.months.map(({ month }) => month)).toEqual([now, monthAfter(now, -1)]);
		// Nine whole days of two namespaces; the tenth is still added to.
		expect(reading?.months[0]).toMatchObject({
			amount: null,
			until: `${now}-10T00:00:00.000Z`,
			lines: [{ name: 'actions', quantity: 9 * 2 * 12_000 }, { name: 'activeStorage' }, { name: 'retainedStorage' }],
		});
		advanceDays(clock, 2);
		expect(quantities((await usage())?.months[0])[0]).toBe(11 * 2 * 12_000);
	});

	it('knows nothing of a month without a whole day', () => {
		const day = { startTime: '2026-11-01T00:00:00Z', endTime: '2026-11-02T00:00:00Z' };
		const records = [{ type: 'RECORD_TYPE_ACTIONS', value: 5 }];
		const nowMs = Date.parse('2026-11-02T12:00:00Z');
		const of = (more: object) => monthOfUsage('2026-11', [{ ...day, ...more }], nowMs);
		expect(quantities(of({ recordGroups: [{ records }], incomplete: true }))).toEqual([null, null, null]);
		expect(quantities(monthOfUsage('2026-11', [], nowMs))).toEqual([null, null, null]);
		expect(quantities(of({ recordGroups: [{ records }] }))).toEqual([5, 0, 0]);
		expect(quantities(of({ recordGroups: [] }))).toEqual([0, 0, 0]);
		expect(quantities(of({ startTime: '2026-10-31T00:00:00Z' }))).toEqual([null, null, null]);
	});
});
