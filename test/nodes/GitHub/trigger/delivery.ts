import { createHmac } from 'node:crypto';

import { webhookSecret } from '../../../n8n/gitHubSandbox';
import type { WebhookPost } from '../../../n8n/webhookHarness';

export function sign(secret: string, body: Buffer | string): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** A delivery as GitHub sends it; headers set to `undefined` are left out. */
export function deliveryOf(
	event: string,
	payload: unknown,
	options: {
		readonly secret?: string;
		readonly form?: boolean;
		readonly headers?: Readonly<Record<string, string | undefined>>;
	} = {},
): WebhookPost {
	const json = JSON.stringify(payload);
	const body = options.form ? new URLSearchParams({ payload: json }).toString() : json;
	const headers: Record<string, string | undefined> = {
		'Content-Type': options.form ? 'application/x-www-form-urlencoded' : 'application/json',
		'X-GitHub-Event': event,
		'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
		'X-Hub-Signature-256': sign(options.secret ?? webhookSecret, body),
		...options.headers,
	};
	return {
		body,
		headers: Object.fromEntries(
			Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
		),
	};
}
