import type { PollPolicy } from '../deployment/policy/pollPolicy';
import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/waiting/clock';
import { messageOf, OperationFailure } from '../shared/operation/errors';
import { LookFailure, pollUntil, timedOut, type PollAssessment } from '../shared/waiting/pollUntil';
import { attempt } from '../shared/waiting/attempt';
import type { DeploymentFinding } from './finding';

/**
 * A look at least every 4 s: 2 s behind on average, 3.8 s at p95, for two calls a look. ECS allows
 * an account 20 such calls a second (burst 100), so thirty-five deployments can be followed at once.
 */
export const ecsPollPolicy: PollPolicy = { firstIntervalMs: 1_000, maxIntervalMs: 4_000, growth: 0.1 };

export interface Following<Value> {
	/** What is waited for: `ECS deployment ecs-svc/1`. */
	readonly what: string;
	readonly timeoutMs: number;
	/** What was seen before the first look: stands in where no look succeeds. */
	readonly first: Value;
	readonly read: () => Promise<Value>;
	readonly judge: (value: Value) => PollAssessment;
	readonly cancelSignal?: AbortSignal | undefined;
	/** What happens without anybody looking, and what to do: `The deployment goes on by itself: use Wait`. */
	readonly goesOn: string;
}

export type Followed<Value> =
	| { readonly outcome: 'succeeded' | 'failed'; readonly value: Value }
	/** It goes on, and nobody saw how it ends. */
	| {
			readonly outcome: 'unseen';
			/** What was seen last. */
			readonly value: Value;
			/** The time was up, looking cannot work any more, or the execution was stopped. */
			readonly why: 'timeout' | 'lost' | 'stopped';
			readonly failure: OperationFailure;
	  };

/**
 * Follows what ECS does by itself until it has ended. Throttling and faults of AWS on the way do not
 * end it: what was started goes on, so it is looked at again until the deadline.
 */
export async function followUntil<Value>(following: Following<Value>): Promise<Followed<Value>> {
	const { what, timeoutMs, read, judge, cancelSignal, goesOn } = following;
	let last = following.first;
	const followed = await attempt(
		pollUntil<Value>({
			what,
			timeoutMs,
			policy: ecsPollPolicy,
			...(cancelSignal && { cancelSignal }),
			async read() {
				last = await read();
				return last;
			},
			assess: judge,
		}),
	);
	if (followed.ok) {
		const { outcome, value } = followed.value;
		if (outcome !== 'timeout') return { outcome, value };
		const failure = timedOut(what, followed.value.waitedMs, followed.value.seen);
		return { outcome: 'unseen', value, why: 'timeout', failure };
	}
	const { error } = followed;
	const cause = error instanceof LookFailure ? error.cause : error;
	if (cause instanceof AwsRequestError) {
		const lastSeen = error instanceof LookFailure ? error.lastSeen : null;
		const failure = new OperationFailure(
			`${what} was started, but can no longer be followed: ${messageOf(cause)}${lastSeen === null ? '' : `. Last seen: ${lastSeen}`}`,
			`${cause.advice}. ${goesOn}`,
			{},
			{ cause: error },
		);
		return { outcome: 'unseen', value: last, why: 'lost', failure };
	}
	if (cancelSignal?.aborted && error instanceof OperationFailure) {
		return { outcome: 'unseen', value: last, why: 'stopped', failure: error };
	}
	throw error;
}

/** ECS's lists of tasks are eventually consistent; this is how long they may be late. */
const settlingGraceMs = 60_000;

/**
 * What looks at a service mean for the wait, one after the other. Tasks that ECS is still to start are waited for to the
 * deadline; tasks that show something else than ECS says get a minute, since its lists are late.
 */
export function createPatience(): (finding: DeploymentFinding) => PollAssessment['phase'] {
	let inconsistentSinceMs: number | undefined;
	return (finding) => {
		if (!finding.unsettled || finding.late) {
			inconsistentSinceMs = undefined;
			return finding.phase;
		}
		inconsistentSinceMs ??= clock.now();
		return clock.now() - inconsistentSinceMs >= settlingGraceMs ? 'failed' : 'pending';
	};
}
