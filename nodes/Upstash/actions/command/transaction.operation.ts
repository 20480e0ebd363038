import type { Operation } from '../../../shared/operation/operation';
import { commandsProperty } from '../../fields/redisCommand';
import { parseJsonProperty } from '../../fields/parseJson';
import { runSeveral } from './runSeveral';

export const transaction: Operation = {
	value: 'transaction',
	name: 'Transaction',
	action: 'Run a transaction',
	description: 'Run several commands in one piece; Redis takes nothing back if one of them fails',
	properties: [commandsProperty, parseJsonProperty],
	async execute(context) {
		return await runSeveral(context, 'multi-exec');
	},
};
