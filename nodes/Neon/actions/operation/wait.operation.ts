import type { Operation } from '../../../shared/operation';
import { requiredText, switchParameter, textParameter } from '../../../shared/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { branchProperty, chosenProject, optional, optionalBranch, projectProperty } from '../../locators';
import {
	listOperations,
	operationJson,
	rawOperationJson,
	readOperation,
	verdictOn,
	waitForOperations,
} from '../../operations';
import { projectName } from '../../projects';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { operationIdProperty } from './operationProperty';

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
		{ ...operationIdProperty, displayOptions: { show: { waitFor: ['one'] } } },
		{
			...optional(branchProperty, 'Only the operations of this branch; leave it empty for those of the whole project'),
			displayOptions: { show: { waitFor: ['all'] } },
		},
		timeoutProperty(300),
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const limits = startWait(context);
		const isOne = textParameter(context, 'waitFor') === 'one';
		const id = isOne ? requiredText(context, 'operationId', 'Operation ID') : '';
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
			project: projectName(project),
			projectId: project.id,
			branchId: branch?.id ?? null,
			finished: true,
			operations: ended.map(
				switchParameter(context, 'simplify') ? operationJson : rawOperationJson,
			),
		};
	},
};
