import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { passes } from '../../deployment/values/globs/globFilter';
import { parseGlobs } from '../../deployment/values/globs/globList';
import { isRecord, textAt, textsAt, valueAt } from '../../deployment/values/jsonFields';
import { clock } from '../../shared/waiting/clock';
import { parseJson } from '../../deployment/values/json';
import { path } from '../../shared/http/path';
import { attempt } from '../../shared/waiting/attempt';
import { answerOnly, readRawBody, type WebhookRequest } from '../../shared/webhook/webhookRequest';
import { withoutSecrets } from '../output/redactDeploy';
import type { DeployEvent } from './deployEvents';
import { normalizeDeploy, type NotificationPayload } from './normalizeDeploy';
import { registrationOf } from './registration';
import { isSignature, keyIdOf, nodeSecretFor, signedEvent } from './signature';
import { accessTokenOf, hurriedNetlifyClient } from './transport';

/** Netlify waits ten seconds for an answer; half of it is for the look at the site. */
const lookTimeoutMs = 5_000;
/** Events after which the site may serve the deploy. */
const finishedEvents: readonly DeployEvent[] = [
	'deploy_created', 'deploy_restored', 'deploy_locked', 'deploy_unlocked',
];

/**
 * One notification: 401 unless it is signed with this node's own secret, before anything in it is
 * looked at; 400 if unreadable; 200 with the reason if it is not wanted. Else it starts the workflow,
 * and n8n answers 202 once the execution is stored.
 */
export async function receiveNotification(
	functions: IWebhookFunctions,
): Promise<IWebhookResponseData> {
	const receivedAtMs = clock.now();
	const request: WebhookRequest = functions.getRequestObject();
	const rawBody = await readRawBody(request);
	const header = request.headers['x-webhook-signature'];
	const event = rawBody === null ? null : await eventSignedFor(functions, rawBody, header);
	if (event === null || rawBody === null) return answerOnly(functions, 401, { error: 'unauthorized' });
	const parsed = parseJson(rawBody.toString('utf8'));
	if (!parsed.ok || !isRecord(parsed.value) || textAt(parsed.value, 'id') === null) {
		return answerOnly(functions, 400, { error: 'The body is not a deploy' });
	}
	const payload = parsed.value;
	const reason = reasonToIgnore(functions, event, payload);
	if (reason !== null) return answerOnly(functions, 200, { ignored: reason, event });
	const options: unknown = functions.getNodeParameter('options', {});
	const shouldLook = valueAt(options, 'checkLive') !== false && finishedEvents.includes(event);
	const isLive = finishedEvents.includes(event)
		? shouldLook
			? await looksLive(functions, payload)
			: null
		: false;
	const json: IDataObject = {
		...normalizeDeploy(event, payload, { isLive, receivedAtMs }),
		...(valueAt(options, 'includeRawPayload') === true && { raw: withoutSecrets(payload) }),
	};
	return {
		workflowData: [[{ json }]],
		webhookResponse: { accepted: true, event, deploy: json.id },
	};
}

/** The event that a notification is signed for, with one of this node's secrets; null when with none. */
async function eventSignedFor(
	functions: IWebhookFunctions,
	rawBody: Buffer,
	header: unknown,
): Promise<DeployEvent | null> {
	// Nothing is read for what is no signature at all.
	if (typeof header !== 'string' || !isSignature(header)) return null;
	const registration = registrationOf(functions);
	const token = await attempt(accessTokenOf(functions));
	const secrets = [
		nodeSecretFor(token.ok ? token.value : '', registration?.url ?? ''),
		// Until the workflow is published again.
		registration?.storedSecret ?? '',
	].filter((secret) => secret !== '');
	if (secrets.length === 0) {
		functions.logger.warn(
			`${functions.getNode().name} refused a notification: it has no secret. Publish the workflow again`,
		);
	}
	const [first = '', second = ''] = secrets;
	const event = signedEvent(first, rawBody, header) ?? signedEvent(second, rawBody, header);
	const isOfAnotherToken = registration !== null && registration.keyId !== '' && registration.keyId !== keyIdOf(first);
	if (event === null && isOfAnotherToken) {
		functions.logger.warn(
			`${functions.getNode().name} refused a notification: the token in its credential was changed since it was registered. Publish the workflow again`,
		);
	}
	return event;
}

function reasonToIgnore(
	functions: IWebhookFunctions,
	event: DeployEvent,
	payload: NotificationPayload,
): string | null {
	const events: unknown = functions.getNodeParameter('events', []);
	const filters: unknown = functions.getNodeParameter('filters', {});
	if (!Array.isArray(events) || !events.includes(event)) return `the event ${event} is not chosen`;
	const contexts = textsAt(filters, 'contexts');
	const context = textAt(payload, 'context') ?? '';
	if (contexts.length > 0 && !contexts.includes(context)) {
		return `the context ${context} is not one of ${contexts.join(', ')}`;
	}
	const branches = parseGlobs(textAt(filters, 'branches') ?? '');
	const branch = textAt(payload, 'branch') ?? '';
	if (branches.length > 0 && !passes({ include: branches, exclude: [] }, branch)) {
		return `the branch ${branch} is not one of ${branches.join(', ')}`;
	}
	return null;
}

/** Whether the site serves this deploy; null when that could not be seen: a notification is never lost over it. */
async function looksLive(
	functions: IWebhookFunctions,
	payload: NotificationPayload,
): Promise<boolean | null> {
	const siteId = textAt(payload, 'site_id');
	if (siteId === null) return null;
	const look = hurriedNetlifyClient(functions).object({
		method: 'GET',
		path: path`/sites/${siteId}`,
		timeoutMs: lookTimeoutMs,
	});
	const [seen] = await Promise.allSettled([look]);
	if (seen.status === 'rejected') return null;
	const published = textAt(seen.value, 'published_deploy', 'id');
	return published !== null && published === textAt(payload, 'id');
}
