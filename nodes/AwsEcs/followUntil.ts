import type { PollPolicy } from '../deployment/pollPolicy';
import { AwsRequestError } from '../shared/aws/awsRequestError';
import { OperationFailure } from '../shared/errors';
import { pollUntil, type PollResult, type PollVerdict } from '../shared/pollUntil';
import { settled } from '../shared/settled';

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
	readonly judge: (value: Value) => PollVerdict;
	readonly cancelSignal?: AbortSignal | undefined;
	/** What happens without anybody looking, and what to do: `The deployment goes on by itself: use Wait`. */
	readonly goesOn: string;
}

interface Look<Value> {
	readonly value: Value;
	/** Why this is not what is there now, but what was seen last; undefined when it is. */
	readonly fault: AwsRequestError | undefined;
}

/**
 * Follows what ECS does by itself until it has ended. Throttling and faults of AWS on the way do not
 * end it: what was started goes on, so it is looked at again until the deadline.
 *
 * @throws OperationFailure when it can no longer be looked at, such as when keys expire: it says that
 * what was started goes on.
 */
export async function followUntil<Value>(following: Following<Value>): Promise<PollResult<Value>> {
	const { what, timeoutMs, read, judge, cancelSignal, goesOn } = following;
	let last = following.first;
	let seen = '';
	const followed = await settled(
		pollUntil<Look<Value>>({
			what,
			timeoutMs,
			policy: ecsPollPolicy,
			...(cancelSignal && { cancelSignal }),
			async read() {
				const looked = await settled(read());
				if (looked.ok) {
					last = looked.value;
					return { value: last, fault: undefined };
				}
				const { error } = looked;
				if (!(error instanceof AwsRequestError) || !error.isTransient) throw error;
				return { value: last, fault: error };
			},
			judge({ value, fault }): PollVerdict {
				if (fault) {
					const cannotSee = `${fault.service} cannot be looked at (${fault.code ?? fault.vendorMessage})`;
					return { phase: 'pending', seen: seen === '' ? cannotSee : `${seen}; since then ${cannotSee}` };
				}
				const verdict = judge(value);
				seen = verdict.seen;
				return verdict;
			},
		}),
	);
	if (followed.ok) return { ...followed.value, value: followed.value.value.value };
	const { error } = followed;
	if (!(error instanceof AwsRequestError)) throw error;
	throw new OperationFailure(
		`${what} was started, but can no longer be followed: ${error.message}`,
		`${error.advice}. ${goesOn}`,
	);
}
