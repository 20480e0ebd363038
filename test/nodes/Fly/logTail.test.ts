import { logEnd } from '../../../nodes/Fly/state/logEnd';
import { useManualClock } from '../../n8n/sandboxClock';
import { byId, deployOf, listAt, textAt, unmanaged, useFlyDriver, type FlyDriver } from './flyDriver';

const line = (at: string, message: string) => ({ at, machine: 'm', region: 'ord', level: 'info', message });

it('the end of a log is by its times, without credentials and colours, and no line is endless', () => {
	const end = logEnd(
		[
			line('2026-01-01T00:00:03Z', '\u001b[31mconnect postgresql://app:hunter2-pw@db.example/main\u001b[0m'),
			line('2026-01-01T00:00:01Z', 'first'),
			line('2026-01-01T00:00:02Z', 'x'.repeat(2_000)),
			line('2026-01-01T00:00:04Z', 'API_KEY=sk_live_1234567890abcdef'),
		],
		3,
	);
	expect(end.map(({ at }) => at.slice(17, 19))).toEqual(['02', '03', '04']);
	expect(end[0]?.message.length).toBeLessThanOrEqual(500);
	expect(end[1]?.message).toMatch(/^connect postgresql:\/\/app:\*+@db\.example\/main$/);
	expect(end[2]?.message).not.toContain('1234567890abcdef');
});

describe('App: Log Tail', () => {
	const clock = useManualClock();
	let fly: FlyDriver;
	useFlyDriver(clock, (driver) => (fly = driver));
	const tail = async (more = {}) => await fly.run({ resource: 'app', operation: 'logTail', ...more });

	it('gives the last lines of all machines, or of one', async () => {
		await fly.failure(deployOf('crash'));
		const all = await tail();
		expect(all).toMatchObject({ app: 'paintbox-api' });
		expect(all.text).toContain('Main child exited with code: 1');
		const machines = (json: unknown) => new Set(listAt(json, 'lines').map((each) => textAt(each, 'machine') ?? ''));
		const [first = ''] = machines(all);
		expect(machines(await tail({ machine: byId(first) }))).toEqual(new Set([first]));
		expect(await tail({ machine: byId(unmanaged) })).toEqual({ app: 'paintbox-api', lines: [], text: '' });
		expect(listAt(await tail({ lines: 1 }), 'lines')).toHaveLength(1);
	});

	it('says that there is no such app', async () => {
		const error = await fly.failure({ resource: 'app', operation: 'logTail', app: byId('nobody') });
		expect(error.message).toContain('404');
	});
});
