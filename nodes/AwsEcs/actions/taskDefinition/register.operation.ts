import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { containerChangeProperties, requestedChanges } from '../../containerParameters';
import { notesOnCopy } from '../../copyNotes';
import { taskDefinitionParameter, taskDefinitionProperty } from '../../locators';
import { taskDefinitionJson } from '../../taskDefinitionJson';
import {
	isSameWork,
	readTaskDefinition,
	registerOnce,
	registrable,
	revisionName,
	withChanges,
} from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const register: Operation = {
	value: 'register',
	name: 'Register',
	action: 'Register a task definition',
	description: 'Register a copy of a task definition with other images, variables or secrets, without deploying it',
	properties: [
		taskDefinitionProperty,
		...containerChangeProperties(),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const reference = taskDefinitionParameter(context);
		const { changes } = requestedChanges(context);
		if (changes.length === 0) {
			throw new OperationFailure(
				'There is nothing to register: no image, variable or secret was given',
				'Add what shall be different in the new revision',
			);
		}
		const ecs = await ecsOf(context);
		const base = await readTaskDefinition(ecs, reference);
		const request = withChanges(registrable(base), changes);
		const isSame = isSameWork(request, registrable(base));
		const notes = isSame ? [] : await notesOnCopy(ecs, base.definition);
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'awsEcs',
				notes,
				plan: {
					action: 'register',
					copies: revisionName(base.definition),
					registers: !isSame,
					changes: changes.map(({ container, image, environment, secrets }) => ({
						container,
						...(image !== undefined && { image }),
						...(environment && { environment: Object.keys(environment) }),
						...(secrets && { secrets: Object.keys(secrets) }),
					})),
				},
			};
		}
		const { definition, isNew } = isSame
			? { definition: base.definition, isNew: false }
			: await registerOnce(ecs, request);
		return { ...taskDefinitionJson(definition, !switchParameter(context, 'simplify')), isNew, notes };
	},
};
