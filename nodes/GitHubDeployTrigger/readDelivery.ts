import { isRecord } from '../deployment/jsonFields';
import { parseJson } from '../shared/parseJson';
import type { WebhookRequest } from '../shared/webhookRequest';

/** One delivery, readable; nothing in it is checked but its form. */
export interface Delivery {
	readonly id: string;
	readonly event: string;
	readonly payload: Readonly<Record<string, unknown>>;
}

/** The delivery, or what is wrong with it. Called only once its signature is known to be good. */
export function readDelivery(
	request: WebhookRequest,
	rawBody: Buffer,
): { readonly delivery: Delivery } | { readonly problem: string } {
	const event = headerOf(request, 'x-github-event');
	const id = headerOf(request, 'x-github-delivery');
	if (event === null) return { problem: 'The header X-GitHub-Event is missing' };
	if (id === null) return { problem: 'The header X-GitHub-Delivery is missing' };
	const payload = payloadOf(request, rawBody);
	if (payload === null) {
		return { problem: 'The body is not a JSON object, nor a form with one in its field "payload"' };
	}
	return { delivery: { id, event, payload } };
}

function payloadOf(request: WebhookRequest, rawBody: Buffer): Delivery['payload'] | null {
	const contentType = headerOf(request, 'content-type') ?? '';
	if (contentType.startsWith('application/x-www-form-urlencoded')) {
		return parsedObject(new URLSearchParams(rawBody.toString('utf8')).get('payload') ?? '');
	}
	// n8n has parsed it already: parsing 25 MB twice would take as long as all the rest.
	const { body } = request;
	if (contentType.startsWith('application/json') && isRecord(body)) return body;
	return parsedObject(rawBody.toString('utf8'));
}

function parsedObject(text: string): Delivery['payload'] | null {
	const parsed = parseJson(text);
	return parsed.ok && isRecord(parsed.value) ? parsed.value : null;
}

function headerOf(request: WebhookRequest, name: string): string | null {
	const value = request.headers[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
