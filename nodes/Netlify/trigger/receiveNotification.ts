import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { answerOnly, readRawBody, type WebhookRequest } from '../../shared/webhook/webhookRequest';
import { netlifyClientForWebhook } from '../api/client';
import { readSite } from '../api/sites';
import { publishedIdOf } from '../api/types';
import { redactDeploy } from '../output/redact';
import type { DeployEvent } from './deployEvents';
import { eventSignedFor } from './eventSignedFor';
import { notificationJson, type NotificationPayload } from './notificationJson';
import { reasonToIgnore } from './reasonToIgnore';

/** Netlify waits ten seconds for an answer; half of it is for the look at the site. */
const lookTimeoutMs = 5_000;
/** Events after which the site may serve the deploy. */
const finishedEvents: readonly DeployEvent[] = [
	'deploy_created',
	'deploy_restored',
	'deploy_locked',
	'deploy_unlocked',
];

/**
 * One notification: 401 unless it is signed with this node's own secret, before anything in it is
 * looked at; 400 if unreadable; 200 with the reason if it is not wanted. Otherwise it starts the
 * workflow, and n8n answers 202 once the execution is stored.
 */
export async function receiveNotification(functions: IWebhookFunctions): Promise<IWebhookResponseData> {
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
	const isLive = await liveAfter(functions, event, payload, valueAt(options, 'checkLive') !== false);
	const json: IDataObject = {
		...notificationJson(event, payload, { isLive, receivedAtMs }),
		...(valueAt(options, 'includeRawPayload') === true && { raw: redactDeploy(payload) }),
	};
	return {
		workflowData: [[{ json }]],
		webhookResponse: { accepted: true, event, deploy: json.id },
	};
}

/** Whether the site serves the deploy after this event; null when that was not looked at, or could not be seen. */
async function liveAfter(
	functions: IWebhookFunctions,
	event: DeployEvent,
	payload: NotificationPayload,
	shouldLook: boolean,
): Promise<boolean | null> {
	if (!finishedEvents.includes(event)) return false;
	const siteId = textAt(payload, 'site_id');
	if (!shouldLook || siteId === null) return null;
	const site = await attempt(readSite(netlifyClientForWebhook(functions), siteId, lookTimeoutMs));
	// A notification is never lost over a look that failed.
	return site.ok ? publishedIdOf(site.value) === textAt(payload, 'id') : null;
}
