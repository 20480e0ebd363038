import { textAt } from '../../deployment/values/jsonFields';
import type { PlatformRequest, PlatformResponse } from '../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { isObject } from '../api/answers';
import type { ProjectClient } from '../api/projectClient';
import type { Work } from './work';

/**
 * Neon carries out one change of a project at a time and refuses others with 423; neither that nor
 * a 503 was carried out, so both are safe to repeat (the API's own "GeneralError" says so).
 */
const notCarriedOut = [423, 503];

/** A client for a change: it sends it as soon as the project is free, and throws OperationFailure when that was not in time. */
export function whenFree(work: Work): ProjectClient {
	return {
		...work,
		request: async (request) => await sendWhenFree(work, request),
		async object<Body extends object>(request: PlatformRequest) {
			const { body, status } = await sendWhenFree(work, request);
			if (isObject<Body>(body)) return body;
			throw new PlatformRequestError(work.platform.name, actionOf(request), status, 'the answer is not a JSON object');
		},
	};
}

async function sendWhenFree(work: Work, request: PlatformRequest): Promise<PlatformResponse> {
	const action = actionOf(request);
	const acceptStatuses = [...(request.acceptStatuses ?? []), ...notCarriedOut];
	const result = await pollUntil<Attempt<PlatformResponse>>({
		what: `Neon to be free for ${action}`,
		...work.wait.limits(),
		// A failure ends it: this look is a write, which the wait must not repeat.
		read: async () => await attempt(work.request({ ...request, acceptStatuses })),
		assess: (sent) => ({
			phase: sent.ok && notCarriedOut.includes(sent.value.status) ? 'pending' : 'succeeded',
			seen: sent.ok ? `${sent.value.status}${wordsIn(sent.value.body)}` : 'a failure',
		}),
	});
	if (result.outcome === 'timeout') {
		throw new OperationFailure(
			`Neon was not free for ${action} within ${Math.round(result.waitedMs / 1000)} s, last answer: ${result.seen}`,
			'Nothing was changed. Look at the operations of this project in Neon, then run this again, or with a longer timeout',
			{ mayStillFinish: true },
		);
	}
	if (!result.value.ok) throw result.value.error;
	return result.value.value;
}

const actionOf = ({ method, path }: PlatformRequest): string => `${method} ${path}`;

function wordsIn(body: unknown): string {
	const words = textAt(body, 'message');
	return words === null ? '' : ` (${words})`;
}
