import type { JsonObject } from '../json';
import { objectIn } from '../json';

/** How a machine's main process ended. */
export interface Exit {
	readonly code: number;
	readonly outOfMemory?: boolean;
	readonly requestedStop?: boolean;
}

const defaultMaximumRetries = 10;
/** `always` restarts for ever; a sandbox that runs overnight should not. */
const restartCap = 50;

/**
 * How often a machine is started again after such an exit.
 * https://fly.io/docs/machines/guides-examples/machine-restart-policy/
 */
export function restartLimit(config: JsonObject, exitCode: number): number {
	const restart = objectIn(config, 'restart');
	const { policy = 'on-failure', max_retries: retries } = restart;
	if (policy === 'always') return restartCap;
	if (policy !== 'on-failure' || exitCode === 0) return 0;
	return typeof retries === 'number' ? retries : defaultMaximumRetries;
}

/** The `request` of an `exit` event. */
export function exitRequest(
	exit: Exit,
	at: { readonly restarting: boolean; readonly restarts: number; readonly atMs: number },
): JsonObject {
	return {
		exit_event: {
			exit_code: exit.code,
			exited_at: new Date(at.atMs).toISOString(),
			guest_exit_code: exit.code,
			guest_signal: exit.outOfMemory ? 9 : -1,
			oom_killed: exit.outOfMemory ?? false,
			requested_stop: exit.requestedStop ?? false,
			restarting: at.restarting,
			signal: -1,
		},
		restart_count: at.restarts + (at.restarting && !exit.requestedStop ? 1 : 0),
	};
}
