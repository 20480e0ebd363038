import { choiceField, option } from '../../../shared/fields/fields';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listOperations, readOperation } from '../../api/operations';
import type { NeonBranch, NeonOperation } from '../../api/types';
import { waitForOperations } from '../../changes/waitForOperations';
import type { Work } from '../../changes/work';
import { optionalBranch } from '../../fields/chosen';
import { onlyOfBranchField, operationField, projectField } from '../../fields/locators';
import { shownWhen } from '../../fields/shownWhen';
import { shaped } from '../../fields/simplify';
import { operationJson } from '../../output/operationJson';
import { projectFields } from '../../output/projectJson';
import { isPending } from '../../state/operationState';
import { startWork } from '../startWork';

const waitForField = choiceField('Wait For', 'waitFor', [
	option('All That Are Under Way', 'all'),
	option('One Operation', 'one'),
]);

const oneOperation = shownWhen(operationField, { waitFor: ['one'] });
const onlyOfBranch = shownWhen(onlyOfBranchField('operations'), { waitFor: ['all'] });

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for operations',
	description: 'Wait until operations have finished. Fails if one of them failed or was cancelled.',
	properties: [projectField, waitForField, oneOperation, onlyOfBranch, timeoutProperty(300), simplifyProperty],
	async execute(context) {
		const id = waitForField.read(context) === 'one' ? oneOperation.read(context) : null;
		const work = await startWork(context);
		const { project } = work;
		const branch = id === null ? await optionalBranch(context, work, onlyOfBranch) : null;
		const operations = id === null ? await pendingOperations(work, branch) : [await readOperation(work, id)];
		const ended = await waitForOperations(work, operations);
		// One item, also where nothing was under way: what comes next must not be left out.
		return {
			...projectFields(project),
			branchId: branch?.id ?? null,
			finished: true,
			operations: ended.map((operation) => shaped(context, operation, operationJson)),
		};
	},
};

/** What is under way in the project, or on one branch of it, oldest first. */
async function pendingOperations(work: Work, branch: NeonBranch | null): Promise<NeonOperation[]> {
	const operations = await listOperations(work, 1000);
	return operations
		.filter((operation) => isPending(operation) && (!branch || operation.branch_id === branch.id))
		.reverse();
}
