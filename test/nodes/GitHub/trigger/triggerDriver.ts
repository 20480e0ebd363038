import { createHmac } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { GitHubDeployTrigger } from '../../../../nodes/GitHub/GitHubDeployTrigger.node';
import { postToNode, type WebhookOutcome, type WebhookPost } from '../../../n8n/webhookHarness';
import { type GitHubDriver, webhookSecret } from '../gitHubDriver';

/** Sends a delivery to the trigger, whose webhook a person registered unless `parameters` say otherwise. */
export async function deliverTo(
	github: GitHubDriver,
	delivery: WebhookPost,
	parameters: INodeParameters,
	credential: Readonly<Record<string, string>> = {},
): Promise<WebhookOutcome> {
	return await postToNode(
		{
			node: new GitHubDeployTrigger(),
			parameters: { registerOn: 'manual', ...parameters },
			credentials: [github.credential(credential)],
		},
		delivery,
	);
}

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
