import { choiceField, field, option, textField } from '../../../shared/fields/fields';
import { jsonAsWrittenParameter } from '../../../shared/fields/parameters';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { isReadOnly, verbOf } from '../../api/redis/redisCommand';
import type { RedisCommand } from '../../api/types';
import { parseJsonField } from '../../fields/parseJson';
import { commandFrom } from '../../fields/redisCommand';
import { itemValue } from '../../output/itemValue';

const givenAsField = choiceField('Given As', 'givenAs', [
	option('Line', 'line', 'As in redis-cli, with quotes around strings that contain spaces'),
	option('List of Words', 'words', 'A JSON list: safe for foreign values'),
]);

const lineField = textField('Line', 'line', {
	required: true,
	placeholder: 'HSET paintbox live "abc 1234"',
	description: 'Do not build it from foreign values, which may contain quotes: use a list of words for those',
	displayOptions: { show: { givenAs: ['line'] } },
});

const wordsField = field(
	{
		displayName: 'Words',
		name: 'words',
		type: 'json',
		default: '["PING"]',
		description: "The command's name and arguments as a JSON list",
		displayOptions: { show: { givenAs: ['words'] } },
	},
	(context) => jsonAsWrittenParameter(context, 'words', 'Words'),
);

export const run: Operation = {
	value: 'run',
	name: 'Run',
	action: 'Run a command',
	description: 'Run any Redis command, even one that deletes everything: nothing is checked or reverted',
	properties: [givenAsField, lineField, wordsField, parseJsonField],
	async execute(context) {
		const command = readCommand(context);
		const result = await upstashClient(context).run(command, { safeToRepeat: isReadOnly(command) });
		return { command: verbOf(command), result: itemValue(result, parseJsonField.read(context)) };
	},
};

function readCommand(context: OperationContext): RedisCommand {
	if (givenAsField.read(context) === 'line') return commandFrom(lineField.read(context), 'Line');
	const words = wordsField.read(context);
	if (typeof words !== 'string') return commandFrom(words, 'Words');
	throw new ConfigurationError('Words is a string, not a list', 'Give a list such as ["GET", "key"]');
}
