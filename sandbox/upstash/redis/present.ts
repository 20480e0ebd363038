import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { RedisAnswer, RedisReply } from './model';

export const redisHttpError = (status: number, error: string): SandboxHttpError =>
	new SandboxHttpError(status, { error });

/** One command's answer: 400 where Redis refused it. */
export function oneAnswer(request: SandboxRequest, answer: RedisAnswer): SandboxResponse {
	return jsonText('error' in answer ? 400 : 200, answerJson(answer, wantsBase64(request)));
}

/** Several commands' answers: always 200, whatever is among them. */
export function allAnswers(request: SandboxRequest, answers: readonly RedisAnswer[]): SandboxResponse {
	const isBase64 = wantsBase64(request);
	return jsonText(200, `[${answers.map((answer) => answerJson(answer, isBase64)).join(',')}]`);
}

/** What is at no path, or answers to no such method. */
export function notFound({ method }: SandboxRequest): SandboxResponse {
	return ['GET', 'HEAD', 'POST', 'PUT'].includes(method)
		? { status: 404, body: { error: 'ERR not found' } }
		: { status: 405, body: { error: `ERR method ${method} is not allowed` } };
}

const wantsBase64 = (request: SandboxRequest): boolean => request.headers['upstash-encoding'] === 'base64';

const jsonText = (status: number, body: string): SandboxResponse => ({
	status,
	headers: { 'Content-Type': 'application/json; charset=utf-8' },
	body,
});

function answerJson(answer: RedisAnswer, isBase64: boolean): string {
	if ('error' in answer) return JSON.stringify({ error: textOf(answer.error) });
	return `{"result":${replyJson(answer.result, isBase64 ? base64Of : textOf)}}`;
}

/** Written by hand, since JSON.stringify has no integers of 64 bits. */
function replyJson(reply: RedisReply, encode: (bytes: string) => string): string {
	if (reply === null) return 'null';
	if (typeof reply === 'string') return JSON.stringify(encode(reply));
	if (typeof reply === 'object') return `[${reply.map((entry) => replyJson(entry, encode)).join(',')}]`;
	return String(reply);
}

/** A string of a reply, which holds a byte in each character. Invalid UTF-8 becomes U+FFFD, as at Upstash. */
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Every string but "OK": https://upstash.com/docs/redis/features/restapi#base64-encoded-responses */
const base64Of = (bytes: string): string => (bytes === 'OK' ? bytes : Buffer.from(bytes, 'latin1').toString('base64'));
