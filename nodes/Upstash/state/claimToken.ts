import { parseJson } from '../../deployment/values/json';

/**
 * A claim token: a random part, and the keys it was given for, so that Complete and Fail can never
 * name other keys than Begin did.
 */
export function claimTokenFor(keys: readonly string[], randomPart: string): string {
	return `${randomPart}.${Buffer.from(JSON.stringify(keys)).toString('base64url')}`;
}

/** The keys of a claim token; null when it is not one. */
export function keysOfClaimToken(claimToken: string): string[] | null {
	const [, encoded = ''] = claimToken.split('.');
	const parsed = parseJson(Buffer.from(encoded, 'base64url').toString('utf8'));
	const keys: unknown = parsed.ok ? parsed.value : undefined;
	return Array.isArray(keys) &&
		(keys.length === 1 || keys.length === 2) &&
		keys.every((key): key is string => typeof key === 'string' && key !== '')
		? keys
		: null;
}
