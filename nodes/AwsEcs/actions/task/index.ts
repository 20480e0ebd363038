import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { logTail } from './logTail.operation';
import { run } from './run.operation';
import { stop } from './stop.operation';

export const task: Resource = {
	value: 'task',
	name: 'Task',
	operations: [run, get, getMany, logTail, stop],
};
