import type { IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../../../shared/waiting/clock';
import { isSignedByOneOf, webhookSecretsOf, type WebhookSecrets } from './webhookSecrets';

/**
 * For how long a secret that was taken out of the credential may still be accepted. Reading a
 * credential costs n8n more than all the rest of a delivery, so it is not read for each one of a burst.
 */
const keptMs = 10_000;
const maxKept = 100;

interface Kept {
	readonly secrets: WebhookSecrets;
	readonly readAtMs: number;
}

const kept = new Map<string, Kept>();

/**
 * Whether a body is signed with a secret of the node's credential. What does not fit the secrets read a
 * moment ago is checked against the credential as it is now: a new secret works at once.
 */
export async function isSignedForNode(
	functions: IWebhookFunctions,
	rawBody: Buffer | null,
	header: unknown,
): Promise<boolean> {
	const id = functions.getNode().credentials?.slipwayGitHubApi?.id;
	const known = id ? kept.get(id) : undefined;
	if (rawBody !== null && known && clock.now() - known.readAtMs < keptMs) {
		if (isSignedByOneOf(known.secrets, rawBody, header)) return true;
	}
	const secrets = webhookSecretsOf(await functions.getCredentials('slipwayGitHubApi'));
	if (id) {
		if (kept.size >= maxKept) kept.clear();
		kept.set(id, { secrets, readAtMs: clock.now() });
	}
	if (rawBody !== null && isSignedByOneOf(secrets, rawBody, header)) return true;
	if (secrets.warnings.length > 0) {
		functions.logger.warn(
			`${functions.getNode().name} refused a delivery. Its GitHub credential: ${secrets.warnings.join('; ')}`,
		);
	}
	return false;
}
