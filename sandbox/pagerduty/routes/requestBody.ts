import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import { refuse } from '../present';

const maximumEventBytes = 512 * 1024;

/** Half of a character that has two UTF-16 units: no bytes of UTF-8 stand for it. */
const unpairedSurrogate = /\p{Surrogate}/u;

/** The parsed body, or the vendor's refusal of one that cannot be read at all. */
export function readBody(request: SandboxRequest): { body: unknown } | { refused: SandboxResponse } {
	if (request.body.length > maximumEventBytes) {
		return {
			refused: refuse(413, 'invalid event', 'Event object is too large', [
				`The event is larger than ${maximumEventBytes} bytes`,
			]),
		};
	}
	const unreadable = refuse(400, 'Unrecognized object', 'Event object format is unrecognized', ['JSON parse error']);
	try {
		const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
		return typeof body === 'object' && body !== null && !Array.isArray(body) && isWellFormedJson(body)
			? { body }
			: { refused: unreadable };
	} catch {
		return { refused: unreadable };
	}
}

/** Whether every string and every name in it can be written as UTF-8. */
function isWellFormedJson(value: unknown): boolean {
	if (typeof value === 'string') return !unpairedSurrogate.test(value);
	if (typeof value !== 'object' || value === null) return true;
	return Object.entries(value).every(([name, entry]) => !unpairedSurrogate.test(name) && isWellFormedJson(entry));
}
