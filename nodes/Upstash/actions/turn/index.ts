import type { Resource } from '../../../shared/operation/operation';
import { ask } from './ask.operation';
import { leave } from './leave.operation';
import { look } from './look.operation';
import { takeOver } from './takeOver.operation';

export const turn: Resource = {
	value: 'turn',
	name: 'Turn',
	description: 'One run at a time looks at a repository and branch, and nothing that is asked meanwhile is lost',
	operations: [ask, look, leave, takeOver],
};
