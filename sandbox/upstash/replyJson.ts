import type { RedisFailure, RedisReply } from './redisBackend';

export type Answer = { readonly result: RedisReply } | RedisFailure;

/** A text of a reply, which holds a byte in each character. Invalid UTF-8 becomes U+FFFD, as at Upstash. */
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Every string but "OK": https://upstash.com/docs/redis/features/restapi#base64-encoded-responses */
const base64Of = (bytes: string): string =>
	bytes === 'OK' ? bytes : Buffer.from(bytes, 'latin1').toString('base64');

/** Written by hand, since JSON.stringify has no integers of 64 bits. */
function replyJson(reply: RedisReply, encode: (bytes: string) => string): string {
	if (reply === null) return 'null';
	if (typeof reply === 'string') return JSON.stringify(encode(reply));
	if (typeof reply === 'object') return `[${reply.map((entry) => replyJson(entry, encode)).join(',')}]`;
	return String(reply);
}

/** One answer as the REST API writes it. */
export function answerJson(answer: Answer, isBase64: boolean): string {
	if ('error' in answer) return JSON.stringify({ error: textOf(answer.error) });
	return `{"result":${replyJson(answer.result, isBase64 ? base64Of : textOf)}}`;
}
