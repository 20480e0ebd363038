import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** What of n8n's request object is used here. */
export interface WebhookRequest {
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed by n8n, where it knows the content type. */
	readonly body?: unknown;
	/** The bytes that came; n8n's `readRawBody` puts them here. */
	readonly rawBody?: unknown;
	readonly readRawBody?: () => Promise<void>;
}

/** The body's bytes as they came, which signatures are made over; null when there are none. */
export async function readRawBody(request: WebhookRequest): Promise<Buffer | null> {
	// n8n has read it already, unless the content type is one that it leaves alone.
	if (request.rawBody === undefined) await request.readRawBody?.();
	const { rawBody } = request;
	return Buffer.isBuffer(rawBody) && rawBody.length > 0 ? rawBody : null;
}

/** Answers by itself and starts nothing. */
export function answerOnly(functions: IWebhookFunctions, status: number, body: IDataObject): IWebhookResponseData {
	functions.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}
