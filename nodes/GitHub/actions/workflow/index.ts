import type { Resource } from '../../../shared/operation/operation';
import { dispatch } from './dispatch.operation';
import { getRuns } from './getRuns.operation';
import { waitForRun } from './waitForRun.operation';

export const workflow: Resource = {
	value: 'workflow',
	name: 'Workflow',
	description: 'Of GitHub Actions',
	operations: [dispatch, waitForRun, getRuns],
};
