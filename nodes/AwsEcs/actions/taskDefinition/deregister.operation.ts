import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { deregisterTaskDefinition, readTaskDefinition } from '../../api/taskDefinitions';
import { usersOfRevision } from '../../changes/usersOfRevision';
import { revisionField } from '../../fields/locators';
import { taskDefinitionJson } from '../../output/taskDefinitionJson';
import { revisionName } from '../../state/taskDefinitionName';

export const deregister: Operation = {
	value: 'deregister',
	name: 'Deregister',
	action: 'Deregister a task definition',
	description: 'Take a revision out of use, unless something in the region runs it or rolls it out',
	properties: [revisionField, dryRunProperty, simplifyProperty],
	async execute(context) {
		const reference = revisionField.read(context);
		if (!/:\d+$/.test(reference)) {
			throw new ConfigurationError(
				`"${reference}" names a family, not one revision, so nothing was deregistered`,
				'Give the revision too, such as nanda-workers:12',
			);
		}
		const ecs = await ecsClient(context);
		const { definition } = await readTaskDefinition(ecs, reference);
		const raw = !simplifyProperty.read(context);
		const version = revisionName(definition);
		if (definition.status === 'INACTIVE') return { ...taskDefinitionJson(definition, raw), isChanged: false };
		const users = await usersOfRevision(ecs, definition);
		if (users.length > 0) {
			throw new OperationFailure(
				`Task definition ${version} is in use, so it was not deregistered: ${users.slice(0, 5).join(', ')}`,
				'Deploy another revision there first, or stop those tasks',
			);
		}
		if (dryRunProperty.read(context)) {
			return { dryRun: true, platform: 'awsEcs', plan: { action: 'deregister', taskDefinition: version } };
		}
		const deregistered = await deregisterTaskDefinition(ecs, definition.taskDefinitionArn);
		return { ...taskDefinitionJson(deregistered ?? definition, raw), isChanged: true };
	},
};
