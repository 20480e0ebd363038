import { OperationFailure } from '../shared/errors';
import { parseJson } from '../shared/parseJson';

/** What a version of a secret holds. */
export type SecretValue =
	/** A JSON object: keys and their values as texts. */
	| { readonly kind: 'keys'; readonly keys: ReadonlyMap<string, string>; readonly text: string }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'binary'; readonly bytes: Buffer };

/** Reads `SecretString` or `SecretBinary`. */
export function readValue(answer: {
	readonly SecretString?: string | undefined;
	readonly SecretBinary?: Uint8Array | undefined;
}): SecretValue {
	if (answer.SecretString === undefined) {
		return { kind: 'binary', bytes: Buffer.from(answer.SecretBinary ?? new Uint8Array()) };
	}
	const text = answer.SecretString;
	const parsed = parseJson(text);
	if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
		return { kind: 'text', text };
	}
	return { kind: 'keys', keys: keysOf(parsed.value), text };
}

/** Values that are no texts, such as numbers and nested objects, as their JSON. */
export function keysOf(object: object): Map<string, string> {
	return new Map(
		Object.entries(object).map(([key, value]): [string, string] => [
			key,
			typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);
}

/** @throws OperationFailure when the secret holds no JSON object; never with its value. */
export function requireKeys(secretName: string, value: SecretValue): ReadonlyMap<string, string> {
	if (value.kind === 'keys') return value.keys;
	throw new OperationFailure(
		`Secret ${secretName} is ${value.kind === 'binary' ? 'binary' : 'plain text'}, not a JSON object with keys`,
		'Put a value such as {"DATABASE_URL": "..."} into it, or choose another secret',
	);
}
