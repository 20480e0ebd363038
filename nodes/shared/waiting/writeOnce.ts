import { clock } from './clock';
import { messageOf, OperationFailure, PlatformRequestError } from '../operation/errors';
import { attempt } from './attempt';

/** Of a connection that was never there. */
const neverSent: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

export interface OnceOptions<Result> {
	/** What is made: `the deployment of 1a2b3c4 to production`. */
	readonly what: string;
	readonly send: () => Promise<Result>;
	/** What an earlier try made; undefined while it is not to be seen. */
	readonly find: () => Promise<Result | undefined>;
	/** Pauses before each look after a try whose answer was lost. */
	readonly lookDelaysMs?: readonly number[];
	/** Tries in all. Default 3. */
	readonly maxSends?: number;
}

/**
 * Makes something once, where a platform knows no idempotency keys: what may have been carried out although
 * no good answer came is looked for, and sent again only where it is not there.
 *
 * @throws what `send` throws for a refusal; OperationFailure when it stays open whether it was made.
 */
export async function writeOnce<Result>(options: OnceOptions<Result>): Promise<Result> {
	const { what, send, find, lookDelaysMs = [1_000, 3_000], maxSends = 3 } = options;
	for (let sends = 1; ; sends++) {
		const sent = await attempt(send());
		if (sent.ok) return sent.value;
		if (!(sent.error instanceof PlatformRequestError) || !sent.error.mayHaveHappened) {
			// "It exists already" is the trace of a try whose effect came late.
			const late = sends > 1 ? await find() : undefined;
			if (late !== undefined) return late;
			throw sent.error;
		}
		const isSent = !neverSent.includes(sent.error.code ?? '');
		if (!isSent && sends >= maxSends) throw sent.error;
		for (const delayMs of lookDelaysMs) {
			await clock.sleep(delayMs);
			if (!isSent) continue;
			const found = await attempt(find());
			if (!found.ok) throw unclear(what, sent.error, `, and it could not be looked for: ${messageOf(found.error)}`);
			if (found.value !== undefined) return found.value;
		}
		if (sends >= maxSends) throw unclear(what, sent.error, `, ${sends} times, and it is not to be seen`);
	}
}

function unclear(what: string, error: PlatformRequestError, looked: string): OperationFailure {
	return new OperationFailure(
		`It is not known whether ${error.platform} made ${what}: ${error.message}${looked}`,
		'Look for it on the platform before you run this again',
		{},
		{ cause: error },
	);
}
