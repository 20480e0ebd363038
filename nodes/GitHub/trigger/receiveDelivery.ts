import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { hurriedGitHubClient } from '../api/client';
import { reasonToIgnore, reasonToIgnoreByPaths, reasonToSkip } from '../../deployment/event/eventFilter';
import { clock } from '../../shared/waiting/clock';
import { answerOnly, readRawBody, type WebhookRequest } from '../../shared/webhook/webhookRequest';
import { completeChangedFiles } from './event/completeChangedFiles';
import { isPayloadOf } from './event/eventOfPayload';
import { eventFilterOf, filterFaults, triggerOptionsOf } from './filterParameters';
import { isSignedForNode } from './signature/knownSecrets';
import { isDeletion, normalizeDelivery } from './event/normalizeDelivery';
import { type Delivery, readDelivery } from './event/readDelivery';

/**
 * One delivery: 401 unless it is signed with a secret of the credential, before anything in it is
 * looked at; 400 if unreadable, or of another event than its header says; 200 with the reason if it is not wanted. Else it starts the workflow,
 * and n8n answers 202 once the execution is stored, so that "accepted" is never said too early.
 */
export async function receiveDelivery(functions: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAtMs = clock.now();
	const request: WebhookRequest = functions.getRequestObject();
	const rawBody = await readRawBody(request);
	const header = request.headers['x-hub-signature-256'];
	if (!(await isSignedForNode(functions, rawBody, header)) || rawBody === null) {
		return answerOnly(functions, 401, { error: 'unauthorized' });
	}
	const read = readDelivery(request, rawBody);
	if ('problem' in read) return answerOnly(functions, 400, { error: read.problem });
	return await acceptOrIgnore(functions, read.delivery, receivedAtMs);
}

async function acceptOrIgnore(
	functions: IWebhookFunctions,
	delivery: Delivery,
	receivedAtMs: number,
): Promise<IWebhookResponseData> {
	const ignored = (reason: string) =>
		answerOnly(functions, 200, { ignored: reason, delivery: delivery.id });
	if (delivery.event === 'ping') {
		return ignored('ping: the address and the secret are right');
	}
	const filter = eventFilterOf(functions);
	if (!filter.events.includes(delivery.event)) {
		return ignored(`the event ${delivery.event} is not one of ${filter.events.join(', ')}`);
	}
	if (!isPayloadOf(delivery.event, delivery.payload)) {
		const error = `The header X-GitHub-Event says ${delivery.event}, but the body is of another event`;
		return answerOnly(functions, 400, { error });
	}
	if (isDeletion(delivery)) {
		return ignored(`${String(delivery.payload.ref)} was deleted, so there is nothing to deploy`);
	}
	const options = triggerOptionsOf(functions);
	const listed = normalizeDelivery(delivery, receivedAtMs);
	const reason = reasonToIgnore(filter, listed);
	if (reason !== null) return ignored(reason);
	const skipReason = reasonToSkip(filter, listed);
	if (skipReason !== null && !options.passOnSkipped) return ignored(skipReason);
	const event = options.completeChangedFiles
		? await completeChangedFiles(hurriedGitHubClient(functions), delivery, listed)
		: listed;
	const pathReason = reasonToIgnoreByPaths(filter, event);
	if (pathReason !== null) return ignored(pathReason);
	const warnings = filterFaults(filter).map(({ fault }) => fault);
	const json: IDataObject = {
		...event,
		skipReason,
		...(options.includeRawPayload && { raw: delivery.payload }),
	};
	return {
		workflowData: [[{ json }]],
		webhookResponse: {
			accepted: true,
			delivery: delivery.id,
			...(skipReason !== null && { skipped: skipReason }),
			// A filter that was saved before its fault was known lets everything through, and says so.
			...(warnings.length > 0 && { warnings }),
		},
	};
}
