import type { Operation } from '../../../shared/operation/operation';
import { parseJsonField } from '../../fields/parseJson';
import { commandsField } from '../../fields/redisCommand';
import { runSeveral } from './runSeveral';

export const pipeline: Operation = {
	value: 'pipeline',
	name: 'Pipeline',
	action: 'Run a pipeline',
	description: 'Run several commands in one request, in order; commands of other clients may run in between',
	properties: [commandsField, parseJsonField],
	execute: async (context) => await runSeveral(context, 'pipeline'),
};
