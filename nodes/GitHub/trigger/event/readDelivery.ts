import { isRecord } from '../../../deployment/values/jsonFields';
import { parseJson } from '../../../deployment/values/json';
import type { WebhookRequest } from '../../../shared/webhook/webhookRequest';

/** How GitHub starts the body of a webhook with the content type `form`. */
const formStart = 'payload=';

/** One delivery, readable; only its form has been checked. */
export interface Delivery {
	readonly id: string;
	readonly event: string;
	readonly payload: Readonly<Record<string, unknown>>;
}

/** The delivery, or what is wrong with it. Called only once its signature has been verified. */
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
		return { problem: 'The body is not a JSON object, nor a form with one in its only field "payload"' };
	}
	return { delivery: { id, event, payload } };
}

/**
 * Read by what the bytes are, not by the content type: that is not signed, and the same signed bytes must
 * mean the same under every one.
 */
function payloadOf(request: WebhookRequest, rawBody: Buffer): Delivery['payload'] | null {
	const start = rawBody.toString('latin1', 0, formStart.length);
	if (start === formStart) {
		// With a second field it would be unclear which of them counts.
		if (rawBody.includes('&')) return null;
		return parsedObject(new URLSearchParams(rawBody.toString('utf8')).get('payload') ?? '');
	}
	const { body } = request;
	// n8n has parsed it already: parsing 25 MB twice would take as long as all the rest.
	if (start.startsWith('{') && isUtf8Json(request) && isRecord(body)) return body;
	const text = rawBody.toString('utf8').replace(/^\uFEFF/, '');
	return text.trimStart().startsWith('{') ? parsedObject(text) : null;
}

/** Whether n8n parses the body as these bytes in UTF-8: it obeys a charset, which is not signed either. */
function isUtf8Json(request: WebhookRequest): boolean {
	const contentType = headerOf(request, 'content-type') ?? '';
	return /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(contentType);
}

function parsedObject(text: string): Delivery['payload'] | null {
	const parsed = parseJson(text);
	return parsed.ok && isRecord(parsed.value) ? parsed.value : null;
}

function headerOf(request: WebhookRequest, name: string): string | null {
	const value = request.headers[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
