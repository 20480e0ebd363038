import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { monthAfter } from '../../../nodes/deployment/costs/costMonth';
import { useManualClock } from '../../n8n/sandboxClock';
import { advanceDays, advanceToFirst, advanceToTenth, monthNow } from '../usageMonth';
import { useNeonNode } from './neonNodeDriver';

const clock = useManualClock();
const neon = useNeonNode(clock);
beforeEach(() => advanceToTenth(clock));

const get = { resource: 'usage', operation: 'get' };
const path = '/api/v2/consumption_history/v2/projects';
const usage = async (more = {}) => readCostReading(await neon.run({ ...get, ...more }));
const quantity = (reading: Awaited<ReturnType<typeof usage>>, name: string) =>
	reading?.months[0]?.lines.find((line) => line.name === name)?.quantity ?? null;

describe('Usage: Get', () => {
	it('tells what projects used this month, by yesterday, and in the last one, and names no price', async () => {
		const first = await usage();
		const now = monthNow(clock);
		expect(first?.months.map(({ month }) => month)).toEqual([now, monthAfter(now, -1)]);
		expect(first?.months.map(({ amount, wholeMonth }) => [amount, wholeMonth])).toEqual([
			[null, null],
			[null, null],
		]);
		expect(first?.months[0]?.until).toBe(`${now}-10T00:00:00.000Z`);
		expect(quantity(first, 'computeHours')).toBeGreaterThan(0);
		expect(quantity(first, 'snapshotStorage')).toBe(0);
		advanceDays(clock, 3);
		const later = await usage();
		expect(quantity(later, 'computeHours')).toBeGreaterThan(quantity(first, 'computeHours') ?? Infinity);
		expect(quantity(later, 'rootStorage')).toBeGreaterThan(quantity(first, 'rootStorage') ?? Infinity);
	});

	it('asks for no day of a month that has just begun', async () => {
		advanceToFirst(clock);
		expect((await usage())?.months.map(({ month }) => month)).toEqual([monthAfter(monthNow(clock), -1)]);
	});

	it('takes a metric that Neon does not name for not known', async () => {
		const body = JSON.stringify({
			projects: [
				{
					project_id: 'p',
					periods: [{ consumption: [{ metrics: [{ metric_name: 'compute_unit_seconds', value: 7_200 }] }] }],
				},
			],
		});
		neon.fault({ method: 'GET', path, status: 200, body, times: 2 });
		const reading = await usage();
		expect(quantity(reading, 'computeHours')).toBe(2);
		expect(quantity(reading, 'rootStorage')).toBeNull();
	});

	it('says of a plan without these figures what to do, and of an organization that is not there', async () => {
		neon.fault({ method: 'GET', path, status: 403, body: '{"message":"not available on your plan"}', times: 'always' });
		expect((await neon.failure(get)).message).toContain('not available on your plan');
		neon.fault({ method: 'GET', path: '/api/v2/users/me/organizations', status: 200, body: '{"organizations":[]}' });
		expect((await neon.failure(get)).message).toContain('names no organization');
	});
});
