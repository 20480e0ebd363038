import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { apiError } from '../http/errors';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readObject, readRequiredString } from '../http/requestBody';
import { eventPayload } from '../present/payloads/eventPayload';
import { TOKEN_LOGIN } from '../world/accounts';

const MAX_PAYLOAD_PROPERTIES = 10;
const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_EVENT_TYPE_LENGTH = 100;

/** `POST /repos/{owner}/{repo}/dispatches`: a `repository_dispatch` event of the caller's own type. */
export function dispatchRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [['POST', '/dispatches', createDispatch]]);
}

function createDispatch({ context, request, record }: Visit): SandboxResponse {
	const body = readBody(request);
	const eventType = readRequiredString(body, 'event_type');
	if (eventType.length > MAX_EVENT_TYPE_LENGTH) {
		throw apiError(422, `event_type is longer than ${MAX_EVENT_TYPE_LENGTH} characters`);
	}
	const clientPayload = readObject(body, 'client_payload') ?? {};
	if (Object.keys(clientPayload).length > MAX_PAYLOAD_PROPERTIES) {
		throw apiError(
			422,
			`No more than ${MAX_PAYLOAD_PROPERTIES} properties are allowed; ${Object.keys(clientPayload).length} were supplied.`,
		);
	}
	if (Buffer.byteLength(JSON.stringify(clientPayload)) >= MAX_PAYLOAD_BYTES) {
		throw apiError(422, 'client_payload is too large.');
	}
	context.webhooks.emitLater(record, 'repository_dispatch', {
		...eventPayload(context, record, 'repository_dispatch', TOKEN_LOGIN, {
			action: eventType,
			branch: context.services.repositories.defaultBranch,
		}),
		client_payload: clientPayload,
	});
	return { status: 204 };
}
