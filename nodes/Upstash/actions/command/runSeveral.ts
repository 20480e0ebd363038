import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import type { BatchEndpoint } from '../../api/redis/redisClient';
import { isReadOnly, verbOf } from '../../api/redis/redisCommand';
import type { RedisAnswer, RedisCommand } from '../../api/types';
import { parseJsonField } from '../../fields/parseJson';
import { commandsField } from '../../fields/redisCommand';
import { itemValue } from '../../output/itemValue';

/**
 * Runs several commands in one request.
 *
 * @throws OperationFailure when any of them was refused: it names them by position and verb, never
 * by their values, and says that the others took effect.
 */
export async function runSeveral(context: OperationContext, endpoint: BatchEndpoint): Promise<IDataObject> {
	const commands = commandsField.read(context);
	const safeToRepeat = commands.every(isReadOnly);
	const answers = await upstashClient(context).runAll(endpoint, commands, { safeToRepeat });
	assertNoneRefused(commands, answers);
	const shouldParse = parseJsonField.read(context);
	return {
		results: commands.map((command, index) => {
			const answer = answers[index];
			return { command: verbOf(command), result: answer?.ok ? itemValue(answer.result, shouldParse) : null };
		}),
	};
}

function assertNoneRefused(commands: readonly RedisCommand[], answers: readonly RedisAnswer[]): void {
	const refused = commands.flatMap((command, index) => {
		const answer = answers[index];
		if (answer === undefined || answer.ok) return [];
		return [{ position: index + 1, verb: verbOf(command), words: answer.words, advice: answer.advice }];
	});
	const [first] = refused;
	if (first === undefined) return;
	const list = refused.map(({ position, verb, words }) => `command ${position} (${verb}): ${words}`).join('; ');
	throw new OperationFailure(
		`Redis refused ${refused.length} of ${commands.length} commands: ${list}. ${consequence(commands.length - refused.length)}`,
		first.advice,
		{ refused: refused.map(({ position, verb, words }) => ({ position, verb, words })) },
	);
}

function consequence(others: number): string {
	if (others === 0) return 'None took effect';
	return others === 1 ? 'The other one took effect' : `The other ${others} took effect`;
}
