import { PlatformRequestError } from '../../../shared/operation/errors';
import type { PlatformClient, PlatformRequest } from '../../../shared/http/platformClient';
import { redactShort } from '../../../shared/http/redaction';
import { attempt } from '../../../shared/waiting/attempt';
import { cutEcho } from './commandSecrets';
import { errorIn, redisRefusal } from './redisAnswer';

/** How to reach one database. */
export interface RedisConnection {
	/** A client that reads error bodies with `readErrorMessage`. */
	readonly connect: (readErrorMessage: (body: unknown) => string | undefined) => PlatformClient;
	/** What of the credential no error may show. */
	readonly secrets: () => Promise<readonly string[]>;
}

export type RedisRequest = Pick<PlatformRequest, 'path' | 'body' | 'safeToRepeat'> & {
	readonly secretValues: readonly string[];
};

export interface RedisSender {
	/**
	 * The answer's body. `what` names the request in an error: `SET`, `the pipeline`.
	 *
	 * @throws OperationFailure when Redis refuses it; PlatformRequestError when no answer came, or only
	 * that it may come later.
	 */
	send(what: string, request: RedisRequest): Promise<unknown>;
	/** Redis' words as an error may show them. */
	redactWords(words: string, secretValues: readonly string[]): Promise<string>;
}

/** What Redis refuses comes back as 400 with its words in `error`; those are passed on without any word of the command. */
export function createRedisSender({ connect, secrets }: RedisConnection): RedisSender {
	// As they came: only to find what to do about them, never shown.
	let rawWords = '';
	const client = connect((body) => {
		rawWords = errorIn(body) ?? '';
		return cutEcho(rawWords) || undefined;
	});
	return {
		async send(what, request) {
			rawWords = '';
			const sent = await attempt(client.request({ method: 'POST', ...request }));
			if (sent.ok) return sent.value.body;
			const { error } = sent;
			const isRefused = error instanceof PlatformRequestError && error.kind === 'refused' && rawWords !== '';
			// 401 and 404 are about the credential, which the general advice is for.
			if (!isRefused || error.status === 401 || error.status === 404) throw error;
			throw redisRefusal(what, error.vendorMessage, rawWords);
		},
		redactWords: async (words, secretValues) => redactShort(cutEcho(words), await secrets(), secretValues),
	};
}
