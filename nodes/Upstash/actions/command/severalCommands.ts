import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { commandFrom } from '../../fields/commandWords';
import { itemValue, writtenJsonParameter } from '../../output/itemValue';
import { isReadOnly } from '../../api/redis/redisCommand';
import { type RedisCommand, upstashClient, verbOf } from '../../api/redis/redisClient';

export const commandsProperty: INodeProperties = {
	displayName: 'Commands',
	name: 'commands',
	type: 'json',
	default: '[\n  ["SET", "greeting", "hello"],\n  ["GET", "greeting"]\n]',
	description: 'A JSON list of commands, each a list of words or a line as in redis-cli',
};

/**
 * Runs several commands in one request.
 *
 * @throws OperationFailure when any of them was refused: it names them by position and verb, never
 * by their values, and says that the others took effect.
 */
export async function runSeveral(
	context: OperationContext,
	endpoint: 'pipeline' | 'multi-exec',
): Promise<IDataObject> {
	const commands = commandsParameter(context);
	const answers = await upstashClient(context).runAll(endpoint, commands, {
		safeToRepeat: commands.every(isReadOnly),
	});
	const refused = answers.flatMap((answer, index) => {
		const command = commands[index];
		if (answer.ok || command === undefined) return [];
		return [{ position: index + 1, verb: verbOf(command), words: answer.words, advice: answer.advice }];
	});
	const [first] = refused;
	if (first !== undefined) {
		const list = refused
			.map(({ position, verb, words }) => `command ${position} (${verb}): ${words}`)
			.join('; ');
		throw new OperationFailure(
			`Redis refused ${refused.length} of ${commands.length} commands: ${list}. ${consequence(commands.length - refused.length)}`,
			first.advice,
			{ refused: refused.map(({ position, verb, words }) => ({ position, verb, words })) },
		);
	}
	const shouldParse = switchParameter(context, 'parseJson');
	return {
		results: answers.map((answer, index) => {
			const command = commands[index];
			return {
				command: command === undefined ? '' : verbOf(command),
				result: answer.ok ? itemValue(answer.result, shouldParse) : null,
			};
		}),
	};
}

function consequence(others: number): string {
	if (others === 0) return 'None took effect';
	return others === 1 ? 'The other one took effect' : `The other ${others} took effect`;
}

function commandsParameter(context: OperationContext): RedisCommand[] {
	const value = writtenJsonParameter(context, 'commands', 'Commands');
	if (!Array.isArray(value) || value.length === 0) {
		throw new OperationFailure(
			'Commands is not a list of commands',
			'Give a list such as [["SET", "key", "value"], ["GET", "key"]]',
		);
	}
	return value.map((entry: unknown, index) => commandFrom(entry, `Command ${index + 1}`));
}
