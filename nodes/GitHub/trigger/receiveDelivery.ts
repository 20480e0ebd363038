import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { DeploymentEvent } from '../../deployment/event/deploymentEvent';
import {
	type EventFilter,
	reasonToIgnore,
	reasonToIgnoreByPaths,
	reasonToSkip,
} from '../../deployment/event/eventFilter';
import { releaseAskOf } from '../../deployment/event/releaseAsk';
import { previewAskOf } from '../../deployment/preview/previewRequest';
import { clock } from '../../shared/waiting/clock';
import { answerOnly, readRawBody, type WebhookRequest } from '../../shared/webhook/webhookRequest';
import { gitHubClientForDelivery } from '../api/client';
import { completeChangedFiles } from './event/completeChangedFiles';
import { isPayloadOf } from './event/isPayloadOf';
import { isDeletion, normalizeDelivery } from './event/normalizeDelivery';
import { type Delivery, readDelivery } from './event/readDelivery';
import { eventFilterOf, filterIssues, type TriggerOptions, triggerOptionsOf } from './filterParameters';
import { isSignedForNode } from './signature/knownSecrets';

/**
 * One delivery: 401 unless it is signed with a secret of the credential, before anything in it is looked
 * at; 400 if it is unreadable, or of another event than its header says; 200 with the reason if it is not
 * wanted. Otherwise it starts the workflow. An event is answered with 202 by n8n once the execution is stored, so that
 * "accepted" is never said too early; a hint to look at a branch is answered at once.
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
	const options = triggerOptionsOf(functions);
	const listed = normalizeDelivery(delivery, receivedAtMs);
	const judged = await judge(functions, filter, { delivery, listed, options });
	if ('reason' in judged) return ignored(judged.reason);
	const item = options.includeRawPayload ? { ...judged.json, raw: delivery.payload } : judged.json;
	const answer = answerFor(
		delivery,
		judged,
		filterIssues(filter).map(({ issue }) => issue),
	);
	const workflowData = [[{ json: item }]];
	if (options.output === 'event') return { workflowData, webhookResponse: answer };
	// At once: with all of n8n's slots taken the run waits for longer than GitHub does for the answer. Should n8n end
	// before it has stored the run, a hint is lost, and what it was about is seen by GitHub Watch.
	return { ...answerOnly(functions, 202, answer), workflowData };
}

/** What the workflow starts with. */
interface Wanted {
	readonly json: IDataObject;
	readonly skipReason: string | null;
}

/** That, or why it does not start. */
type Judged = Wanted | { readonly reason: string };

interface Received {
	readonly delivery: Delivery;
	readonly listed: DeploymentEvent;
	readonly options: TriggerOptions;
}

async function judge(functions: IWebhookFunctions, filter: EventFilter, received: Received): Promise<Judged> {
	switch (received.options.output) {
		case 'ask':
			return askedFor(filter, received.listed);
		case 'preview':
			return previewAskedFor(filter, received.listed);
		default:
			return await eventFor(functions, filter, received);
	}
}

/** A list of branches is of those that are merged into: the run of a build knows only its own. */
function previewAskedFor(filter: EventFilter, listed: DeploymentEvent): Judged {
	const asked = previewAskOf(listed);
	if ('reason' in asked) return asked;
	const passed: EventFilter = { ...filter, ignoreForks: false, ignoreDrafts: false };
	const isRun = listed.event === 'workflow_run';
	const reason = reasonToIgnore(isRun ? { ...passed, branches: { include: [], exclude: [] } } : passed, listed);
	return reason === null ? { json: { ...asked.ask, services: [] }, skipReason: null } : { reason };
}

/** Forks are never asked for, and neither paths nor a skip marker decide: whoever looks does that by what is live. */
function askedFor(filter: EventFilter, listed: DeploymentEvent): Judged {
	const asked = releaseAskOf(listed);
	if ('reason' in asked) return asked;
	const { ask } = asked;
	const reason = reasonToIgnore({ ...filter, ignoreForks: true }, { ...listed, branch: ask.branch });
	return reason === null ? { json: { ...ask }, skipReason: null } : { reason };
}

async function eventFor(
	functions: IWebhookFunctions,
	filter: EventFilter,
	{ delivery, listed, options }: Received,
): Promise<Judged> {
	if (isDeletion(delivery)) {
		return { reason: `${String(delivery.payload.ref)} was deleted, so there is nothing to deploy` };
	}
	const skipReason = reasonToSkip(filter, listed);
	const reason = reasonToIgnore(filter, listed) ?? (options.passOnSkipped ? null : skipReason);
	if (reason !== null) return { reason };
	const event = options.completeChangedFiles
		? await completeChangedFiles(gitHubClientForDelivery(functions), delivery, listed)
		: listed;
	const pathReason = reasonToIgnoreByPaths(filter, event);
	return pathReason === null ? { json: { ...event, skipReason }, skipReason } : { reason: pathReason };
}

function reasonBeforeReading({ event }: Delivery, wanted: readonly string[]): string | null {
	if (event === 'ping') return 'ping: the address and the secret are right';
	return wanted.includes(event) ? null : `the event ${event} is not one of ${wanted.join(', ')}`;
}

/** A filter that was saved before its issue was known lets everything through, and says so. */
function answerFor({ id }: Delivery, { skipReason }: Wanted, warnings: readonly string[]): IDataObject {
	return {
		accepted: true,
		delivery: id,
		...(skipReason !== null && { skipped: skipReason }),
		...(warnings.length > 0 && { warnings }),
	};
}
