import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { createPlatformClient, type Platform } from '../shared/platformClient';
import { errorHints } from './errorHints';
import { redisFailure, withoutValues } from './redisFailure';

const upstash: Platform = {
	name: 'Upstash',
	credentialType: 'slipwayUpstashRedisApi',
	// A database has an address of its own, so there is none to fall back to.
	defaultBaseUrl: '(empty)',
	hints: errorHints,
	readErrorMessage: (body) => withoutValues(errorIn(body) ?? '', []) || undefined,
};

/** One command, its verb first: `['SET', 'key', 'value']`. */
export type RedisCommand = readonly [string, ...string[]];

/** What one command of several answered. */
export type RedisAnswer =
	| { readonly ok: true; readonly result: unknown }
	| { readonly ok: false; readonly error: string };

export interface RedisClient {
	/**
	 * The command's result: a string, an integer, null or a list of these.
	 *
	 * @throws OperationFailure when Redis refuses it; PlatformRequestError when no answer came.
	 */
	run(command: RedisCommand, options: { readonly safeToRepeat: boolean }): Promise<unknown>;
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
 * `error`; those are passed on without any argument of the command.
 */
export function upstashClient({ functions, itemIndex }: OperationContext): RedisClient {
	const client = createPlatformClient(upstash, functions, itemIndex);
	return {
		async run(command, { safeToRepeat }) {
			const { status, body } = await client.request({
				method: 'POST',
				path: '/',
				body: [...command],
				safeToRepeat,
				acceptStatuses: [400, 403],
			});
			const answer = answerIn(body);
			if (status === 200 && answer.ok) return answer.result;
			throw redisFailure(verbOf(command), answer.ok ? '' : answer.error, command.slice(1));
		},
		async runAll(endpoint, commands, { safeToRepeat }) {
			const { body } = await client.request({
				method: 'POST',
				path: `/${endpoint}`,
				body: commands.map((command) => [...command]),
				safeToRepeat,
				acceptStatuses: [400, 403],
			});
			if (Array.isArray(body) && body.length === commands.length) return body.map(answerIn);
			const what = endpoint === 'pipeline' ? 'the pipeline' : 'the transaction';
			const values = commands.flatMap((command) => command.slice(1));
			throw redisFailure(what, errorIn(body) ?? '', values);
		},
	};
}

/** The command's name in capitals: what may be said of it in an error. */
export function verbOf(command: RedisCommand): string {
	return command[0].toUpperCase();
}

function answerIn(body: unknown): RedisAnswer {
	if (isObject(body) && 'result' in body) return { ok: true, result: body.result };
	return { ok: false, error: errorIn(body) ?? '' };
}

function errorIn(body: unknown): string | undefined {
	return isObject(body) && typeof body.error === 'string' ? body.error : undefined;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
