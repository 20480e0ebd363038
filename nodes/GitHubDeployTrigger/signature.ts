import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What deliveries may be signed with. */
export interface WebhookSecrets {
	/** What a hook is registered with; null when the credential has none, and then nothing is accepted. */
	readonly current: string | null;
	/** Accepted beside it while the secret is being changed. */
	readonly previous: readonly string[];
}

export function webhookSecretsOf(credential: ICredentialDataDecryptedObject): WebhookSecrets {
	const { webhookSecret, previousWebhookSecrets } = credential;
	const current =
		typeof webhookSecret === 'string' && webhookSecret.trim() !== '' ? webhookSecret : null;
	const previous = typeof previousWebhookSecrets === 'string' ? previousWebhookSecrets.split(',') : [];
	return {
		current,
		previous: previous.map((secret) => secret.trim()).filter((secret) => secret !== ''),
	};
}

/**
 * Whether `header` (`X-Hub-Signature-256`) is the HMAC-SHA256 of the body's bytes under one of the
 * secrets. Compared in constant time, and with every secret, so that the time tells nothing.
 * docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSignedByOneOf(
	{ current, previous }: WebhookSecrets,
	rawBody: Buffer,
	header: unknown,
): boolean {
	const digest =
		typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
	if (current === null || digest === undefined) return false;
	const given = Buffer.from(digest, 'hex');
	return [current, ...previous]
		.map((secret) => timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), given))
		.includes(true);
}
