import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { HealthAnswer } from '../deployment/healthExpectation';
import { clock } from '../shared/clock';
import type { OperationContext } from '../shared/operation';
import { parseJson } from '../shared/parseJson';
import { scrub } from '../shared/redaction';
import { secretsIn } from './address';

/** How much of a body is read, in bytes. */
export const maxBodyBytes = 65_536;

const maxRedirects = 5;

export interface HealthRequest {
	readonly address: URL;
	readonly method: IHttpRequestMethods;
	readonly requestTimeoutMs: number;
	readonly followRedirects: boolean;
}

/** Asks once. Whatever goes wrong on the way is part of the answer: a service that cannot be reached is an unhealthy one. */
export async function ask(context: OperationContext, request: HealthRequest): Promise<HealthAnswer> {
	const startedAtMs = clock.now();
	const timeout = AbortSignal.timeout(Math.ceil(request.requestTimeoutMs));
	const finished = new AbortController();
	const cancelled = context.functions.getExecutionCancelSignal();
	const abortSignal = AbortSignal.any([timeout, finished.signal, ...(cancelled ? [cancelled] : [])]);
	try {
		const response: unknown = await context.functions.helpers.httpRequest({
			url: request.address.href,
			method: request.method,
			headers: { Accept: '*/*', 'Cache-Control': 'no-cache' },
			// As a stream, so that an endless body costs no more memory than what is read of it.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			sendCredentialsOnCrossOriginRedirect: false,
			...(request.followRedirects ? { maxRedirects } : { disableFollowRedirect: true }),
			timeout: Math.ceil(request.requestTimeoutMs),
			abortSignal,
		});
		return await readAnswer(response, startedAtMs);
	} catch (error) {
		const reason = timeout.aborted
			? `gave no whole answer within ${request.requestTimeoutMs / 1000} s`
			: describeFailure(error, request);
		return noAnswer(scrub(reason, secretsIn(request.address)), startedAtMs);
	} finally {
		finished.abort();
	}
}

async function readAnswer(response: unknown, startedAtMs: number): Promise<HealthAnswer> {
	if (typeof response !== 'object' || response === null || !('statusCode' in response)) {
		return noAnswer('gave an answer that n8n could not read', startedAtMs);
	}
	const { bytes, isCut } = await readBeginning('body' in response ? response.body : null);
	const body = bytes.toString('utf8');
	return {
		status: Number(response.statusCode),
		failure: '',
		headers: 'headers' in response ? lowerCaseNames(response.headers) : {},
		body,
		isBodyCut: isCut,
		json: parseJson(body),
		latencyMs: clock.now() - startedAtMs,
	};
}

async function readBeginning(body: unknown): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
	if (!isByteStream(body)) {
		const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
		return { bytes: bytes.subarray(0, maxBodyBytes), isCut: bytes.length > maxBodyBytes };
	}
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body) {
		const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		chunks.push(bytes);
		length += bytes.length;
		if (length > maxBodyBytes) break;
	}
	return { bytes: Buffer.concat(chunks).subarray(0, maxBodyBytes), isCut: length > maxBodyBytes };
}

function isByteStream(body: unknown): body is AsyncIterable<unknown> {
	return (
		typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && Symbol.asyncIterator in body
	);
}

function lowerCaseNames(headers: unknown): Record<string, string> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(
		Object.entries(headers as IDataObject).map(([name, value]) => [
			name.toLowerCase(),
			Array.isArray(value) ? value.join(', ') : String(value),
		]),
	);
}

function noAnswer(failure: string, startedAtMs: number): HealthAnswer {
	return {
		status: null,
		failure,
		headers: {},
		body: '',
		isBodyCut: false,
		json: { ok: false, reason: 'no answer' },
		latencyMs: clock.now() - startedAtMs,
	};
}

const connectionFailures: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its host name is not known (DNS)',
	EAI_AGAIN: 'its host name could not be looked up (DNS)',
	ECONNREFUSED: 'refused the connection',
	ECONNRESET: 'cut the connection',
	EHOSTUNREACH: 'its host cannot be reached',
	ENETUNREACH: 'its network cannot be reached',
	ETIMEDOUT: 'did not take the connection in time',
	ECONNABORTED: 'did not answer in time',
	ERR_FR_TOO_MANY_REDIRECTS: `redirects more than ${maxRedirects} times`,
};

function describeFailure(error: unknown, request: HealthRequest): string {
	const code =
		typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	const words = error instanceof Error ? error.message : String(error);
	const known = Object.hasOwn(connectionFailures, code) ? connectionFailures[code] : undefined;
	if (known !== undefined) return `${known}${code.startsWith('E') ? ` [${code}]` : ''}`;
	if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(code)) return `TLS failed: ${words} [${code}]`;
	return `gave no answer to ${request.method}: ${words}${code === '' ? '' : ` [${code}]`}`;
}
