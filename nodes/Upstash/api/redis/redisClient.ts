import type { IDataObject } from 'n8n-workflow';

import { decideRetry, defaultRetryPolicy } from '../../../deployment/policy/retryPolicy';
import { clock } from '../../../shared/waiting/clock';
import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformRequest } from '../../../shared/http/platformClient';
import { secretsIn } from '../../../shared/http/platformCredentials';
import { redactShort } from '../../../shared/http/redaction';
import { attempt } from '../../../shared/waiting/attempt';
import { errorHints } from '../errorHints';
import { adviceForRedisWords, failureKindOfRedis, isPassing } from './redisErrors';
import { secretsOfWords, withoutEcho } from './commandSecrets';

const upstash: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashRedisApi',
	// A database has an address of its own, so there is none to fall back to.
	defaultBaseUrl: '(empty)',
	hints: errorHints,
	readFailureKind: ({ message }) => failureKindOfRedis(message),
};

/** One command, its verb first: `['SET', 'key', 'value']`. */
export type RedisCommand = readonly [string, ...string[]];

/** What one command of several answered; its words hold none of the command's. */
export type RedisAnswer =
	| { readonly ok: true; readonly result: unknown }
	| { readonly ok: false; readonly words: string; readonly advice: string };

export interface CommandOptions {
	readonly safeToRepeat: boolean;
	/** How many words after the verb are this package's own, and so no secret: the source of a script. */
	readonly ownWords?: number;
}

export interface RedisClient {
	/**
	 * The command's result: a string, an integer (as text beyond 2^53), null or a list of these.
	 *
	 * @throws OperationFailure when Redis refuses it; PlatformRequestError when no answer came, or only
	 * that it may come later.
	 */
	run(command: RedisCommand, options: CommandOptions): Promise<unknown>;
	/** Each command's answer, in order, by `/pipeline` or, in one piece, by `/multi-exec`. */
	runAll(
		endpoint: 'pipeline' | 'multi-exec',
		commands: readonly RedisCommand[],
		options: { readonly safeToRepeat: boolean },
	): Promise<RedisAnswer[]>;
}

/**
 * The database of the item's credential, over its REST API
 * (upstash.com/docs/redis/features/restapi). What Redis refuses comes back as 400 with its words in
 * `error`; those are passed on without any word of the command.
 */
export function upstashClient({ functions, itemIndex }: OperationContext): RedisClient {
	// As they came: only to find what to do about them, never shown.
	let rawWords = '';
	const platform: Platform = {
		...upstash,
		readErrorMessage: (body) => {
			rawWords = errorIn(body) ?? '';
			return withoutEcho(rawWords) || undefined;
		},
	};
	const client = createPlatformClient(platform, functions, itemIndex);
	const send = async (what: string, request: Pick<PlatformRequest, 'path' | 'body' | 'secretValues' | 'safeToRepeat'>) => {
		rawWords = '';
		const sent = await attempt(client.request({ method: 'POST', ...request }));
		if (sent.ok) return sent.value.body;
		const { error } = sent;
		const isRefused = error instanceof PlatformRequestError && error.kind === 'refused' && rawWords !== '';
		// 401 and 404 are about the credential, which the general advice is for.
		if (!isRefused || error.status === 401 || error.status === 404) throw error;
		throw refusal(what, error.vendorMessage, rawWords);
	};
	const masked = async (words: string, values: readonly string[]) =>
		redactShort(withoutEcho(words), secretsIn(await functions.getCredentials(upstash.credentialType, itemIndex), upstash), values);
	return {
		async run(command, { safeToRepeat, ownWords = 0 }) {
			const secretValues = secretsOfWords(command.slice(1 + ownWords));
			const body = await send(verbOf(command), { path: '/', body: [...command], secretValues, safeToRepeat });
			if (isObject(body) && 'result' in body) return body.result;
			const words = errorIn(body) ?? '';
			throw refusal(verbOf(command), await masked(words, secretValues), words);
		},
		async runAll(endpoint, commands, { safeToRepeat }) {
			const what = endpoint === 'pipeline' ? 'the pipeline' : 'the transaction';
			const secretValues = secretsOfWords(commands.flatMap((command) => command.slice(1)));
			const request = {
				path: `/${endpoint}`,
				body: commands.map((command) => [...command]),
				secretValues,
				safeToRepeat,
			};
			for (let attempt = 1; ; attempt++) {
				const body = await send(what, request);
				if (!Array.isArray(body) || body.length !== commands.length) {
					const words = errorIn(body) ?? '';
					throw refusal(what, await masked(words, secretValues), words);
				}
				const delayMs = pauseMs(body, attempt, safeToRepeat);
				if (delayMs === null) {
					const mask = async (words: string) => await masked(words, secretValues);
					return await Promise.all(body.map(async (entry) => await answerIn(entry, mask)));
				}
				await clock.sleep(delayMs);
			}
		},
	};
}

/** How long to wait before all commands are sent again; null to take the answers as they are. */
function pauseMs(answers: readonly unknown[], attempt: number, safeToRepeat: boolean): number | null {
	const passing = answers.filter((answer) => isPassing(errorIn(answer) ?? ''));
	// Those that were carried out must not be a second time.
	if (passing.length === 0 || (passing.length < answers.length && !safeToRepeat)) return null;
	const decision = decideRetry(defaultRetryPolicy, {
		attempt,
		kind: 'rateLimited',
		retryAfterMs: null,
		safeToRepeat: true,
		random: clock.random(),
	});
	return decision.retry ? decision.delayMs : null;
}

/** The command's name in capitals: what may be said of it in an error. */
export function verbOf(command: RedisCommand): string {
	return command[0].toUpperCase();
}

function refusal(what: string, shown: string, rawWords: string): OperationFailure {
	return new OperationFailure(
		`Redis refused ${what}: ${shown || 'it gave no readable answer'}`,
		adviceForRedisWords(rawWords),
	);
}

async function answerIn(
	answer: unknown,
	mask: (words: string) => Promise<string>,
): Promise<RedisAnswer> {
	if (isObject(answer) && 'result' in answer) return { ok: true, result: answer.result };
	const words = errorIn(answer) ?? '';
	return { ok: false, words: (await mask(words)) || 'no readable answer', advice: adviceForRedisWords(words) };
}

function errorIn(body: unknown): string | undefined {
	return isObject(body) && typeof body.error === 'string' ? body.error : undefined;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
