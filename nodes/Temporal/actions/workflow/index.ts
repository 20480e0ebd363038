import type { Resource } from '../../../shared/operation/operation';
import { cancel } from './cancel.operation';
import { describe } from './describe.operation';
import { signal } from './signal.operation';
import { start } from './start.operation';
import { terminate } from './terminate.operation';
import { wait } from './wait.operation';

export const workflow: Resource = {
	value: 'workflow',
	name: 'Workflow',
	operations: [start, cancel, describe, signal, terminate, wait],
};
