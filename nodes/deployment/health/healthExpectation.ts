import { isExpectedStatus, type StatusRange } from './expectedStatus';
import { readJsonPath } from './jsonPath';
import { isWrittenNumber, type JsonReading, writeJson } from '../values/json';
import { cutText } from '../values/text';
import { occursIn } from './patternSearch';
import { isSameVersion } from './versionMatch';

/** One answer of a service, or why none came. */
export interface HealthAnswer {
	/** Null when no answer came; then `failure` says why. */
	readonly status: number | null;
	/** Empty when an answer came. */
	readonly failure: string;
	/** Why a redirect was not followed; empty when there was none to refuse. */
	readonly redirect: string;
	/** Whether redirects led to another host than was asked. */
	readonly isOfOtherHost: boolean;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The beginning of the body. */
	readonly body: string;
	/** Whether the body goes on after what is in `body`. */
	readonly isBodyCut: boolean;
	/** The body as JSON, its numbers as they are written, or why it is none. */
	readonly json: JsonReading;
	readonly latencyMs: number;
}

/** Of a value that is not as it should be, in UTF-16 units. */
const maxShownLength = 100;

type JsonKeys = ReadonlyArray<string | number>;

export type BodyExpectation =
	| { readonly kind: 'contains'; readonly text: string }
	| { readonly kind: 'pattern'; readonly text: string; readonly pattern: RegExp }
	| { readonly kind: 'jsonPathEquals'; readonly path: string; readonly keys: JsonKeys; readonly text: string };

export type VersionSource =
	| { readonly kind: 'jsonPath'; readonly path: string; readonly keys: JsonKeys }
	| { readonly kind: 'header'; readonly name: string };

export interface HealthExpectation {
	readonly statuses: readonly StatusRange[];
	readonly statusText: string;
	readonly body: BodyExpectation | null;
	/** A value of '' only asks that the header is there. Names in lower case. */
	readonly headers: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	/** Null: as slow as the request may be. */
	readonly maxLatencyMs: number | null;
	readonly version: { readonly source: VersionSource; readonly expected: string } | null;
}

export interface HealthFinding {
	/** Why the answer is not good; null for a good one. */
	readonly reason: string | null;
	/** The version that was read, right or wrong; null when none was looked for or found. */
	readonly version: string | null;
}

/**
 * Whether one look at a service is good: everything that was asked for holds, and what cannot be
 * read does not. `versionAnswer` is the same answer unless the version has an address of its own.
 */
export function judgeAnswer(
	expectation: HealthExpectation,
	answer: HealthAnswer,
	versionAnswer: HealthAnswer,
): HealthFinding {
	const served = expectation.version === null ? null : readVersion(expectation.version.source, versionAnswer);
	const version = served?.version ?? null;
	const reason =
		judgeStatus(expectation, answer) ??
		judgeLatency(expectation, answer) ??
		judgeHeaders(expectation, answer) ??
		judgeBody(expectation.body, answer) ??
		served?.reason ??
		judgeVersion(expectation.version?.expected, version);
	return { reason, version };
}

function judgeStatus(expectation: HealthExpectation, answer: HealthAnswer): string | null {
	if (answer.status === null) return answer.failure;
	if (isExpectedStatus(expectation.statuses, answer.status)) return null;
	const reason = `answers ${answer.status}, not ${expectation.statusText}`;
	return answer.redirect === '' ? reason : `${reason}: it ${answer.redirect}`;
}

function judgeLatency({ maxLatencyMs }: HealthExpectation, answer: HealthAnswer): string | null {
	if (maxLatencyMs === null || answer.latencyMs <= maxLatencyMs) return null;
	return `took ${answer.latencyMs} ms, more than ${maxLatencyMs} ms`;
}

function judgeHeaders({ headers }: HealthExpectation, answer: HealthAnswer): string | null {
	for (const { name, value } of headers) {
		const served = Object.hasOwn(answer.headers, name) ? answer.headers[name] : undefined;
		if (served === undefined) return `has no header ${name}`;
		if (value !== '' && served.trim() !== value) {
			return `has the header ${name}: ${shortened(served)}, not ${value}`;
		}
	}
	return null;
}

function judgeBody(expectation: BodyExpectation | null, answer: HealthAnswer): string | null {
	switch (expectation?.kind) {
		case undefined:
			return null;
		case 'contains':
			return answer.body.includes(expectation.text)
				? null
				: `${bodyOf(answer)} does not contain "${shortened(expectation.text)}"`;
		case 'pattern':
			return occursIn(expectation.pattern, answer.body)
				? null
				: `${bodyOf(answer)} does not match /${shortened(expectation.text)}/`;
		case 'jsonPathEquals': {
			const found = readFromBody(expectation.path, expectation.keys, answer);
			if (!found.ok) return found.reason;
			const text = typeof found.value === 'string' ? found.value : writeJson(found.value);
			return text === expectation.text
				? null
				: `${expectation.path} is ${shortened(text)}, not ${shortened(expectation.text)}`;
		}
	}
}

function readVersion(
	source: VersionSource,
	answer: HealthAnswer,
): { readonly version: string | null; readonly reason: string | null } {
	const unread = (reason: string) => ({
		version: null,
		reason: `its version cannot be read: ${[reason, answer.redirect && `it ${answer.redirect}`].filter(Boolean).join('; ')}`,
	});
	if (answer.status === null) return unread(answer.failure);
	if (source.kind === 'header') {
		const version = Object.hasOwn(answer.headers, source.name) ? answer.headers[source.name]?.trim() : '';
		return version ? { version, reason: null } : unread(`the answer has no header ${source.name}`);
	}
	const found = readFromBody(source.path, source.keys, answer);
	if (!found.ok) return unread(`${found.reason} (status ${answer.status})`);
	if (typeof found.value === 'string' && found.value.trim() !== '') {
		return { version: found.value.trim(), reason: null };
	}
	if (typeof found.value === 'number' || isWrittenNumber(found.value)) {
		// As it is written: 7052e12 is a commit, and 1.10 not 1.1.
		return { version: writeJson(found.value), reason: null };
	}
	return unread(`${source.path} is ${shortened(writeJson(found.value))}`);
}

function judgeVersion(expected: string | undefined, version: string | null): string | null {
	if (expected === undefined || (version !== null && isSameVersion(version, expected))) return null;
	return `serves ${shortened(version ?? '(not reported)')}, not ${expected}`;
}

function readFromBody(path: string, keys: JsonKeys, answer: HealthAnswer): JsonReading {
	if (answer.isBodyCut) {
		return { ok: false, reason: 'the body is longer than what is read of it, so its JSON is not known' };
	}
	if (!answer.json.ok) return { ok: false, reason: 'the body is not JSON' };
	const value = readJsonPath(answer.json.value, keys);
	if (value === undefined) return { ok: false, reason: `the body has no ${path}` };
	return { ok: true, value };
}

function bodyOf(answer: HealthAnswer): string {
	return answer.isBodyCut ? 'the part of the body that is read' : 'the body';
}

function shortened(text: string): string {
	return cutText(text.replace(/\s+/g, ' '), maxShownLength);
}
