import { isRecord, isTrueAt, numberAt, textAt, textsAt, valueAt } from '../values/jsonFields';

/** One answer of an address, without its body. */
export interface AnswerSight {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Whether it leads to another host, and to which; empty where it does not. */
	readonly otherHost: string;
	/** Whether it leads to an address with TLS. */
	readonly leadsToTls: boolean;
}

/** What was seen of a public address with a few requests. */
export interface AddressSight {
	readonly url: string;
	/** Its host is one of a private network, which nobody outside can ask. */
	readonly isPrivate: boolean;
	/** The answer to a foreign origin's GET; null where none came. */
	readonly answer: AnswerSight | null;
	/** Why none came. */
	readonly failure: string;
	readonly isTlsFailure: boolean;
	/** The answer without TLS; null where none came or none was asked for. */
	readonly plain: AnswerSight | null;
	readonly isPlainAsked: boolean;
	/** Why none came without TLS. */
	readonly plainFailure: string;
	readonly burst: BurstSight;
}

/** What a few requests in a row met. */
export interface BurstSight {
	readonly asked: number;
	readonly tookMs: number;
	/** Which of them was answered 429; null where none was. */
	readonly limitedAt: number | null;
	/** Headers that tell of a limit. */
	readonly limitHeaders: readonly string[];
	/** Why it was stopped before its end; empty where it was not. */
	readonly stopped: string;
}

/** The origin that asks: of a name that nobody can have (RFC 2606). */
export const foreignOrigin = 'https://slipway-audit.invalid';

/** Headers that tell of a limit: the standard's, and those that came before it. */
export const limitHeaderPattern = /^(?:x-)?rate-?limit(?:-(?:limit|policy|remaining|reset))?$/;

/** What Inspect Address gave; null for anything else. */
export function readAddressSight(value: unknown): AddressSight | null {
	const url = textAt(value, 'url');
	if (url === null || !isRecord(valueAt(value, 'burst'))) return null;
	return {
		url,
		isPrivate: isTrueAt(value, 'isPrivate'),
		answer: answerAt(value, 'answer'),
		failure: textAt(value, 'failure') ?? '',
		isTlsFailure: isTrueAt(value, 'isTlsFailure'),
		plain: answerAt(value, 'plain'),
		isPlainAsked: isTrueAt(value, 'isPlainAsked'),
		plainFailure: textAt(value, 'plainFailure') ?? '',
		burst: {
			asked: numberAt(value, 'burst', 'asked') ?? 0,
			tookMs: numberAt(value, 'burst', 'tookMs') ?? 0,
			limitedAt: numberAt(value, 'burst', 'limitedAt'),
			limitHeaders: textsAt(value, 'burst', 'limitHeaders'),
			stopped: textAt(value, 'burst', 'stopped') ?? '',
		},
	};
}

function answerAt(value: unknown, name: string): AnswerSight | null {
	const answer = valueAt(value, name);
	const status = numberAt(answer, 'status');
	if (status === null) return null;
	const headers = valueAt(answer, 'headers');
	return {
		status,
		headers: isRecord(headers)
			? Object.fromEntries(Object.entries(headers).map(([header, text]) => [header.toLowerCase(), String(text)]))
			: {},
		otherHost: textAt(answer, 'otherHost') ?? '',
		leadsToTls: isTrueAt(answer, 'leadsToTls'),
	};
}
