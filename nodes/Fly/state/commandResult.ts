import type { FlyMachine } from '../api/types';
import { eventsSince, launchFailure } from './machineEvents';
import { exitText, isGoodExit } from './exitEvent';

/** How a command that runs once ended; null while it has not. */
export function commandResult(machine: FlyMachine): { readonly ok: boolean; readonly reason: string } | null {
	const exit = (machine.events ?? []).find(({ type }) => type === 'exit');
	if (exit) return { ok: isGoodExit(exit), reason: `it ended with ${exitText(exit)}` };
	const launch = launchFailure(eventsSince(machine, null));
	if (launch !== null) return { ok: false, reason: launch };
	if (machine.state === 'destroyed') {
		return { ok: false, reason: 'its machine is gone, and Fly.io does not say how it ended' };
	}
	return null;
}
