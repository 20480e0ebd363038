import type { HealthAnswer } from '../../deployment/health/healthExpectation';
import { parseJsonAsWritten } from '../../deployment/values/json';
import { decodeText } from '../../deployment/values/text';
import { lowerCaseNames, toBytes } from '../http/httpAnswer';

/** How much of a body is read, in bytes. */
export const maxBodyBytes = 65_536;

type AnswerHead = Pick<HealthAnswer, 'headers'> & { readonly status: number };

/** What comes before the body; null where n8n gives no answer that can be read. */
export function readHead(response: unknown): AnswerHead | null {
	if (typeof response !== 'object' || response === null || !('statusCode' in response)) return null;
	const headers = 'headers' in response && typeof response.headers === 'object' ? response.headers : null;
	return { status: Number(response.statusCode), headers: decodedHeaders(headers ?? {}) };
}

/** The answer with the beginning of its body as text, in whatever encoding that is, and as JSON. */
export async function readAnswer(response: unknown, { status, headers }: AnswerHead): Promise<HealthAnswer> {
	const isWithBody = typeof response === 'object' && response !== null && 'body' in response;
	const { bytes, isCut } = await readBeginning(isWithBody ? response.body : null);
	const body = decodeText(bytes, headers['content-type']);
	return { ...noAnswer(''), status, headers, body, isBodyCut: isCut, json: parseJsonAsWritten(body) };
}

/** An answer that did not come; `failure` says why. */
export function noAnswer(failure: string): HealthAnswer {
	return {
		status: null,
		failure,
		redirect: '',
		isOfOtherHost: false,
		headers: {},
		body: '',
		isBodyCut: false,
		json: { ok: false, reason: 'no answer' },
		latencyMs: 0,
	};
}

async function readBeginning(body: unknown): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
	if (!isByteStream(body)) {
		const bytes = toBytes(body);
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
	return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && Symbol.asyncIterator in body;
}

/** Node.js gives each byte of a header as one character; most servers mean UTF-8. */
function decodedHeaders(headers: object): Record<string, string> {
	return Object.fromEntries(
		Object.entries(lowerCaseNames(headers)).map(([name, value]) => [name, decodedHeader(value)]),
	);
}

function decodedHeader(value: string): string {
	if (!/[\u0080-\u00ff]/.test(value) || /[^\u0000-\u00ff]/.test(value)) return value;
	const text = new TextDecoder('utf-8').decode(Buffer.from(value, 'latin1'));
	return text.includes('\ufffd') ? value : text;
}
