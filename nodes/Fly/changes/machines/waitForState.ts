import { OperationFailure } from '../../../shared/operation/errors';
import { clock } from '../../../shared/waiting/clock';
import { pollUntil, timedOut } from '../../../shared/waiting/pollUntil';
import type { FlyClient } from '../../api/client';
import { holdUntilState, readMachine } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { assessState, type AwaitedState } from '../../state/awaitedState';
import { crashText } from '../../state/programExits';

export interface StateWait {
	readonly timeoutMs: number;
	readonly cancelSignal?: AbortSignal | undefined;
	/** Whether the machine was told to start just now: how it ended before says nothing then. */
	readonly isStarted?: boolean;
}

/**
 * Waits until a machine is in a state. Fly itself holds the request until it is, so that one call in
 * 25 s is enough; only health has to be looked for.
 *
 * @throws OperationFailure when the time is up, or when the machine can no longer get there.
 */
export async function waitForState(
	fly: FlyClient,
	app: string,
	machine: FlyMachine,
	awaited: AwaitedState,
	{ timeoutMs, cancelSignal, isStarted = false }: StateWait,
): Promise<FlyMachine> {
	const what = `Machine ${machine.id} of app ${app}`;
	const deadlineAtMs = clock.now() + timeoutMs;
	let seen: FlyMachine | undefined;
	const result = await pollUntil({
		what,
		timeoutMs,
		policy: { firstIntervalMs: 1_000, maxIntervalMs: 1_000, growth: 0 },
		read: async () => {
			if (seen) await hold(fly, app, seen, awaited, deadlineAtMs - clock.now());
			seen = await readMachine(fly, app, machine.id);
			return seen;
		},
		assess: (now) => assessState(now, awaited, isStarted ? machine : null),
		...(cancelSignal && { cancelSignal }),
	});
	if (result.outcome === 'succeeded') return result.value;
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	const crash = crashText(result.value);
	throw new OperationFailure(
		`${what} is ${result.value.state || 'in a state that Fly.io does not report'}${crash === null ? '' : ` after its program ended by itself with ${crash}`}, and does not become ${awaited} from there`,
		'Check its events and logs in Fly.io, then deploy again',
	);
}

async function hold(
	fly: FlyClient,
	app: string,
	machine: FlyMachine,
	awaited: AwaitedState,
	remainingMs: number,
): Promise<void> {
	const state = awaited === 'healthy' ? 'started' : awaited;
	if (machine.state === state || remainingMs <= 0) return;
	await holdUntilState(fly, app, machine, state, remainingMs);
}
