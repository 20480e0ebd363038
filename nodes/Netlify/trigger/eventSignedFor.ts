import type { IWebhookFunctions } from 'n8n-workflow';

import { attempt } from '../../shared/waiting/attempt';
import { accessTokenOf } from '../api/client';
import type { DeployEvent } from './deployEvents';
import { registrationOf } from './registration';
import { isSignature, keyIdOf, nodeSecretFor, signedEvent } from './signature';

/** The event that a notification is signed for, with one of this node's secrets; null when with none. */
export async function eventSignedFor(
	functions: IWebhookFunctions,
	rawBody: Buffer,
	header: unknown,
): Promise<DeployEvent | null> {
	// Nothing is read for what does not have the form of a signature.
	if (typeof header !== 'string' || !isSignature(header)) return null;
	const registration = registrationOf(functions);
	const token = await attempt(accessTokenOf(functions));
	const secrets = [
		nodeSecretFor(token.ok ? token.value : '', registration?.url ?? ''),
		// Until the workflow is published again.
		registration?.storedSecret ?? '',
	].filter((secret) => secret !== '');
	if (secrets.length === 0) warnOfRefusal(functions, 'it has no secret');
	const [first = '', second = ''] = secrets;
	const event = signedEvent(first, rawBody, header) ?? signedEvent(second, rawBody, header);
	const isOfAnotherToken = registration !== null && registration.keyId !== '' && registration.keyId !== keyIdOf(first);
	if (event === null && isOfAnotherToken) {
		warnOfRefusal(functions, 'the token in its credential was changed since it was registered');
	}
	return event;
}

function warnOfRefusal(functions: IWebhookFunctions, why: string): void {
	functions.logger.warn(`${functions.getNode().name} refused a notification: ${why}. Publish the workflow again`);
}
