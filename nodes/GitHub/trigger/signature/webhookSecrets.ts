import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A shorter secret can be found by trying, from one delivery that somebody saw. */
export const minimumSecretLength = 16;

/** What deliveries may be signed with. */
export interface WebhookSecrets {
	/** What a hook is registered with; null when the credential has no usable one: then nothing is accepted. */
	readonly current: string | null;
	/** Accepted beside it while the secret is being changed. */
	readonly previous: readonly string[];
	/** What in the credential is not accepted, or may not be meant as it is read. None of them holds a secret. */
	readonly warnings: readonly string[];
}

/** The secrets of a credential. */
export function webhookSecretsOf(credential: ICredentialDataDecryptedObject): WebhookSecrets {
	const current = textOf(credential.webhookSecret);
	// One per line: a comma may be part of a secret, and then each piece of it would count as one.
	const lines = textOf(credential.previousWebhookSecrets)
		.split(/\r\n|[\r\n]/)
		.filter((line) => line.trim() !== '');
	const previous = lines.filter(isLongEnough);
	const warnings: string[] = [];
	if (current.trim() === '') warnings.push('it has no webhook secret');
	else if (!isLongEnough(current))
		warnings.push(`its webhook secret is shorter than ${minimumSecretLength} characters`);
	if (previous.length < lines.length) {
		warnings.push(`a previous webhook secret is shorter than ${minimumSecretLength} characters`);
	}
	if (previous.some((line) => line.includes(','))) {
		warnings.push('a previous webhook secret contains a comma, and secrets are separated by line breaks only');
	}
	return {
		current: isLongEnough(current) ? current : null,
		previous: [...new Set(previous.flatMap((line) => [line, line.trim()]))],
		warnings,
	};
}

function isLongEnough(secret: string): boolean {
	return secret.trim().length >= minimumSecretLength;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/**
 * Whether `header` (`X-Hub-Signature-256`) is the HMAC-SHA256 of the body's bytes under one of the
 * secrets. Compared in constant time, and with every secret, so that the time reveals nothing.
 * docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSignedByOneOf(
	{ current, previous }: Pick<WebhookSecrets, 'current' | 'previous'>,
	rawBody: Buffer,
	header: unknown,
): boolean {
	const digest = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
	if (current === null || digest === undefined) return false;
	const given = Buffer.from(digest, 'hex');
	return [current, ...previous]
		.map((secret) => timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), given))
		.includes(true);
}
