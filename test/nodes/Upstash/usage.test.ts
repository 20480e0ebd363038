import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { useManualClock } from '../../n8n/sandboxClock';
import { advanceDays, advanceToTenth, monthNow } from '../usageMonth';
import { ManagementDriver } from './managementDriver';

const clock = useManualClock();
let upstash: ManagementDriver;
beforeAll(async () => {
	upstash = await ManagementDriver.start(clock);
});
beforeEach(async () => {
	await upstash.sandbox.reset();
	advanceToTenth(clock);
});
afterAll(async () => {
	expect(upstash.recorder.violations()).toEqual([]);
	expect(upstash.recorder.checked('upstash-management')).toBeGreaterThan(5);
	await upstash.sandbox.close();
});

const usage = async () => {
	const reading = readCostReading(await upstash.run({ resource: 'usage', operation: 'get' }));
	return reading?.months[0];
};

describe('Usage: Get', () => {
	it('adds up what Upstash bills for each database, and grows with the month', async () => {
		const first = await usage();
		expect(first).toMatchObject({ month: monthNow(clock), until: new Date(clock.now()).toISOString() });
		expect(first?.lines).toMatchObject([{ name: 'slipway', unit: 'requests', amount: first?.amount }]);
		const other = { resource: 'database', operation: 'create', name: 'paintbox-locks', primaryRegion: 'eu-west-1' };
		await upstash.run(other);
		advanceDays(clock, 5);
		const later = await usage();
		expect(later?.lines).toHaveLength(2);
		expect(later?.amount).toBeGreaterThan(first?.amount ?? Infinity);
	});

	it('takes a sum that is missing for not known, and no database for nothing', async () => {
		const fault = { platform: 'upstash-management', path: '/v2/redis/stats/*', status: 200 } as const;
		upstash.sandbox.addFault({ ...fault, kind: 'status', body: '{"total_monthly_requests": 7}' });
		expect(await usage()).toMatchObject({ amount: null, lines: [{ quantity: 7, amount: null }] });
		upstash.sandbox.addFault({ ...fault, path: '/v2/redis/databases', kind: 'status', body: '[]' });
		expect(await usage()).toMatchObject({ amount: 0, lines: [] });
	});

	it('fails as a whole where one database cannot be read: the others are no sum', async () => {
		upstash.sandbox.addFault({
			platform: 'upstash-management',
			path: '/v2/redis/stats/*',
			kind: 'status',
			status: 403,
			times: 'always',
		});
		expect((await upstash.failure({ resource: 'usage', operation: 'get' })).message).toContain('Upstash');
		await upstash.sandbox.reset();
	});
});
