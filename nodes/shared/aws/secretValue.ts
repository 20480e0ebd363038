import { parseJson } from '../../deployment/values/json';
import { jsonMembers, type JsonMember } from '../../deployment/values/jsonMembers';
import { OperationFailure } from '../operation/errors';

/** What a version of a secret holds. */
export type SecretValue =
	/** A JSON object. */
	| { readonly kind: 'keys'; readonly members: ReadonlyMap<string, JsonMember>; readonly text: string }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'binary'; readonly bytes: Buffer };

/** Reads `SecretString` or `SecretBinary`. */
export function readValue(answer: {
	readonly SecretString?: string | undefined;
	readonly SecretBinary?: Uint8Array | undefined;
}): SecretValue {
	const text = answer.SecretString;
	if (text === undefined) return { kind: 'binary', bytes: Buffer.from(answer.SecretBinary ?? new Uint8Array()) };
	const members = jsonMembers(text);
	return members ? { kind: 'keys', members, text } : { kind: 'text', text };
}

/** @throws OperationFailure when the secret holds no JSON object; never with its value. */
export function requireKeys(secretName: string, value: SecretValue): ReadonlyMap<string, JsonMember> {
	if (value.kind === 'keys') return value.members;
	throw new OperationFailure(
		`Secret ${secretName} is ${kindWords(value)}, not a JSON object with keys`,
		'Put a value such as {"DATABASE_URL": "..."} into it, or choose another secret',
	);
}

function kindWords(value: Exclude<SecretValue, { kind: 'keys' }>): string {
	if (value.kind === 'binary') return 'binary';
	const parsed = parseJson(value.text);
	if (!parsed.ok) return 'plain text';
	if (Array.isArray(parsed.value)) return 'a JSON list';
	if (parsed.value === null) return 'JSON null';
	return typeof parsed.value === 'string' ? 'a JSON string' : `a JSON ${typeof parsed.value}`;
}
