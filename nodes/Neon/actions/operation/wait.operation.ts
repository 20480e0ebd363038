import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, textParameter } from '../../../shared/fields/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import {
	chosenProject,
	onlyOfBranchProperty,
	operationProperty,
	optionalBranch,
	projectProperty,
} from '../../locators';
import {
	listOperations,
	operationJson,
	readOperation,
	verdictOn,
	waitForOperations,
} from '../../operations';
import { projectFields } from '../../projects';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for operations',
	description: 'Wait until operations have finished; fails with the reason if one of them failed or was cancelled',
	properties: [
		projectProperty,
		{
			displayName: 'Wait For',
			name: 'waitFor',
			type: 'options',
			options: [
				{ name: 'All That Are Under Way', value: 'all' },
				{ name: 'One Operation', value: 'one' },
			],
			default: 'all',
		},
		{ ...operationProperty, displayOptions: { show: { waitFor: ['one'] } } },
		{
			...onlyOfBranchProperty('operations'),
			displayOptions: { show: { waitFor: ['all'] } },
		},
		timeoutProperty(300),
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const limits = startWait(context);
		const isOne = textParameter(context, 'waitFor') === 'one';
		const id = isOne ? locatorValue(context, 'operationId', 'Operation') : '';
		const project = await chosenProject(context, client);
		const branch = isOne ? null : await optionalBranch(context, client, project, 'branch');
		const operations = isOne
			? [await readOperation(client, project.id, id)]
			: (await listOperations(client, project.id, 1000))
					.filter(({ branch_id: branchId }) => !branch || branchId === branch.id)
					.filter((operation) => verdictOn(operation).phase === 'pending')
					.reverse();
		const ended = await waitForOperations(client, project.id, operations, limits);
		// One item, also where nothing was under way: what comes next must not be left out.
		return {
			...projectFields(project),
			branchId: branch?.id ?? null,
			finished: true,
			operations: ended.map((operation) => shaped(context, operation, operationJson)),
		};
	},
};
