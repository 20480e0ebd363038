import { defaultPollPolicy, nextPollDelayMs, type PollPolicy } from '../../deployment/policy/pollPolicy';
import { clock } from './clock';
import { isTransient, messageOf, OperationFailure } from '../operation/errors';
import { attempt } from './attempt';

/** What one look tells: go on waiting, or stop. */
export interface PollAssessment {
	/** `bad` ends the wait at once: what is finally bad does not become good. */
	readonly phase: 'pending' | 'succeeded' | 'failed';
	/** What was seen, for a person: `building`, `3 of 5 machines updated`. */
	readonly seen: string;
}

export interface PollOptions<Value> {
	/** What is waited for: `Netlify deploy 65f1`. */
	readonly what: string;
	readonly timeoutMs: number;
	readonly read: () => Promise<Value>;
	readonly assess: (value: Value) => PollAssessment;
	readonly policy?: PollPolicy;
	/** Ends the wait when the person stops the execution. */
	readonly cancelSignal?: AbortSignal;
	/** Called once before a time-out is reported, with the last value. */
	readonly onTimeout?: (last: Value) => Promise<void>;
}

export type PollResult<Value> =
	| { readonly outcome: 'succeeded' | 'failed'; readonly value: Value; readonly waitedMs: number }
	| {
			readonly outcome: 'timeout';
			/** The last that could be read. */
			readonly value: Value;
			/** What it showed; and, where later looks failed, that they did. */
			readonly seen: string;
			readonly waitedMs: number;
	  };

/** The fact that tells a workflow to look again, rather than to call it failed. */
const mayStillFinish = { mayStillFinish: true } as const;

/**
 * A wait that ended because nobody could look any more: the credential was refused, or no look came
 * through until the deadline. What was waited for goes on by itself, so its end is not known: it is
 * neither done nor failed. `cause` is the error of the last look.
 */
export class LookFailure extends OperationFailure {
	constructor(
		readonly what: string,
		/** What the last look that came through showed; null when none did. */
		readonly lastSeen: string | null,
		override readonly cause: unknown,
	) {
		super(
			`${what} could not be seen any more: ${messageOf(cause)}${lastSeen === null ? '' : `. Last seen: ${lastSeen}`}`,
			// That of the cause, which knows the platform.
			'',
			isTransient(cause) ? mayStillFinish : {},
			{ cause },
		);
	}
}

/** What the looks so far have shown. */
interface Sight<Value> {
	readonly value: Value;
	readonly seen: string;
}

/**
 * Looks until the answer is final or the time is up: the one wait of this package. The last look is made
 * at the deadline, never given up before it. A look that fails for a reason that can heal (no answer, a
 * 5xx, a rate limit, half an answer) is no answer, and is made again.
 *
 * @throws LookFailure when looking cannot work any more (401, 403, 404), after at least one look did; or
 * when none did until the deadline. The first look's own error, when that one cannot heal. OperationFailure
 * when the execution was stopped.
 */
export async function pollUntil<Value>(options: PollOptions<Value>): Promise<PollResult<Value>> {
	const { what, timeoutMs } = options;
	const startedAtMs = clock.now();
	let sight: Sight<Value> | undefined;
	let lookError: unknown;
	for (;;) {
		const look = await attempt(options.read());
		const waitedMs = clock.now() - startedAtMs;
		let seen: string;
		if (look.ok) {
			const verdict = options.assess(look.value);
			if (verdict.phase !== 'pending') return { outcome: verdict.phase, value: look.value, waitedMs };
			seen = verdict.seen;
			sight = { value: look.value, seen };
		} else {
			lookError = look.error;
			if (!isTransient(lookError)) throw sight ? new LookFailure(what, sight.seen, lookError) : lookError;
			seen = `${sight?.seen ?? 'nothing yet'}, and then no more: ${messageOf(lookError)}`;
		}
		if (waitedMs >= timeoutMs) {
			if (!sight) throw new LookFailure(what, null, lookError);
			await options.onTimeout?.(sight.value);
			return { outcome: 'timeout', value: sight.value, seen, waitedMs };
		}
		if (options.cancelSignal?.aborted) throw stopped(what, seen);
		await clock.sleep(nextPollDelayMs(options.policy ?? defaultPollPolicy, waitedMs, timeoutMs - waitedMs));
	}
}

function stopped(what: string, seen: string): OperationFailure {
	return new OperationFailure(
		`The execution was stopped while waiting for ${what}, last seen: ${seen}`,
		'What was started goes on by itself on the platform: look there before you run this again',
	);
}

/** The error for a wait that ran out, in the same words everywhere. */
export function timedOut(what: string, waitedMs: number, seen: string): OperationFailure {
	return new OperationFailure(
		`${what} was not done after ${Math.round(waitedMs / 1000)} s, last seen: ${seen}`,
		'It may still finish: look at it on the platform, or run this again with a longer timeout',
		mayStillFinish,
	);
}
