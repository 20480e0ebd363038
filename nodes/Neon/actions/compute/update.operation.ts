import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { changeWhenFree, unproven } from '../../change';
import { computeBody, computeOptions, endpointJson, findEndpoint } from '../../endpoints';
import { chosenProject, endpointProperty, projectProperty } from '../../locators';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { changesProperty } from '../../properties';
import { neonClient } from '../../transport';
import type { EndpointAnswer } from '../../types';
import { startWait } from '../../wait';

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a compute',
	description: 'Change a compute\'s size and when it suspends, and wait until that holds',
	properties: [
		projectProperty,
		endpointProperty,
		changesProperty(computeOptions),
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const endpointId = locatorValue(context, 'endpoint', 'Compute');
		const body = computeBody(collectionParameter(context, 'changes'));
		if (Object.keys(body).length === 0) {
			throw new OperationFailure('No change is given', 'Add at least one under Changes');
		}
		const project = await chosenProject(context, client);
		const before = await findEndpoint(client, project, endpointId);
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, before.id, { action: 'update', changes: body });
		}
		const { operations = [] } = await changeWhenFree<EndpointAnswer>(
			client,
			{
				method: 'PATCH',
				path: path`/projects/${project.id}/endpoints/${before.id}`,
				body: { endpoint: body },
				safeToRepeat: true,
			},
			wait,
		);
		await waitForOperations(client, project.id, operations, wait);
		const after = await findEndpoint(client, project, before.id);
		const kept = Object.entries(body)
			.filter(([name, value]) => Reflect.get(after, name) !== value)
			.map(([name]) => name);
		if (kept.length === 0) return shaped(context, after, (one) => endpointJson(project, one));
		throw unproven(
			`did not change ${kept.join(', ')} of compute ${before.id}`,
			'Look at the compute in Neon; the plan may not allow that size or that time',
		);
	},
};
