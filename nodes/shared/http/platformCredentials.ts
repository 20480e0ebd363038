import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ConfigurationError } from '../operation/errors';
import type { Platform } from './platform';

/**
 * The base URL that a credential names, or else the platform's own; without a slash at the end.
 *
 * @throws ConfigurationError when it is not an http or https address.
 */
export function baseUrlIn(credentials: ICredentialDataDecryptedObject, platform: Platform): string {
	const configured = credentials[platform.baseUrlField ?? 'baseUrl'];
	const entered = typeof configured === 'string' ? configured.trim() : '';
	const text = entered === '' ? platform.defaultBaseUrl : entered;
	const parsed = URL.canParse(text) ? new URL(text) : undefined;
	if (parsed === undefined) {
		throw new ConfigurationError(
			`The base URL of the ${platform.name} credential is not an address: ${text}`,
			'Give one such as https://api.example.com',
		);
	}
	if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
		throw new ConfigurationError(
			`The base URL of the ${platform.name} credential must be http or https, not ${parsed.protocol}`,
			'Give one such as https://api.example.com, or leave it empty',
		);
	}
	const address = text.replace(/\/+$/, '');
	const { baseUrlEnding: ending = '' } = platform;
	return ending !== '' && address.endsWith(ending) ? address.slice(0, -ending.length) : address;
}

/**
 * Every text in a credential but its addresses and open fields: what must not appear in an error. Whole,
 * however it reads: a secret may hold commas and line breaks.
 */
export function secretsIn(credentials: ICredentialDataDecryptedObject, platform: Platform): string[] {
	return Object.entries(credentials).flatMap(([name, value]) =>
		typeof value === 'string' && !/url$/i.test(name) && !platform.openFields?.includes(name) ? [value] : [],
	);
}
