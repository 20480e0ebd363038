import type { Resource } from '../../../shared/operation/operation';
import { pipeline } from './pipeline.operation';
import { run } from './run.operation';
import { transaction } from './transaction.operation';

export const command: Resource = {
	value: 'command',
	name: 'Command',
	description: 'Any Redis command that Upstash offers over REST',
	operations: [run, pipeline, transaction],
};
