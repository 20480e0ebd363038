import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { fleetLines } from '../../../nodes/Fly/state/fleetCost';
import { useManualClock } from '../../n8n/sandboxClock';
import { app1, type FlyDriver, named, useFlyDriver } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;
useFlyDriver(clock, (driver) => (fly = driver));

const usage = async () => readCostReading(await fly.run({ resource: 'usage', operation: 'get' }));
const sizes = [{ name: 'shared-cpu-1x', memoryMb: 256, priceMonth: 2 }];
const machine = (state: string, memory = 256, guest = {}) => ({
	state,
	config: { guest: { cpu_kind: 'shared', cpus: 1, memory_mb: memory, ...guest } },
});

describe('Usage: Get', () => {
	it('prices what runs now for a whole month, and less when a machine is stopped', async () => {
		const reading = await usage();
		const [month] = reading?.months ?? [];
		expect(reading).toMatchObject({
			currency: 'USD',
			notTold: expect.stringContaining('Fly.io tells no bill') as string,
		});
		expect(month).toMatchObject({ amount: null, linesFor: 'wholeMonth' });
		const count = (lines: typeof month) =>
			(lines?.lines ?? [])
				.filter(({ unit }) => unit === 'machines')
				.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
		const before = count(month);
		expect(before).toBeGreaterThan(3);
		await fly.run({ resource: 'machine', operation: 'stop', app: named('paintbox-api'), machine: named(app1) });
		expect(count((await usage())?.months[0])).toBe(before - 1);
	});
});

describe('the lines of a fleet', () => {
	it('count what runs by its size, with memory beyond it and volumes apart, which have no price', () => {
		const machines = [machine('started'), machine('started', 1_280), machine('stopped'), machine('suspended')];
		expect(fleetLines(machines, [{ size_gb: 3 }], sizes)).toEqual([
			{ name: 'shared-cpu-1x', quantity: 2, unit: 'machines', amount: 4 },
			{ name: 'extraMemory', quantity: 1, unit: 'GB', amount: null },
			{ name: 'volumes', quantity: 3, unit: 'GB', amount: null },
		]);
	});

	it('have no price for a size that Fly.io does not name, and none for a machine that tells no size', () => {
		const [performance, unknown] = fleetLines(
			[machine('started', 2_048, { cpu_kind: 'performance' }), { state: 'started' }],
			[],
			sizes,
		);
		expect(performance).toMatchObject({ name: 'performance-1x', amount: null });
		expect(unknown).toMatchObject({ name: 'unknown-0x', quantity: 1, amount: null });
	});
});
