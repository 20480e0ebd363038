import { jsonAsWrittenParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { isReadOnly, verbOf } from '../../api/redis/redisCommand';
import type { RedisCommand } from '../../api/types';
import { parseJsonProperty } from '../../fields/parseJson';
import { commandFrom } from '../../fields/redisCommand';
import { itemValue } from '../../output/itemValue';

export const run: Operation = {
	value: 'run',
	name: 'Run',
	action: 'Run a command',
	description: 'Run any Redis command, also one that deletes everything: nothing is checked or taken back',
	properties: [
		{
			displayName: 'Given As',
			name: 'givenAs',
			type: 'options',
			options: [
				{ name: 'Line', value: 'line', description: 'As in redis-cli, with quotes around texts with spaces' },
				{ name: 'List of Words', value: 'words', description: 'A JSON list: safe for values from elsewhere' },
			],
			default: 'line',
		},
		{
			displayName: 'Line',
			name: 'line',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'HSET paintbox live "abc 1234"',
			description: 'Do not build it from values of others, which may hold quotes: use a list of words then',
			displayOptions: { show: { givenAs: ['line'] } },
		},
		{
			displayName: 'Words',
			name: 'words',
			type: 'json',
			default: '["PING"]',
			description: 'The command\'s name and arguments as a JSON list',
			displayOptions: { show: { givenAs: ['words'] } },
		},
		parseJsonProperty,
	],
	async execute(context) {
		const command = commandParameter(context);
		const result = await upstashClient(context).run(command, { safeToRepeat: isReadOnly(command) });
		return { command: verbOf(command), result: itemValue(result, switchParameter(context, 'parseJson')) };
	},
};

function commandParameter(context: OperationContext): RedisCommand {
	if (textParameter(context, 'givenAs') !== 'words') return commandFrom(textParameter(context, 'line'), 'Line');
	const words = jsonAsWrittenParameter(context, 'words', 'Words');
	if (typeof words !== 'string') return commandFrom(words, 'Words');
	throw new OperationFailure('Words is a string, not a list', 'Give a list such as ["GET", "key"]');
}
