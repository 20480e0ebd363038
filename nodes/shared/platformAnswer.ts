import { textAt, valueAt } from '../deployment/jsonFields';
import { parseRetryAfterMs } from '../deployment/retryPolicy';
import { clock } from './clock';
import { PlatformRequestError } from './errors';
import { parseJson } from './parseJson';
import type { Platform, PlatformRequest, PlatformResponse } from './platform';
import type { RawAnswer, SentRequest } from './platformHttp';
import { scrub } from './redaction';

/** Whether it is an answer that the request asked for, rather than an error. */
export function isAccepted(
	answer: RawAnswer | PlatformRequestError,
	{ acceptStatuses }: PlatformRequest,
): answer is RawAnswer {
	if (answer instanceof PlatformRequestError) return false;
	const { status } = answer;
	return (status >= 200 && status < 300) || acceptStatuses?.includes(status) === true;
}

/** GitHub says 403, not 429, for most of its rate limits (docs.github.com, "Rate limits for the REST API"). */
export function statusForRetry(answer: RawAnswer | PlatformRequestError): number | null {
	if (answer instanceof PlatformRequestError || answer.status !== 403) return answer.status;
	const { headers } = answer;
	const isRateLimited =
		headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
	return isRateLimited ? 429 : 403;
}

/** `Retry-After`, or GitHub's reset time when a rate limit is used up; null when the answer names none. */
export function retryDelayMs({ headers }: RawAnswer): number | null {
	const retryAfterMs = parseRetryAfterMs(headers['retry-after'], clock.now());
	if (retryAfterMs !== null || headers['x-ratelimit-remaining'] !== '0') return retryAfterMs;
	const resetSeconds = Number(headers['x-ratelimit-reset']);
	return Number.isFinite(resetSeconds) ? Math.max(0, resetSeconds * 1000 - clock.now()) : null;
}

/** The answer with its body read. @throws PlatformRequestError when it is not what the request asked for. */
export function bodyIn(
	{ status, headers, bytes }: RawAnswer,
	{ platform, action }: SentRequest,
	{ responseType }: PlatformRequest,
): PlatformResponse {
	const text = bytes.toString('utf8');
	if (responseType === 'text') return { status, headers, body: text };
	if (text.trim() === '') return { status, headers, body: null };
	const parsed = parseJson(text);
	if (parsed.ok) return { status, headers, body: parsed.value };
	// Not quoted: an answer that was cut off may begin with the very secret that was asked for.
	throw new PlatformRequestError(platform.name, action, status, 'the answer is not JSON');
}

/** The error for a body that is JSON, but not `expected`. */
export function unreadable(
	platform: Platform,
	{ method, path }: PlatformRequest,
	status: number,
	expected: string,
): PlatformRequestError {
	return new PlatformRequestError(
		platform.name,
		`${method} ${path}`,
		status,
		`the answer is not ${expected}`,
	);
}

/** The error for an answer that is not accepted, in the vendor's own words. */
export function errorFrom(
	answer: RawAnswer | PlatformRequestError,
	{ platform, action, secrets, values }: SentRequest,
): PlatformRequestError {
	if (answer instanceof PlatformRequestError) return answer;
	const text = answer.bytes.toString('utf8');
	const parsed = parseJson(text);
	// Not JSON: an error page, whose text is the message.
	const body = parsed.ok ? parsed.value : text.replace(/<[^>]*>/g, ' ');
	const words = platform.readErrorMessage?.(body) ?? wordsOf(body);
	const waitMs = retryDelayMs(answer);
	const wait = waitMs === null ? '' : ` (try again in ${Math.ceil(waitMs / 1000)} s)`;
	return new PlatformRequestError(
		platform.name,
		action,
		answer.status,
		`${scrub(words || 'no explanation given', secrets, values)}${wait}`,
		codeOf(body),
	);
}

function wordsOf(body: unknown): string {
	if (typeof body === 'string') return body;
	for (const name of ['message', 'Message', 'error', 'error_message', 'detail']) {
		const words = textAt(body, name);
		if (words !== null) return words;
	}
	const errors = valueAt(body, 'errors');
	return errors === undefined ? '' : JSON.stringify(errors);
}

function codeOf(body: unknown): string | null {
	const code = valueAt(body, 'code');
	return typeof code === 'string' || typeof code === 'number' ? String(code) : null;
}
