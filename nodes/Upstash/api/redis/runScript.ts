import { OperationFailure } from '../../../shared/operation/errors';
import type { ScriptAnswer } from '../types';
import type { RedisClient } from './redisClient';

/** A Lua script that Redis runs in one piece: nothing else happens in between. */
export interface Script {
	/** What it does, for errors: `the lock script "acquire"`. */
	readonly name: string;
	readonly source: string;
	/** Whether a second run by the same caller leaves, and answers, the same as one. */
	readonly safeToRepeat: boolean;
}

/**
 * Runs a script with EVAL. The whole source is sent each time: EVALSHA would need a second request
 * whenever the database has dropped its script cache.
 *
 * @throws OperationFailure when Redis refuses the script, or the answer is not one of its.
 */
export async function runScript(
	client: RedisClient,
	script: Script,
	keys: readonly string[],
	values: readonly string[],
): Promise<ScriptAnswer> {
	const result = await client.run(
		['EVAL', script.source, String(keys.length), ...keys, ...values],
		// The source, and how many keys follow.
		{ safeToRepeat: script.safeToRepeat, ownWords: 2 },
	);
	if (Array.isArray(result) && result.length > 0 && result.length % 2 === 0) {
		const words = result.map((value: unknown) => String(value));
		return Object.fromEntries(
			words.flatMap((name, index) => (index % 2 === 0 ? [[name, words[index + 1] ?? '']] : [])),
		);
	}
	throw new OperationFailure(
		`${script.name} gave an answer that cannot be read`,
		'Check that the base URL in the credential is that of an Upstash Redis database',
	);
}
