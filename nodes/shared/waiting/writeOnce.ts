import { clock } from './clock';
import { mayHaveHappened, messageOf, OperationFailure, PlatformRequestError } from '../operation/errors';
import { attempt, type Attempt } from './attempt';

/** Of a connection that was never there. */
const neverSent: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export interface OnceOptions<Result> {
	/** What is made: `the deployment of 1a2b3c4 to production`. */
	readonly what: string;
	/** Undefined where the answer accepts it and does not name what was made: that is looked for, and never sent again. */
	readonly send: () => Promise<Result | undefined>;
	/** What an earlier try made; undefined while it is not to be seen. */
	readonly find: () => Promise<Result | undefined>;
	/** Pauses before each look after a try whose answer was lost. */
	readonly lookDelaysMs?: readonly number[];
	/** Tries in all. Default 3. */
	readonly maxSends?: number;
	/** The error when it stays open whether it was made, where a caller has more to say of that. */
	readonly unclear?: (end: UnclearEnd) => Error | Promise<Error>;
}

/** A write of which nobody knows whether it was carried out. */
export interface UnclearEnd {
	readonly what: string;
	/** The answer to the last try; undefined where it was accepted without a name. */
	readonly error: Error | undefined;
	readonly sends: number;
	/** Why the last look failed; undefined where it came through and saw nothing. */
	readonly lookError: unknown;
}

/**
 * Makes something once, where a platform knows no idempotency keys: what may have been carried out although
 * no good answer came is looked for, and sent again only where it is not there. Of several looks the last
 * one counts: what was made late is not among what was seen early.
 *
 * @throws what `send` throws for a refusal; the error of `unclear` when it stays open whether it was made.
 */
export async function writeOnce<Result>(options: OnceOptions<Result>): Promise<Result> {
	const { what, send, find, lookDelaysMs = [1_000, 3_000], maxSends = 3, unclear = unclearFailure } = options;
	let mayBeThere = false;
	for (let sends = 1; ; sends++) {
		const sent = await attempt(send());
		if (sent.ok && sent.value !== undefined) return sent.value;
		if (!sent.ok && !mayHaveHappened(sent.error)) {
			// "It exists already" is the trace of a try whose effect came late.
			const late = sends > 1 ? await attempt(find()) : undefined;
			if (late?.ok && late.value !== undefined) return late.value;
			// A refusal of this try says nothing of the one before it.
			if (late?.ok === false && mayBeThere) {
				throw await unclear({ what, error: errorOf(sent), sends, lookError: late.error });
			}
			throw sent.error;
		}
		mayBeThere ||= sent.ok || !wasNeverSent(sent.error);
		if (!mayBeThere) {
			if (!sent.ok && sends >= maxSends) throw sent.error;
			await clock.sleep(lookDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0));
			continue;
		}
		const found = await lookFor(find, lookDelaysMs);
		if (found.ok && found.value !== undefined) return found.value;
		if (!found.ok || sent.ok || sends >= maxSends) {
			throw await unclear({ what, error: errorOf(sent), sends, lookError: found.ok ? undefined : found.error });
		}
	}
}

function wasNeverSent(error: unknown): boolean {
	return error instanceof Error && 'code' in error && neverSent.includes(String(error.code));
}

function errorOf(sent: Attempt<unknown>): Error | undefined {
	return !sent.ok && sent.error instanceof Error ? sent.error : undefined;
}

/** Looks until it is there; else how the last look ended. */
async function lookFor<Result>(
	find: () => Promise<Result | undefined>,
	delaysMs: readonly number[],
): Promise<Attempt<Result | undefined>> {
	let last: Attempt<Result | undefined> = { ok: true, value: undefined };
	for (const delayMs of delaysMs) {
		if (delayMs > 0) await clock.sleep(delayMs);
		last = await attempt(find());
		if (last.ok && last.value !== undefined) return last;
	}
	return last;
}

function unclearFailure({ what, error, sends, lookError }: UnclearEnd): OperationFailure {
	const answer = error === undefined ? 'the answer does not name it' : error.message;
	const looked =
		lookError === undefined
			? `, ${sends} times, and it is not to be seen`
			: `, and it could not be looked for: ${messageOf(lookError)}`;
	return new OperationFailure(
		`It is not known whether ${error instanceof PlatformRequestError ? error.platform : 'the platform'} made ${what}: ${answer}${looked}`,
		'Look for it on the platform before you run this again',
		{},
		{ cause: error },
	);
}
