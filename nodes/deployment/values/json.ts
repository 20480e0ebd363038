import { isLosslessNumber, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';

export type JsonReading =
	| { readonly ok: true; readonly value: unknown }
	/** `reason` says where and why, and quotes no more than one character. */
	| { readonly ok: false; readonly reason: string };

/** A number that keeps the text it was written with: `1.10`, `7052e12`, `106242075399214372653`. */
export type WrittenNumber = LosslessNumber;

export { isLosslessNumber as isWrittenNumber };

/**
 * Text as JSON, or why it is none. A number that a double cannot hold exactly comes as its own text, so
 * that no id loses its last digits and none becomes `Infinity`. A byte order mark is ignored.
 *
 * A result instead of an exception: broken JSON is an answer to deal with.
 */
export function parseJson(text: string): JsonReading {
	return readJson(text, mayBeInexact, (digits) => (isSafeNumber(digits) ? Number(digits) : digits));
}

/**
 * As `parseJson`, but a number whose text a double would not give back (`1.10`, `1e3`, twenty digits) is
 * a `WrittenNumber`: for what is written back, shown or compared as text. `writeJson` writes it as it was.
 */
export function parseJsonAsWritten(text: string): JsonReading {
	return readJson(text, mayBeRewritten, (digits) =>
		String(Number(digits)) === digits ? Number(digits) : new LosslessNumber(digits),
	);
}

/** `value` as JSON text, each `WrittenNumber` with the text it was read with. */
export function writeJson(value: unknown, indent?: number): string {
	return stringify(value, undefined, indent) ?? 'null';
}

/** `value` for an item: each `WrittenNumber` as its text, which is all of it that n8n can keep. */
export function jsonForItem(value: unknown): unknown {
	if (isLosslessNumber(value)) return value.value;
	if (Array.isArray(value)) return value.map(jsonForItem);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonForItem(member)]));
}

/** What the plain reader may get wrong: a run of 16 digits, or an exponent. Most answers have neither. */
const mayBeInexact = /\d{16}|\d\.?\d*[eE][+-]?\d|\d\.\d{15}/;

/** What the plain reader may write otherwise, besides: zeros at an end, `-0`. */
const mayBeRewritten = /\d{16}|\d[eE][+-]?\d|\.\d*0(?!\d)|\.\d{7}|-0(?![.\d])/;

function readJson(text: string, suspicion: RegExp, parseNumber: (digits: string) => unknown): JsonReading {
	const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
	// A tenth of the time, for what has no number to lose.
	const plain = suspicion.test(json) ? undefined : parsedOrUndefined(json);
	return plain ?? parsedLossless(json, parseNumber);
}

function parsedOrUndefined(json: string): JsonReading | undefined {
	try {
		return { ok: true, value: JSON.parse(json) as unknown };
	} catch {
		// Told by the other reader: the message of this one may quote the text, and with it a secret.
		return undefined;
	}
}

function parsedLossless(json: string, parseNumber: (digits: string) => unknown): JsonReading {
	try {
		return { ok: true, value: parse(json, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) };
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		return { ok: false, reason: /call stack/i.test(words) ? 'it is nested too deeply' : words };
	}
}
