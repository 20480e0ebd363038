import { isRecord, readString } from '../../../tools/json';

/** What a node asks for. */
export interface AskedRequest {
	readonly method: string;
	/** `/fly/v1/apps`, without the query. */
	readonly path: string;
}

/** Requests that a node gives up on after so many milliseconds of the machine, as if it had waited its full time. */
export interface Impatience {
	fits(request: AskedRequest): boolean;
	readonly timeoutMs: number;
	/** What passes of the engine's time when one of them was given up on. */
	waitFullTime(): Promise<void>;
}

type Send = (words: unknown[]) => Promise<unknown>;

/**
 * A request that is never answered is given up on after a minute of the machine's own time, which no clock of ours
 * shortens: here it is after less, and the minute passes in the engine's time.
 */
export async function sendWithin(impatience: Impatience | undefined, words: unknown[], send: Send): Promise<unknown> {
	const options = words.find(isRecord);
	if (impatience === undefined || options === undefined || !impatience.fits(askedBy(options))) return await send(words);
	const { timeoutMs } = impatience;
	try {
		return await send(words.map((word) => (word === options ? { ...options, timeout: timeoutMs } : word)));
	} catch (error) {
		if (isRecord(error) && /timeout of \d+ms exceeded/.test(readString(error, 'message') ?? '')) {
			await impatience.waitFullTime();
		}
		throw error;
	}
}

function askedBy(options: Readonly<Record<string, unknown>>): AskedRequest {
	const url = readString(options, 'url') ?? readString(options, 'uri') ?? '';
	const base = readString(options, 'baseURL');
	const path = URL.canParse(url, base) ? new URL(url, base).pathname : url;
	return { method: (readString(options, 'method') ?? 'GET').toUpperCase(), path };
}
