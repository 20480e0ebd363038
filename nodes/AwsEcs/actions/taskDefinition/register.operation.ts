import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { copyWithChanges } from '../../changes/copyTaskDefinition';
import { registerTaskDefinition } from '../../changes/registerTaskDefinition';
import { containerChangeFields } from '../../fields/containerChangeFields';
import { requestedChanges } from '../../fields/containerChanges';
import { taskDefinitionField } from '../../fields/locators';
import { taskDefinitionJson } from '../../output/taskDefinitionJson';
import { revisionName } from '../../state/taskDefinitionName';

export const register: Operation = {
	value: 'register',
	name: 'Register',
	action: 'Register a task definition',
	description: 'Register a copy of a task definition with other images, variables or secrets, without deploying it',
	properties: [taskDefinitionField, ...containerChangeFields(), dryRunProperty, simplifyProperty],
	async execute(context) {
		const reference = taskDefinitionField.read(context);
		const { changes } = requestedChanges(context);
		if (changes.length === 0) {
			throw new ConfigurationError(
				'There is nothing to register: no image, variable or secret was given',
				'Add what is to differ in the new revision',
			);
		}
		if (changes.some(({ container }) => container === '')) {
			throw new ConfigurationError(
				'An image has an empty container',
				'Give the name of the container as it is in the task definition',
			);
		}
		const ecs = await ecsClient(context);
		const { base, request, isSame, warnings } = await copyWithChanges(ecs, reference, changes);
		const notes = [...warnings];
		if (dryRunProperty.read(context)) {
			const plan = {
				action: 'register',
				copies: revisionName(base),
				registers: !isSame,
				changes: changes.map(({ container, image, environment, secrets }) => ({
					container,
					...(image !== undefined && { image }),
					...(environment && { environment: Object.keys(environment) }),
					...(secrets && { secrets: Object.keys(secrets) }),
				})),
			};
			return { dryRun: true, platform: 'awsEcs', notes, plan };
		}
		const { definition, isNew } = isSame
			? { definition: base, isNew: false }
			: await registerTaskDefinition(ecs, request);
		return { ...taskDefinitionJson(definition, !simplifyProperty.read(context)), isNew, notes };
	},
};
