import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { DeploymentEvent } from '../../deployment/event/deploymentEvent';
import { reasonToIgnore, reasonToIgnoreByPaths, reasonToSkip } from '../../deployment/event/eventFilter';
import { clock } from '../../shared/waiting/clock';
import { answerOnly, readRawBody, type WebhookRequest } from '../../shared/webhook/webhookRequest';
import { gitHubClientForDelivery } from '../api/client';
import { completeChangedFiles } from './event/completeChangedFiles';
import { isPayloadOf } from './event/isPayloadOf';
import { isDeletion, normalizeDelivery } from './event/normalizeDelivery';
import { type Delivery, readDelivery } from './event/readDelivery';
import { eventFilterOf, filterIssues, triggerOptionsOf } from './filterParameters';
import { isSignedForNode } from './signature/knownSecrets';

/**
 * One delivery: 401 unless it is signed with a secret of the credential, before anything in it is looked
 * at; 400 if it is unreadable, or of another event than its header says; 200 with the reason if it is not
 * wanted. Otherwise it starts the workflow, and n8n answers 202 once the execution is stored, so that
 * "accepted" is never said too early.
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
	const ignored = (reason: string) => answerOnly(functions, 200, { ignored: reason, delivery: delivery.id });
	const filter = eventFilterOf(functions);
	const early = reasonBeforeReading(delivery, filter.events);
	if (early !== null) return ignored(early);
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
		? await completeChangedFiles(gitHubClientForDelivery(functions), delivery, listed)
		: listed;
	const pathReason = reasonToIgnoreByPaths(filter, event);
	if (pathReason !== null) return ignored(pathReason);
	const raw = options.includeRawPayload ? { raw: delivery.payload } : {};
	return accepted(
		{ ...event, skipReason },
		raw,
		filterIssues(filter).map(({ issue }) => issue),
	);
}

function reasonBeforeReading({ event }: Delivery, wanted: readonly string[]): string | null {
	if (event === 'ping') return 'ping: the address and the secret are right';
	return wanted.includes(event) ? null : `the event ${event} is not one of ${wanted.join(', ')}`;
}

/** A filter that was saved before its issue was known lets everything through, and says so. */
function accepted(event: DeploymentEvent, raw: IDataObject, warnings: readonly string[]): IWebhookResponseData {
	return {
		workflowData: [[{ json: { ...event, ...raw } }]],
		webhookResponse: {
			accepted: true,
			delivery: event.deliveryId,
			...(event.skipReason !== null && { skipped: event.skipReason }),
			...(warnings.length > 0 && { warnings }),
		},
	};
}
