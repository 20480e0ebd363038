import type { JsonObject } from '../../protocol/jsonInput';
import { readText } from '../../protocol/jsonInput';
import type { SecretPayload } from '../model';
import { invalidSecretParameter, invalidSecretRequest } from '../secretError';

const MAXIMUM_BYTES = 65_536;

/** SecretString or SecretBinary of a request; `undefined` with neither. Raises for both, empty or over 65,536 bytes. */
export function readPayload(input: JsonObject): SecretPayload | undefined {
	const text = readText(input, 'SecretString');
	const base64 = readText(input, 'SecretBinary');
	if (text !== undefined && base64 !== undefined) {
		throw invalidSecretParameter("You can't specify both a binary secret value and a string secret value.");
	}
	if (text === undefined && base64 === undefined) return undefined;
	const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64').length : Buffer.byteLength(text);
	if (bytes === 0 || bytes > MAXIMUM_BYTES) {
		throw invalidSecretParameter('The secret value must be from 1 to 65536 bytes long.');
	}
	return text === undefined ? { base64 } : { text };
}

/** The member that carries the payload in an answer. */
export function presentPayload({ text, base64 }: SecretPayload): JsonObject {
	return text === undefined ? { SecretBinary: base64 } : { SecretString: text };
}

/** `ClientRequestToken`: 32 to 64 characters. The SDKs make one; a call without it is refused. */
export function readRequestToken(input: JsonObject): string {
	const token = readText(input, 'ClientRequestToken');
	if (token === undefined) {
		throw invalidSecretRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
	}
	if (token.length < 32 || token.length > 64) {
		throw invalidSecretParameter('ClientRequestToken must be from 32 to 64 characters long.');
	}
	return token;
}

/** Name or ARN; raises InvalidParameterException when it is missing. */
export function requireSecretId(input: JsonObject): string {
	const id = readText(input, 'SecretId');
	if (id === undefined || id === '') throw invalidSecretParameter('You must provide a value for SecretId.');
	return id;
}
