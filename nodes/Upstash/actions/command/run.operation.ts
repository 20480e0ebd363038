import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { commandFrom } from '../../fields/commandWords';
import { itemValue, parseJsonProperty, writtenJsonParameter } from '../../output/itemValue';
import { isReadOnly } from '../../api/redis/redisCommand';
import { upstashClient, verbOf } from '../../api/redis/redisClient';

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
		const isList = textParameter(context, 'givenAs') === 'words';
		const input = isList
			? writtenJsonParameter(context, 'words', 'Words')
			: textParameter(context, 'line');
		if (isList && typeof input === 'string') {
			throw new OperationFailure('Words is a text, not a list', 'Give a list such as ["GET", "key"]');
		}
		const command = commandFrom(input, isList ? 'Words' : 'Line');
		const result = await upstashClient(context).run(command, { safeToRepeat: isReadOnly(command) });
		return {
			command: verbOf(command),
			result: itemValue(result, switchParameter(context, 'parseJson')),
		};
	},
};
