import type { Operation } from '../../../shared/operation/operation';
import { commandsProperty } from '../../fields/redisCommand';
import { parseJsonProperty } from '../../fields/parseJson';
import { runSeveral } from './runSeveral';

export const pipeline: Operation = {
	value: 'pipeline',
	name: 'Pipeline',
	action: 'Run a pipeline',
	description: 'Run several commands in one request, in order; others may run theirs in between',
	properties: [commandsProperty, parseJsonProperty],
	async execute(context) {
		return await runSeveral(context, 'pipeline');
	},
};
