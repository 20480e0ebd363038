import { createHmac } from 'node:crypto';

/** `sha256=...`: the HMAC-SHA256 of the body's bytes, as GitHub puts it in `X-Hub-Signature-256`. */
export function signBody(secret: string, body: string | Buffer): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function signBodySha1(secret: string, body: string | Buffer): string {
	return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}

export interface DeliveryHeaderOptions {
	readonly event: string;
	/** The GUID; a redelivery carries the same one again. */
	readonly deliveryId: string;
	readonly body: string | Buffer;
	/** No secret, no signature headers. */
	readonly secret: string | null;
	readonly hookId: number;
	readonly targetId: number;
	readonly targetType: 'repository' | 'organization';
	readonly contentType: 'json' | 'form';
}

/**
 * The headers of one webhook delivery.
 * https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers
 */
export function deliveryHeaders(options: DeliveryHeaderOptions): Record<string, string> {
	return {
		Accept: '*/*',
		'Content-Type': options.contentType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
		'User-Agent': 'GitHub-Hookshot/5a9d0b1',
		'X-GitHub-Delivery': options.deliveryId,
		'X-GitHub-Event': options.event,
		'X-GitHub-Hook-ID': String(options.hookId),
		'X-GitHub-Hook-Installation-Target-ID': String(options.targetId),
		'X-GitHub-Hook-Installation-Target-Type': options.targetType,
		...(options.secret
			? {
					'X-Hub-Signature': signBodySha1(options.secret, options.body),
					'X-Hub-Signature-256': signBody(options.secret, options.body),
				}
			: {}),
	};
}

/** The bytes a hook receives: the JSON, or the form field `payload` with the JSON in it. */
export function deliveryBody(payload: unknown, contentType: 'json' | 'form'): string {
	const json = JSON.stringify(payload);
	return contentType === 'json' ? json : new URLSearchParams({ payload: json }).toString();
}
