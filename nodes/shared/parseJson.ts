import { messageOf } from './errors';

/** Text as JSON, or why it is none. A result instead of an exception: broken JSON is an answer to deal with. */
export function parseJson(
	text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string } {
	try {
		return { ok: true, value: JSON.parse(text) as unknown };
	} catch (error) {
		return { ok: false, reason: messageOf(error) };
	}
}
