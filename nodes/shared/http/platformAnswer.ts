import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { canHeal, failureKindOf, parseRetryAfterMs, type FailureKind } from '../../deployment/policy/retryPolicy';
import { parseJson } from '../../deployment/values/json';
import { decodeText } from '../../deployment/values/text';
import { clock } from '../waiting/clock';
import { PlatformRequestError } from '../operation/errors';
import type { Platform, PlatformRequest, PlatformResponse } from './platform';
import type { RawAnswer, SentRequest } from './platformHttp';
import { redactShort } from './redaction';

/** Whether it is an answer that the request asked for, rather than an error. */
export function isAccepted(
	answer: RawAnswer | PlatformRequestError,
	{ acceptStatuses }: PlatformRequest,
): answer is RawAnswer {
	if (answer instanceof PlatformRequestError) return false;
	const { status } = answer;
	return (status >= 200 && status < 300) || acceptStatuses?.includes(status) === true;
}

/** What an answer that is not accepted means: by the platform's own rule, else by headers and status. */
export function failureKindIn(answer: RawAnswer, { platform }: SentRequest): FailureKind {
	const { status, headers } = answer;
	const { message, code } = wordsIn(answer, platform);
	const kind = platform.readFailureKind?.({ status, headers, message, code });
	if (kind !== undefined) return kind;
	// Some say 403, not 429, for a rate limit, and name the time that it ends.
	const isRateLimited =
		status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
	return isRateLimited ? 'rateLimited' : failureKindOf(status);
}

/** `Retry-After`, or GitHub's reset time when a rate limit is used up; null when the answer names none. */
export function retryDelayMs({ headers }: RawAnswer): number | null {
	const retryAfterMs = parseRetryAfterMs(headers['retry-after'], clock.now());
	if (retryAfterMs !== null || headers['x-ratelimit-remaining'] !== '0') return retryAfterMs;
	const resetSeconds = Number(headers['x-ratelimit-reset']);
	// A second at least: by a clock that is behind, the limit may last longer than it seems.
	return Number.isFinite(resetSeconds) ? Math.max(1_000, resetSeconds * 1000 - clock.now()) : null;
}

/** What a body must be, beyond readable. */
export type ExpectedBody = 'object' | 'list';

/** The answer with its body read, or the error that it is not what was asked for. */
export function bodyIn(
	{ status, headers, bytes }: RawAnswer,
	sent: SentRequest,
	{ responseType }: PlatformRequest,
	expected?: ExpectedBody,
): PlatformResponse | PlatformRequestError {
	const text = decodeText(bytes, headers['content-type']);
	if (responseType === 'text') return { status, headers, body: text };
	// Not quoted: an answer that was cut off may begin with the very secret that was asked for.
	const parsed = text.trim() === '' ? ({ ok: true, value: null } as const) : parseJson(text);
	if (!parsed.ok) return unreadable(sent, status, 'JSON');
	const body = parsed.value;
	if (expected === 'object' && !isRecord(body)) return unreadable(sent, status, 'a JSON object');
	if (expected === 'list' && !Array.isArray(body)) return unreadable(sent, status, 'a JSON list');
	return { status, headers, body };
}

function unreadable({ platform, action }: SentRequest, status: number, expected: string): PlatformRequestError {
	return new PlatformRequestError(platform.name, action, status, `the answer is not ${expected}`, null, 'unreadable');
}

/** The error for an answer that is not accepted, in the vendor's own words. */
export function errorFrom(answer: RawAnswer, sent: SentRequest): PlatformRequestError {
	const { platform, action, secrets, values } = sent;
	const { message, code } = wordsIn(answer, platform);
	const kind = failureKindIn(answer, sent);
	// Headers count requests on every answer: of a refusal, waiting makes nothing else.
	const waitMs = canHeal(kind) ? retryDelayMs(answer) : null;
	const wait = waitMs === null ? '' : ` (try again in ${Math.ceil(waitMs / 1000)} s)`;
	return new PlatformRequestError(
		platform.name,
		action,
		answer.status,
		`${redactShort(message || 'no explanation given', secrets, values)}${wait}`,
		code,
		kind,
	);
}

function wordsIn({ bytes, headers }: RawAnswer, platform: Platform): { message: string; code: string | null } {
	const text = decodeText(bytes, headers['content-type']);
	const parsed = parseJson(text);
	// Not JSON: an error page, whose text is the message.
	const body = parsed.ok ? parsed.value : text.replace(/<[^>]*>/g, ' ');
	return { message: platform.readErrorMessage?.(body) ?? wordsOf(body), code: codeOf(body) };
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
