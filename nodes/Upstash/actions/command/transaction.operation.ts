import type { Operation } from '../../../shared/operation/operation';
import { parseJsonField } from '../../fields/parseJson';
import { commandsField } from '../../fields/redisCommand';
import { runSeveral } from './runSeveral';

export const transaction: Operation = {
	value: 'transaction',
	name: 'Transaction',
	action: 'Run a transaction',
	description: 'Run several commands in one piece; Redis reverts nothing if one of them fails',
	properties: [commandsField, parseJsonField],
	execute: async (context) => await runSeveral(context, 'multi-exec'),
};
