import type { Assessment } from '../../deployment/state/assessment';
import type { PollPolicy } from '../../deployment/policy/pollPolicy';
import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { LookFailure, pollUntil, timedOut, type PollAssessment } from '../../shared/waiting/pollUntil';

/**
 * A look at least every 4 s: 2 s behind on average, 3.8 s at p95, for two calls a look. ECS allows
 * an account 20 such calls a second (burst 100), so thirty-five deployments can be followed at once.
 */
export const ecsPollPolicy: PollPolicy = { firstIntervalMs: 1_000, maxIntervalMs: 4_000, growth: 0.1 };

export interface WaitOptions<Value> {
	/** What is waited for: `ECS deployment ecs-svc/1`. */
	readonly what: string;
	readonly timeoutMs: number;
	/** What was seen before the first look: stands in where no look succeeds. */
	readonly first: Value;
	readonly read: () => Promise<Value>;
	readonly assess: (value: Value) => PollAssessment;
	readonly cancelSignal?: AbortSignal | undefined;
	/** What happens without anybody looking, and what to do: `The deployment goes on by itself: use Wait`. */
	readonly goesOn: string;
}

export type Waited<Value> =
	{ readonly outcome: Exclude<Assessment['phase'], 'pending'>; readonly value: Value } | UnseenEnd<Value>;

/** It goes on, and nobody saw how it ends. */
export interface UnseenEnd<Value> {
	readonly outcome: 'unseen';
	/** What was seen last. */
	readonly value: Value;
	/** The time was up, looking cannot work any more, or the execution was stopped. */
	readonly why: 'timeout' | 'lost' | 'stopped';
	readonly failure: OperationFailure;
	/** Whether the last look succeeded, so that `value` is how it is now. */
	readonly isSeenNow: boolean;
}

/**
 * Waits for what ECS does by itself to end. Throttling and faults of AWS on the way do not
 * end the wait: what was started goes on, so it is looked at again until the deadline.
 */
export async function waitUntil<Value>(options: WaitOptions<Value>): Promise<Waited<Value>> {
	const { what, cancelSignal } = options;
	let last = options.first;
	let isSeenNow = false;
	const polled = await attempt(
		pollUntil<Value>({
			what,
			timeoutMs: options.timeoutMs,
			policy: ecsPollPolicy,
			...(cancelSignal && { cancelSignal }),
			async read() {
				isSeenNow = false;
				last = await options.read();
				isSeenNow = true;
				return last;
			},
			assess: options.assess,
		}),
	);
	if (polled.ok) {
		const { outcome, value } = polled.value;
		if (outcome !== 'timeout') return { outcome, value };
		const failure = timedOut(what, polled.value.waitedMs, polled.value.seen);
		return { outcome: 'unseen', value, why: 'timeout', failure, isSeenNow };
	}
	const { error } = polled;
	const failure = lostSight(error, options);
	if (failure) return { outcome: 'unseen', value: last, why: 'lost', failure, isSeenNow: false };
	if (cancelSignal?.aborted && error instanceof OperationFailure) {
		return { outcome: 'unseen', value: last, why: 'stopped', failure: error, isSeenNow };
	}
	throw error;
}

/** The failure of a wait in which looking does not work any more; undefined where that is not what ended it. */
function lostSight(
	error: unknown,
	{ what, goesOn }: Pick<WaitOptions<unknown>, 'what' | 'goesOn'>,
): OperationFailure | undefined {
	const cause = error instanceof LookFailure ? error.cause : error;
	if (!(cause instanceof AwsRequestError)) return undefined;
	const lastSeen = error instanceof LookFailure && error.lastSeen !== null ? `. Last seen: ${error.lastSeen}` : '';
	return new OperationFailure(
		`${what} was started, but can no longer be followed: ${messageOf(cause)}${lastSeen}`,
		`${cause.advice}. ${goesOn}`,
		{},
		{ cause: error },
	);
}
