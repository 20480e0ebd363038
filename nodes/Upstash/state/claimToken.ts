import { randomUUID } from 'crypto';

import { OperationFailure } from '../../shared/operation/errors';
import { parseJson } from '../../deployment/values/json';

/**
 * A claim token: a random part, and the keys it was given for, so that Complete and Fail can never
 * name other keys than Begin did.
 */
export function createClaimToken(keys: readonly string[]): string {
	return `${randomUUID()}.${Buffer.from(JSON.stringify(keys)).toString('base64url')}`;
}

/** The keys of a claim token. @throws OperationFailure when it is none. */
export function keysOfClaimToken(claimToken: string): string[] {
	const [, encoded = ''] = claimToken.split('.');
	const parsed = parseJson(Buffer.from(encoded, 'base64url').toString('utf8'));
	const keys: unknown = parsed.ok ? parsed.value : undefined;
	if (
		Array.isArray(keys) &&
		(keys.length === 1 || keys.length === 2) &&
		keys.every((key): key is string => typeof key === 'string' && key !== '')
	) {
		return keys;
	}
	throw new OperationFailure(
		'Claim Token is not one that Claim: Begin gave',
		'Take "claimToken" from the item that Begin returned with "granted": true',
	);
}
