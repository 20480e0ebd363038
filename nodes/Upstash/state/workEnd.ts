import type { Attempt } from '../../shared/waiting/attempt';
import type { LockHolder } from './lockHolder';

/** How work under a lock ended, or why it did not begin. */
export type WorkEnd<Value> =
	| {
			readonly state: 'ended';
			readonly result: Attempt<Value>;
			readonly lock: { readonly name: string; readonly token: number; readonly waitedMs: number } | null;
			readonly warnings: readonly string[];
	  }
	/** It was stopped before its end: what it started goes on by itself. */
	| { readonly state: 'stoppedByPerson'; readonly by: string }
	| { readonly state: 'lockBusy'; readonly holder: LockHolder; readonly waitedMs: number }
	/** Another had the lock first: what was decided before it did its work may not hold any more. */
	| { readonly state: 'hadToWait'; readonly holder: LockHolder; readonly waitedMs: number }
	/** Upstash could not be reached, and without the lock it was not to run. */
	| { readonly state: 'unreachable'; readonly error: unknown }
	| { readonly state: 'turnLost' | 'cancelled' };
