import { listAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import { useManualClock } from '../../n8n/sandboxClock';
import { deployOf, FlyDriver, named } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

beforeAll(async () => {
	fly = await FlyDriver.start(clock);
});
beforeEach(async () => await fly.reset());
afterAll(async () => await fly.sandbox.close());

/**
 * What flyctl's own rules make of the same fleet: the first machine alone, then waves of
 * ceil(0.33 N), each waiting for pull, stop and boot and then watching for 10 s.
 */
function flyctlSeconds(machines: number, bootSeconds: number): number {
	const waves = 1 + Math.ceil((machines - 1) / Math.ceil(0.33 * machines));
	return waves * (bootSeconds + 10);
}

it("rolls 50 machines faster than flyctl's own rules allow, in few calls, none over the rate limit", async () => {
	await fly.control('/apps', { name: 'fleet', machines: 50 });
	const startedAtMs = clock.now();
	const earlier = fly.requests().length;
	const release = await fly.run(deployOf('v2', { app: named('fleet') }));
	const seconds = (clock.now() - startedAtMs) / 1000;
	expect(release).toMatchObject({ verified: true });
	expect(Object.values(await fly.fleet('fleet'))).toEqual(Array(50).fill('v2 started passing'));
	const calls = fly.requests().slice(earlier);
	expect(calls.filter(({ status }) => status === 429)).toEqual([]);
	// Pull 2 s, stop 1 s, boot 1.5 s.
	expect(seconds).toBeLessThan(flyctlSeconds(50, 4.5));
	expect(calls.length).toBeLessThan(400);
	const byKind = new Map<string, number>();
	for (const { method, path } of calls) {
		const kind = `${method} ${path.replace(/machines\/[0-9a-z]+/, 'machines/:id')}`;
		byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
	}
	if (process.env.SLIPWAY_PRINT) {
		process.stdout.write(
			`${seconds} s, ${calls.length} calls, flyctl ${flyctlSeconds(50, 4.5)} s ${JSON.stringify([...byKind])}\n`,
		);
	}
	// One update each, and no machine more than a third of the fleet away at once.
	expect(byKind.get('POST /v1/apps/fleet/machines/:id')).toBe(50);
});

it.each([
	['a share', 0.1, 5],
	['a number', 10, 10],
	['more than there are', 80, 50],
])(
	'never has more machines of 50 away at once than Max Unavailable allows, as %s',
	async (_name, maxUnavailable, most) => {
		await fly.control('/apps', { name: 'fleet', machines: 50 });
		let mostAway = 0;
		const sample = (): void => {
			const away = listAt(fly.sandbox.state().fly, 'machines').filter(
				(machine) => textAt(machine, 'app_name') === 'fleet' && textAt(machine, 'state') !== 'started',
			);
			mostAway = Math.max(mostAway, away.length);
			stop = clock.after(500, sample);
		};
		let stop = clock.after(500, sample);
		const release = await fly.run(deployOf('v2', { app: named('fleet'), options: { maxUnavailable } }));
		stop();
		expect(release).toMatchObject({ verified: true });
		expect(mostAway).toBeLessThanOrEqual(most);
		// The first one goes alone; the rest use what they may.
		expect(mostAway).toBe(Math.min(most, 49));
	},
);
