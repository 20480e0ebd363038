import { isTrueAt, listAt } from '../deployment/values/jsonFields';
import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import { pollUntil, timedOut, type PollAssessment } from '../shared/waiting/pollUntil';
import { crashText } from './exits';
import { machineCall, readMachine } from './machines';
import { eventsSince, findingNow } from './machineFinding';
import type { Fly } from './transport';
import type { FlyMachine } from './types';

/** What a machine can be waited for: Fly's states, and `healthy`: started, with its checks passing. */
export type AwaitedState = 'healthy' | 'started' | 'stopped' | 'suspended' | 'destroyed';

/** Fly holds a wait at most 60 s. */
const longestHoldSeconds = 25;
const dead = new Set(['destroyed', 'destroying', 'failed', 'launch_failed']);

/**
 * Waits until a machine is in a state. Fly itself holds the request until it is, so that one call in
 * 25 s is enough; only health has to be looked for.
 *
 * @throws OperationFailure when the time is up, or when the machine can no longer get there.
 */
export async function waitForState(
	fly: Fly,
	app: string,
	machine: FlyMachine,
	awaited: AwaitedState,
	wait: {
		readonly timeoutMs: number;
		readonly cancelSignal?: AbortSignal | undefined;
		/** Whether the machine was told to start just now: how it ended before says nothing then. */
		readonly isStarted?: boolean;
	},
): Promise<FlyMachine> {
	const what = `Machine ${machine.id} of app ${app}`;
	const deadlineAtMs = clock.now() + wait.timeoutMs;
	let seen: FlyMachine | undefined;
	const result = await pollUntil({
		what,
		timeoutMs: wait.timeoutMs,
		policy: { firstIntervalMs: 1_000, maxIntervalMs: 1_000, growth: 0 },
		read: async () => {
			if (seen) await hold(fly, app, seen, awaited, deadlineAtMs - clock.now());
			seen = await readMachine(fly, app, machine.id);
			return seen;
		},
		assess: (now) => judgeState(now, awaited, wait.isStarted === true ? machine : null),
		...(wait.cancelSignal && { cancelSignal: wait.cancelSignal }),
	});
	if (result.outcome === 'succeeded') return result.value;
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	const crash = crashText(result.value);
	throw new OperationFailure(
		`${what} is ${result.value.state || 'in a state that is not told'}${crash === null ? '' : `, its program having ended by itself with ${crash}`}, and does not become ${awaited} from there`,
		'Look at its events and logs in Fly.io, and deploy again',
	);
}

function judgeState(machine: FlyMachine, awaited: AwaitedState, before: FlyMachine | null): PollAssessment {
	const seen = machine.state ?? '';
	if (seen === awaited) return { phase: 'succeeded', seen };
	if (dead.has(seen)) return { phase: awaited === 'destroyed' ? 'pending' : 'failed', seen };
	if ((awaited === 'healthy' || awaited === 'started') && isOver(machine, before)) return { phase: 'failed', seen };
	if (awaited !== 'healthy') return { phase: 'pending', seen };
	const finding = findingNow(machine);
	return { phase: finding.phase === 'succeeded' ? 'succeeded' : 'pending', seen: `${seen}, ${finding.seen}` };
}

/** Whether its program has failed for good: it is not started again, neither by its policy nor by a request. */
function isOver(machine: FlyMachine, before: FlyMachine | null): boolean {
	if (crashText(machine) === null) return false;
	const since = before === null ? null : eventsSince(machine, before.events?.[0]?.id ?? null);
	if (since !== null && !since.some(({ type }) => type === 'exit')) return false;
	return !listAt(machine.config, 'services').some((service) => isTrueAt(service, 'autostart'));
}

/** Lets Fly hold the request until the machine is in the state, where there is one to wait for. */
async function hold(
	fly: Fly,
	app: string,
	machine: FlyMachine,
	awaited: AwaitedState,
	remainingMs: number,
): Promise<void> {
	const state = awaited === 'healthy' ? 'started' : awaited;
	if (machine.state === state || remainingMs <= 0) return;
	const seconds = Math.max(1, Math.min(longestHoldSeconds, Math.ceil(remainingMs / 1000)));
	await fly.request({
		...machineCall('GET', app, machine.id, { below: '/wait' }),
		query: { state, timeout: seconds, ...(machine.instance_id && { instance_id: machine.instance_id }) },
		timeoutMs: (seconds + 15) * 1000,
		acceptStatuses: [400, 404, 408],
	});
}
