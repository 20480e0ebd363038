import { textAt } from '../deployment/values/jsonFields';
import { clock } from '../shared/waiting/clock';
import { mayHaveHappened, OperationFailure, PlatformRequestError } from '../shared/operation/errors';
import type { PlatformClient, PlatformRequest, PlatformResponse } from '../shared/http/platformClient';
import { pollUntil } from '../shared/waiting/pollUntil';
import { attempt, type Attempt } from '../shared/waiting/attempt';
import { isObject } from './answers';
import type { Wait } from './wait';

/** Pauses before each look for a change whose answer was lost: 8 s in all. */
const lookDelaysMs = [0, 1_000, 2_000, 5_000];

/**
 * Neon carries out one change of a project at a time and refuses others with 423; neither that nor
 * a 503 was carried out, so both are safe to repeat (the API's own "GeneralError" says so).
 */
const notCarriedOut = [423, 503];

/** Sends a change as soon as the project is free for it. @throws OperationFailure when it was not in time. */
export async function sendWhenFree(
	client: PlatformClient,
	request: PlatformRequest,
	wait: Wait,
): Promise<PlatformResponse> {
	const action = `${request.method} ${request.path}`;
	const result = await pollUntil<Attempt<PlatformResponse>>({
		what: `Neon to be free for ${action}`,
		...wait.limits(),
		// A failure ends it: this look is a write, which the wait must not repeat.
		read: async () =>
			await attempt(
				client.request({
					...request,
					acceptStatuses: [...(request.acceptStatuses ?? []), ...notCarriedOut],
				}),
			),
		assess: (sent) => ({
			phase: sent.ok && notCarriedOut.includes(sent.value.status) ? 'pending' : 'succeeded',
			seen: sent.ok ? `${sent.value.status}${wordsIn(sent.value.body)}` : 'a failure',
		}),
	});
	if (result.outcome === 'timeout') {
		throw new OperationFailure(
			`Neon was not free for ${action} within ${Math.round(result.waitedMs / 1000)} s, last answer: ${result.seen}`,
			'Nothing was changed. Another operation is under way in this project, or does not end: look at its operations in Neon, then run this again or give it a longer timeout',
		);
	}
	if (!result.value.ok) throw result.value.error;
	return result.value.value;
}

/** The same, for an answer that is an object. */
export async function changeWhenFree<Body extends object>(
	client: PlatformClient,
	request: PlatformRequest,
	wait: Wait,
): Promise<Body> {
	const { body, status } = await sendWhenFree(client, request, wait);
	if (isObject<Body>(body)) return body;
	throw new PlatformRequestError(
		client.platform.name,
		`${request.method} ${request.path}`,
		status,
		'the answer is not a JSON object',
	);
}

/**
 * A change that must not happen twice. Neon has no idempotency keys, so a lost answer is looked
 * into: only when `look` finds nothing, several times, is the request sent again, once.
 *
 * @throws OperationFailure when it stays unclear whether it was carried out.
 */
export async function changeOnce<Body extends object>(
	client: PlatformClient,
	request: PlatformRequest,
	wait: Wait,
	look: () => Promise<Body | null>,
): Promise<Body> {
	for (let tries = 1; ; tries++) {
		const sent = await attempt(changeWhenFree<Body>(client, request, wait));
		if (sent.ok) return sent.value;
		if (!mayHaveHappened(sent.error)) throw sent.error;
		for (const delayMs of lookDelaysMs) {
			if (delayMs > 0) await clock.sleep(delayMs);
			const found = await look();
			if (found) return found;
		}
		if (tries === 2) {
			throw new OperationFailure(
				`Neon did not confirm ${request.method} ${request.path}, twice, and what it makes is not to be found`,
				'Look at the project in Neon before you run this again',
				{},
				{ cause: sent.error },
			);
		}
	}
}

/** Whether Neon refused because there is one of that name. */
export function isTaken(error: unknown): boolean {
	if (!(error instanceof PlatformRequestError)) return false;
	return error.status === 409 || /already exists/i.test(error.vendorMessage);
}

/** Neon agreed to something that is not seen to have happened. */
export function unproven(
	what: string,
	advice = 'Look at the branch in Neon, then run this again',
): OperationFailure {
	return new OperationFailure(`Neon took the request, but ${what}`, advice);
}

function wordsIn(body: unknown): string {
	const words = textAt(body, 'message');
	return words === null ? '' : ` (${words})`;
}
