import { commandWords } from '../../../nodes/Fly/rollout/releaseCommand';
import { configuredChecks, findingOn, releaseStatus } from '../../../nodes/Fly/status';
import type { FlyMachine } from '../../../nodes/Fly/types';

const digest = `sha256:${'0a'.repeat(32)}`;
const expected = { instanceId: 'NEW', instanceIdBefore: 'OLD', lastEventId: 'e1', digest, launches: true };
const machine = (more: Partial<FlyMachine> = {}): FlyMachine => ({
	id: 'm', state: 'started', instance_id: 'NEW', image_ref: { digest },
	config: { checks: { alive: {} } }, checks: [{ name: 'alive', status: 'passing' }], events: [{ id: 'e1', type: 'start', status: 'started' }],
	...more,
});

describe('findingOn', () => {
	it.each<[string, Partial<FlyMachine>, 'good' | 'pending' | 'bad', string]>([
		['all is well', {}, 'good', 'started, 1 of 1 checks passing'],
		['the old image again', { instance_id: 'OLD' }, 'bad', 'put it back on the image it had'],
		['another version', { instance_id: 'OTHER' }, 'bad', 'somebody else changed it'],
		['no version', { instance_id: null }, 'pending', 'does not tell its version'],
		['another digest', { image_ref: { digest: 'sha256:x' } }, 'bad', 'image digest sha256:x'],
		['no digest', { image_ref: null }, 'bad', '(not told)'],
		['no check reported', { checks: [] }, 'pending', '(0 reported)'],
		['a word that is unknown', { state: 'dreaming' }, 'pending', 'it is dreaming'],
		['no host', { host_status: 'unreachable' }, 'pending', 'host does not answer'],
		['gone', { state: 'destroyed' }, 'bad', 'destroyed'],
	])('%s', (_name, more, phase, seen) => {
		const finding = findingOn(machine(more), expected);
		expect(finding.phase).toBe(phase);
		expect(finding.seen).toContain(seen);
	});

	it('takes no exit from before the change for one of the new program', () => {
		const exit = { type: 'exit', status: 'stopped', request: { exit_event: { exit_code: 1 } } };
		const start = { type: 'start', status: 'started' };
		expect(findingOn(machine({ events: [{ ...start, id: 'e3' }, { ...exit, id: 'e2' }, { ...start, id: 'e1' }] }), expected).phase).toBe('good');
		expect(findingOn(machine({ events: [{ ...exit, id: 'e4' }, { ...start, id: 'e3' }, { id: 'e1' }] }), expected).seen).toContain('exit code 1');
	});
});

it('counts the checks of a machine and of its services', () => {
	expect(configuredChecks({ checks: { a: {}, b: {} }, services: [{ checks: [{}, {}] }, {}] })).toBe(4);
	expect(configuredChecks(null)).toBe(0);
});

it.each([['complete', 'ready'], ['running', 'rolling'], ['pending', 'queued'], ['failed', 'failed'], ['interrupted', 'cancelled'], ['new word', 'unknown'], [null, 'unknown']])(
	'reads a release that is %s as %s',
	(status, state) => expect(releaseStatus(status).state).toBe(state),
);

it('splits a command line as a shell does its words', () => {
	expect(commandWords('node migrate.js --to "latest one" \'a b\'c')).toEqual(['node', 'migrate.js', '--to', 'latest one', 'a bc']);
});
