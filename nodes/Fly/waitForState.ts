import { textAt } from '../deployment/jsonFields';
import { clock } from '../shared/clock';
import { OperationFailure } from '../shared/errors';
import { path } from '../shared/path';
import { timedOut } from '../shared/pollUntil';
import { readMachine } from './machines';
import { findingOn } from './status';
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
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal | undefined },
): Promise<FlyMachine> {
	const what = `Machine ${machine.id} of app ${app}`;
	const startedAtMs = clock.now();
	for (;;) {
		const seen = await readMachine(fly, app, machine.id);
		const reached = isReached(seen, awaited);
		if (reached === true) return seen;
		const waitedMs = clock.now() - startedAtMs;
		const remainingMs = wait.timeoutMs - waitedMs;
		const words = `${seen.state ?? ''}${reached === false ? '' : `, ${reached}`}`;
		if (awaited !== 'destroyed' && dead.has(seen.state ?? '')) {
			throw new OperationFailure(
				`${what} is ${seen.state ?? ''}, and does not become ${awaited} from there`,
				'Look at its events and logs in Fly.io, and deploy again',
			);
		}
		if (remainingMs <= 0) throw timedOut(what, waitedMs, words);
		if (wait.cancelSignal?.aborted) {
			throw new OperationFailure(
				`The execution was stopped while waiting for ${what}, last seen: ${words}`,
				'What was started goes on by itself in Fly.io',
			);
		}
		const held = seen.state === awaited || (awaited === 'healthy' && seen.state === 'started')
			? false
			: await hold(fly, app, seen, awaited === 'healthy' ? 'started' : awaited, remainingMs);
		// Nothing was held, or Fly answered at once: the next look must not come in the same moment.
		if (!held) await clock.sleep(Math.min(1_000, remainingMs));
	}
}

function isReached(machine: FlyMachine, awaited: AwaitedState): boolean | string {
	if (awaited !== 'healthy') return machine.state === awaited;
	const finding = findingOn(machine, {
		instanceId: machine.instance_id ?? '',
		instanceIdBefore: null,
		lastEventId: machine.events?.[0]?.id ?? null,
		digest: null,
		launches: true,
	});
	return finding.phase === 'good' ? true : finding.seen;
}

/** Whether Fly held the request, or the state was reached by it. */
async function hold(
	fly: Fly,
	app: string,
	machine: FlyMachine,
	state: string,
	remainingMs: number,
): Promise<boolean> {
	const askedAtMs = clock.now();
	const seconds = Math.max(1, Math.min(longestHoldSeconds, Math.ceil(remainingMs / 1000)));
	const { status, body } = await fly.request({
		action: 'wait machine',
		identifier: machine.id,
		method: 'GET',
		path: path`/v1/apps/${app}/machines/${machine.id}/wait`,
		query: { state, timeout: seconds, ...(machine.instance_id && { instance_id: machine.instance_id }) },
		timeoutMs: (seconds + 15) * 1000,
		acceptStatuses: [400, 404, 408],
	});
	return (status === 200 && textAt(body, 'state') !== null) || clock.now() - askedAtMs >= 1_000;
}
