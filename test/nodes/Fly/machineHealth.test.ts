import { configuredChecks } from '../../../nodes/Fly/state/checks';
import { assessMachine } from '../../../nodes/Fly/state/machineHealth';
import { releaseStatus } from '../../../nodes/Fly/state/releaseStatus';
import type { FlyMachine } from '../../../nodes/Fly/api/types';

const digest = `sha256:${'0a'.repeat(32)}`;
const expected = { instanceId: 'NEW', instanceIdBefore: 'OLD', lastEventId: 'e1', digest, launches: true };
const machine = (more: Partial<FlyMachine> = {}): FlyMachine => ({
	id: 'm',
	state: 'started',
	instance_id: 'NEW',
	image_ref: { digest },
	config: { checks: { alive: {} } },
	checks: [{ name: 'alive', status: 'passing' }],
	events: [{ id: 'e1', type: 'start', status: 'started' }],
	...more,
});

describe('assessMachine', () => {
	it.each<[string, Partial<FlyMachine>, 'succeeded' | 'pending' | 'failed', string]>([
		['all is well', {}, 'succeeded', 'started, 1 of 1 checks passing'],
		['the old image again', { instance_id: 'OLD' }, 'failed', 'rolled it back to the image it had'],
		['another version', { instance_id: 'OTHER' }, 'failed', 'somebody else changed it'],
		['no version', { instance_id: null }, 'pending', 'does not report its version'],
		['another digest', { image_ref: { digest: 'sha256:x' } }, 'failed', 'image digest sha256:x'],
		['no digest', { image_ref: null }, 'failed', '(not reported)'],
		['no check reported', { checks: [] }, 'pending', '(0 reported)'],
		['a word that is unknown', { state: 'dreaming' }, 'pending', 'it is dreaming'],
		['no host', { host_status: 'unreachable' }, 'pending', 'host does not answer'],
		['gone', { state: 'destroyed' }, 'failed', 'destroyed'],
	])('%s', (_name, more, phase, seen) => {
		const assessment = assessMachine(machine(more), expected);
		expect(assessment.phase).toBe(phase);
		expect(assessment.reason).toContain(seen);
	});

	it('takes no exit from before the change for one of the new program', () => {
		const exit = { type: 'exit', status: 'stopped', request: { exit_event: { exit_code: 1 } } };
		const start = { type: 'start', status: 'started' };
		expect(
			assessMachine(
				machine({
					events: [
						{ ...start, id: 'e3' },
						{ ...exit, id: 'e2' },
						{ ...start, id: 'e1' },
					],
				}),
				expected,
			).phase,
		).toBe('succeeded');
		expect(
			assessMachine(machine({ events: [{ ...exit, id: 'e4' }, { ...start, id: 'e3' }, { id: 'e1' }] }), expected)
				.reason,
		).toContain('exit code 1');
	});
});

describe('Checks that Fly repeats for flyctl of before', () => {
	const services = { services: [{ checks: [{ type: 'http', port: 8080 }] }], checks: { alive: {} } };
	const real = { name: 'servicecheck-00-http-8080', status: 'passing' };
	const compat = { name: 'bg_deployments_compat-00-http-8080', status: 'passing' };
	const alive = { name: 'alive', status: 'passing' };

	it.each<[string, FlyMachine['checks'], string, string]>([
		[
			'prove nothing in place of one that is not reported',
			[alive, compat],
			'pending',
			'1 of 2 checks passing (1 reported)',
		],
		[
			'nor twice what is',
			[real, compat, { ...compat, name: 'bg_deployments_compat-01-tcp-9' }],
			'pending',
			'1 of 2 checks passing (1 reported)',
		],
		['and fail nothing', [alive, real, { ...compat, status: 'critical' }], 'succeeded', '2 of 2 checks passing'],
		[
			"one of the machine's own is known by its name",
			[real, { ...real, name: 'servicecheck-01-tcp-9' }],
			'pending',
			'2 of 2 checks passing',
		],
	])('%s', (_name, checks, phase, seen) => {
		const assessment = assessMachine(machine({ config: services as never, checks: checks ?? [] }), expected);
		expect(assessment).toMatchObject({ phase, reason: expect.stringContaining(seen) });
	});
});

describe('A program that ends by itself', () => {
	const start = { type: 'start', status: 'started' };
	const exit = (more: object = {}, code = 1) => ({
		type: 'exit',
		status: 'stopped',
		request: { exit_event: { exit_code: code, restarting: true, ...more } },
	});
	/** Oldest first, after the change. */
	const assessAfter = (events: object[], more: Partial<FlyMachine> = {}, restartsAllowed = 1) =>
		assessMachine(machine({ events: [...events].reverse().concat([{ id: 'e1' }]) as never, ...more }), {
			...expected,
			restartsAllowed,
		});

	it.each<[string, object[], Partial<FlyMachine>, string, string]>([
		['once, and runs now', [start, exit(), start], {}, 'succeeded', 'checks passing'],
		['once, and is started again', [start, exit()], { state: 'restarting' }, 'pending', 'it is restarting'],
		['once, for lack of memory', [start, exit({ oom_killed: true }, 137), start], {}, 'succeeded', 'checks passing'],
		['twice', [start, exit(), start, exit(), start], {}, 'failed', 'ended by itself with exit code 1 (2 times)'],
		[
			'twice, of which Fly lists one',
			[start, { ...exit(), request: { ...exit().request, restart_count: 2 } }, start],
			{},
			'failed',
			'(2 times)',
		],
		[
			'once, and is not started again',
			[start, exit({ restarting: false })],
			{ state: 'stopped' },
			'failed',
			'ended by itself with exit code 1',
		],
		[
			'and was asked to',
			[start, exit({ requested_stop: true }), start, exit({ requested_stop: true }), start],
			{},
			'succeeded',
			'checks passing',
		],
		[
			'as older events tell it',
			[start, { type: 'exit', request: { MonitorEvent: { exit_event: { exit_code: 3 } } } }],
			{ state: 'stopped' },
			'failed',
			'exit code 3',
		],
	])('%s', (_name, events, more, phase, seen) => {
		expect(assessAfter(events, more)).toMatchObject({ phase, reason: expect.stringContaining(seen) });
	});

	it('may never do so where none is allowed', () => {
		expect(assessAfter([start, exit(), start], {}, 0)).toMatchObject({
			phase: 'failed',
			reason: 'its program ended by itself with exit code 1',
		});
	});
});

it('counts the checks of a machine and of its services', () => {
	expect(configuredChecks({ checks: { a: {}, b: {} }, services: [{ checks: [{}, {}] }, {}] })).toBe(4);
	expect(configuredChecks(null)).toBe(0);
});

it.each([
	['complete', 'ready'],
	['running', 'rolling'],
	['pending', 'queued'],
	['failed', 'failed'],
	['interrupted', 'cancelled'],
	['new word', 'unknown'],
	[null, 'unknown'],
])('reads a release that is %s as %s', (status, state) => expect(releaseStatus(status).state).toBe(state));
