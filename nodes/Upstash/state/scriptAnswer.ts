import type { ScriptAnswer } from '../api/types';

/** A field's value; empty when the script left it out. */
export function textIn(answer: ScriptAnswer, name: string): string {
	return answer[name] ?? '';
}

/** Milliseconds since the epoch as ISO 8601; null for an empty field. */
export function timeIn(answer: ScriptAnswer, name: string): string | null {
	const text = textIn(answer, name);
	return text === '' ? null : new Date(Number(text)).toISOString();
}

/** A number; null for an empty field. */
export function numberIn(answer: ScriptAnswer, name: string): number | null {
	const text = textIn(answer, name);
	return text === '' ? null : Number(text);
}
