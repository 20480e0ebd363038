import { decideRetry, defaultRetryPolicy } from '../../../deployment/policy/retryPolicy';
import { clock } from '../../../shared/waiting/clock';
import type { RedisAnswer, RedisCommand } from '../types';
import { secretsOfWords } from './commandSecrets';
import { errorIn, redisRefusal, resultIn } from './redisAnswer';
import { verbOf } from './redisCommand';
import { adviceForRedisWords, isPassing } from './redisErrors';
import { createRedisSender, type RedisConnection, type RedisSender } from './redisSender';

export interface CommandOptions {
	readonly safeToRepeat: boolean;
	/** How many words after the verb are this package's own, and so no secret: the source of a script. */
	readonly ownWords?: number;
}

/** `pipeline` runs one command after the other, `multi-exec` all in one piece. */
export type BatchEndpoint = 'pipeline' | 'multi-exec';

export interface RedisClient {
	/**
	 * The command's result: a string, an integer (as a string beyond 2^53), null or a list of these.
	 *
	 * @throws OperationFailure when Redis refuses it; PlatformRequestError when no answer came, or only
	 * that it may come later.
	 */
	run(command: RedisCommand, options: CommandOptions): Promise<unknown>;
	/** Each command's answer, in order. */
	runAll(
		endpoint: BatchEndpoint,
		commands: readonly RedisCommand[],
		options: { readonly safeToRepeat: boolean },
	): Promise<RedisAnswer[]>;
}

/** One database over its REST API (upstash.com/docs/redis/features/restapi). */
export function createRedisClient(connection: RedisConnection): RedisClient {
	const sender = createRedisSender(connection);
	return {
		run: async (command, options) => await runOne(sender, command, options),
		runAll: async (endpoint, commands, { safeToRepeat }) => await runBatch(sender, endpoint, commands, safeToRepeat),
	};
}

async function runOne(
	sender: RedisSender,
	command: RedisCommand,
	{ safeToRepeat, ownWords = 0 }: CommandOptions,
): Promise<unknown> {
	const what = verbOf(command);
	const secretValues = secretsOfWords(command.slice(1 + ownWords));
	const body = await sender.send(what, { path: '/', body: [...command], secretValues, safeToRepeat });
	const result = resultIn(body);
	if (result !== undefined) return result;
	const words = errorIn(body) ?? '';
	throw redisRefusal(what, await sender.redactWords(words, secretValues), words);
}

async function runBatch(
	sender: RedisSender,
	endpoint: BatchEndpoint,
	commands: readonly RedisCommand[],
	safeToRepeat: boolean,
): Promise<RedisAnswer[]> {
	const what = endpoint === 'pipeline' ? 'the pipeline' : 'the transaction';
	const secretValues = secretsOfWords(commands.flatMap((command) => command.slice(1)));
	const body = commands.map((command) => [...command]);
	for (let sends = 1; ; sends++) {
		const answers = await sender.send(what, { path: `/${endpoint}`, body, secretValues, safeToRepeat });
		if (!Array.isArray(answers) || answers.length !== commands.length) {
			const words = errorIn(answers) ?? '';
			throw redisRefusal(what, await sender.redactWords(words, secretValues), words);
		}
		const delayMs = pauseMs(answers, sends, safeToRepeat);
		if (delayMs === null) {
			return await Promise.all(answers.map(async (answer) => await answerOf(answer, sender, secretValues)));
		}
		await clock.sleep(delayMs);
	}
}

async function answerOf(answer: unknown, sender: RedisSender, secretValues: readonly string[]): Promise<RedisAnswer> {
	const result = resultIn(answer);
	if (result !== undefined) return { ok: true, result };
	const words = errorIn(answer) ?? '';
	const shown = await sender.redactWords(words, secretValues);
	return { ok: false, words: shown || 'no readable answer', advice: adviceForRedisWords(words) };
}

/** How long to wait before all commands are sent again; null when the answers are final. */
function pauseMs(answers: readonly unknown[], sends: number, safeToRepeat: boolean): number | null {
	const passing = answers.filter((answer) => isPassing(errorIn(answer) ?? ''));
	// Those that were carried out must not be a second time.
	if (passing.length === 0 || (passing.length < answers.length && !safeToRepeat)) return null;
	const decision = decideRetry(defaultRetryPolicy, {
		attempt: sends,
		kind: 'rateLimited',
		retryAfterMs: null,
		safeToRepeat: true,
		random: clock.random(),
	});
	return decision.retry ? decision.delayMs : null;
}
