import { defaultPollPolicy, nextPollDelayMs, type PollPolicy } from '../deployment/pollPolicy';
import { clock } from './clock';
import { OperationFailure } from './errors';

/** What one look tells: go on waiting, or stop. */
export interface PollVerdict {
	/** `bad` ends the wait at once: what is finally bad does not become good. */
	readonly phase: 'pending' | 'good' | 'bad';
	/** What was seen, for a person: `building`, `3 of 5 machines updated`. */
	readonly seen: string;
}

export interface PollOptions<Value> {
	/** What is waited for: `Netlify deploy 65f1`. */
	readonly what: string;
	readonly timeoutMs: number;
	readonly read: () => Promise<Value>;
	readonly judge: (value: Value) => PollVerdict;
	readonly policy?: PollPolicy;
	/** Ends the wait when the person stops the execution. */
	readonly cancelSignal?: AbortSignal;
	/** Called once before a time-out is reported, with the last value. */
	readonly onTimeout?: (last: Value) => Promise<void>;
}

export type PollResult<Value> =
	| { readonly outcome: 'good' | 'bad'; readonly value: Value; readonly waitedMs: number }
	| { readonly outcome: 'timeout'; readonly value: Value; readonly seen: string; readonly waitedMs: number };

/**
 * Looks until the answer is final or the time is up: the one wait of this package. The last look
 * is made at the deadline, never given up before it.
 *
 * @throws OperationFailure when the execution was stopped; whatever `read` throws.
 */
export async function pollUntil<Value>(options: PollOptions<Value>): Promise<PollResult<Value>> {
	const startedAtMs = clock.now();
	for (;;) {
		const value = await options.read();
		const verdict = options.judge(value);
		const waitedMs = clock.now() - startedAtMs;
		if (verdict.phase !== 'pending') return { outcome: verdict.phase, value, waitedMs };
		if (waitedMs >= options.timeoutMs) {
			await options.onTimeout?.(value);
			return { outcome: 'timeout', value, seen: verdict.seen, waitedMs };
		}
		if (options.cancelSignal?.aborted) {
			throw new OperationFailure(
				`The execution was stopped while waiting for ${options.what}, last seen: ${verdict.seen}`,
				'What was started goes on by itself on the platform: look there before you run this again',
			);
		}
		await clock.sleep(
			nextPollDelayMs(
				options.policy ?? defaultPollPolicy,
				waitedMs,
				options.timeoutMs - waitedMs,
			),
		);
	}
}

/** The error for a wait that ran out, in the same words everywhere. */
export function timedOut(what: string, waitedMs: number, seen: string): OperationFailure {
	return new OperationFailure(
		`${what} was not done after ${Math.round(waitedMs / 1000)} s, last seen: ${seen}`,
		'It may still finish: look at it on the platform, or run this again with a longer timeout',
	);
}
