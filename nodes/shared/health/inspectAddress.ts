import type { IExecuteFunctions } from 'n8n-workflow';

import {
	type AddressSight,
	type AnswerSight,
	type BurstSight,
	foreignOrigin,
	limitHeaderPattern,
} from '../../deployment/audit/addressSight';
import { cutText } from '../../deployment/values/text';
import { socketCodeOf } from '../http/httpAnswer';
import { redactShort } from '../http/redaction';
import { clock } from '../waiting/clock';
import { passwordsIn, redactAddress, secretsIn } from './address';
import { connectionFailure } from './connectionFailure';
import { isPrivateHost } from './privateHost';
import { readHead } from './readAnswer';
import { isSameHost, redirectOf } from './redirect';

export interface Inspection {
	readonly address: URL;
	readonly requestTimeoutMs: number;
	/** Requests in a row that look for a limit; 0 for none. */
	readonly burst: number;
}

/** Whoever runs the service finds it in its log under this name. */
const userAgent = 'slipway-security-audit';

const mostRedirects = 3;
const longestValue = 500;

const keptHeaders = new Set([
	'access-control-allow-credentials',
	'access-control-allow-origin',
	'content-security-policy',
	'content-security-policy-report-only',
	'content-type',
	'referrer-policy',
	'strict-transport-security',
	'x-content-type-options',
	'x-frame-options',
]);

type Answered =
	| { readonly answer: AnswerSight; readonly failure: ''; readonly isTlsFailure: false }
	| { readonly answer: null; readonly failure: string; readonly isTlsFailure: boolean };

/**
 * A public address as a stranger sees it: one GET from a foreign origin, one without TLS, then `burst` in a
 * row until one is refused. Nothing is sent that changes anything, and no redirect to another host is
 * followed. What goes wrong is part of what was seen.
 */
export async function inspectAddress(functions: IExecuteFunctions, inspection: Inspection): Promise<AddressSight> {
	const { address } = inspection;
	const first = await followed(functions, inspection);
	const isPlainAsked = address.protocol === 'https:' && address.port === '' && first.answer !== null;
	const plain = isPlainAsked ? await ask(functions, inspection, withoutTls(address)) : null;
	return {
		url: redactAddress(address),
		isPrivate: isPrivateHost(address.hostname),
		...first,
		plain: plain?.answer ?? null,
		isPlainAsked,
		plainFailure: plain?.failure ?? '',
		burst: await burstOf(functions, inspection, first),
	};
}

function withoutTls(address: URL): URL {
	const plain = new URL(address);
	plain.protocol = 'http:';
	plain.username = '';
	plain.password = '';
	plain.search = '';
	return plain;
}

async function followed(functions: IExecuteFunctions, inspection: Inspection): Promise<Answered> {
	let { address } = inspection;
	for (let redirects = 0; ; redirects++) {
		const { answered, next } = await askAndLook(functions, inspection, address);
		if (next === null || redirects === mostRedirects) return answered;
		address = next;
	}
}

async function burstOf(functions: IExecuteFunctions, inspection: Inspection, first: Answered): Promise<BurstSight> {
	const startedAtMs = clock.now();
	const limitHeaders = new Set(limitsIn(first.answer));
	const seen = (asked: number, limitedAt: number | null, stopped: string): BurstSight => ({
		asked,
		tookMs: clock.now() - startedAtMs,
		limitedAt,
		limitHeaders: [...limitHeaders],
		stopped,
	});
	if (first.answer === null) return seen(0, null, first.failure);
	if (first.answer.status === 429) return seen(1, 1, '');
	if (first.answer.otherHost !== '') return seen(0, null, `it leads to ${first.answer.otherHost}`);
	for (let asked = 1; asked <= inspection.burst; asked++) {
		const { answer, failure } = await ask(functions, inspection, inspection.address);
		if (answer === null) return seen(asked, null, `request ${asked} had no answer: ${failure}`);
		limitsIn(answer).forEach((name) => limitHeaders.add(name));
		if (answer.status === 429) return seen(asked, asked, '');
		// It may be our doing.
		if (answer.status >= 500) return seen(asked, null, `request ${asked} was answered ${answer.status}`);
	}
	return seen(inspection.burst, null, inspection.burst === 0 ? 'a burst was not wanted' : '');
}

function limitsIn(answer: AnswerSight | null): string[] {
	return Object.keys(answer?.headers ?? {}).filter((name) => limitHeaderPattern.test(name));
}

async function ask(functions: IExecuteFunctions, inspection: Inspection, address: URL): Promise<Answered> {
	return (await askAndLook(functions, inspection, address)).answered;
}

async function askAndLook(
	functions: IExecuteFunctions,
	{ requestTimeoutMs }: Inspection,
	address: URL,
): Promise<{ readonly answered: Answered; readonly next: URL | null }> {
	const timeout = AbortSignal.timeout(Math.ceil(requestTimeoutMs));
	const finished = new AbortController();
	const cancelled = functions.getExecutionCancelSignal();
	const abortSignal = AbortSignal.any([timeout, finished.signal, ...(cancelled ? [cancelled] : [])]);
	try {
		const head = readHead(await send(functions, address, requestTimeoutMs, abortSignal));
		if (head === null) return { answered: none('gave an answer that n8n could not read'), next: null };
		const answer = answerOf(head, address);
		const redirect = redirectOf(head.status, head.headers.location, address, 'sameHost');
		return {
			answered: { answer, failure: '', isTlsFailure: false },
			next: redirect.kind === 'follow' ? redirect.address : null,
		};
	} catch (error) {
		const reason = timeout.aborted
			? `gave no answer within ${requestTimeoutMs / 1000} s`
			: connectionFailure(error, 'GET');
		const isTlsFailure = address.protocol === 'https:' && isTlsCode(socketCodeOf(error) ?? '');
		return { answered: none(redactShort(reason, secretsIn(address), passwordsIn(address)), isTlsFailure), next: null };
	} finally {
		// Also ends the bodies, which nobody reads.
		finished.abort();
	}
}

function none(failure: string, isTlsFailure = false): Answered {
	return { answer: null, failure, isTlsFailure };
}

/** Node.js' codes of a certificate that does not hold; a line that was cut says nothing of it. */
function isTlsCode(code: string): boolean {
	return /CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL|^UNABLE_TO_(?:VERIFY|GET_ISSUER)|^EPROTO$/.test(code);
}

function answerOf(
	{ status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
	address: URL,
): AnswerSight {
	const { location } = headers;
	const isRedirect = status >= 300 && status < 400 && location !== undefined;
	const target = isRedirect && URL.canParse(location, address.href) ? new URL(location, address.href) : null;
	return {
		status,
		headers: Object.fromEntries(
			Object.entries(headers)
				.filter(([name]) => keptHeaders.has(name) || limitHeaderPattern.test(name))
				.map(([name, value]) => [name, cutText(value, longestValue)]),
		),
		otherHost: target === null || isSameHost(target, address) ? '' : target.host,
		leadsToTls: target?.protocol === 'https:',
	};
}

async function send(
	functions: IExecuteFunctions,
	address: URL,
	requestTimeoutMs: number,
	abortSignal: AbortSignal,
): Promise<unknown> {
	return await functions.helpers.httpRequest({
		url: address.href,
		method: 'GET',
		headers: {
			Accept: '*/*',
			'Cache-Control': 'no-cache',
			'User-Agent': userAgent,
			Origin: foreignOrigin,
		},
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: Math.ceil(requestTimeoutMs),
		abortSignal,
	});
}
