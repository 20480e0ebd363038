import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { containerChangeProperties, requestedChanges } from '../../containerParameters';
import { notesOnCopy } from '../../copyNotes';
import { changedFrom, deployRevision, imagesOf, pinnedDigests, requireTasks } from '../../deployRevision';
import {
	clusterProperty,
	revisionProperty,
	serviceParameter,
	serviceProperty,
	taskDefinitionParameter,
} from '../../locators';
import { badEndWhenWaitingProperty, onTimeoutProperty, whenPausedProperty } from '../../outcome';
import { planJson } from '../../plan';
import { readService, requireDeployable } from '../../services';
import {
	isSameWork,
	readTaskDefinition,
	registerOnce,
	registrable,
	revisionName,
	type TaskDefinitionReading,
	withChanges,
} from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const deploy: Operation = {
	value: 'deploy',
	name: 'Deploy',
	action: 'Deploy a service',
	description: 'Put new images or an existing revision in place, and prove that every task runs them',
	properties: [
		clusterProperty,
		serviceProperty,
		{
			displayName: 'Deploy',
			name: 'deployWhat',
			type: 'options',
			options: [
				{
					name: 'New Images',
					value: 'images',
					description: 'Copies the running task definition, puts the new images in and registers it',
				},
				{
					name: 'Existing Revision',
					value: 'revision',
					description: 'A task definition that is registered already',
				},
			],
			default: 'images',
		},
		...containerChangeProperties({ deployWhat: ['images'] }),
		{ ...revisionProperty, displayOptions: { show: { deployWhat: ['revision'] } } },
		...waitProperties(1800),
		whenPausedProperty({ waitForCompletion: [true] }),
		onTimeoutProperty,
		badEndWhenWaitingProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const isRevision = textParameter(context, 'deployWhat') === 'revision';
		const reference = serviceParameter(context);
		const wanted = isRevision ? undefined : requestedChanges(context);
		if (wanted?.changes.length === 0) {
			throw new OperationFailure(
				'There is nothing to deploy: no image, variable or secret was given',
				'Add an image with its container, or use Force New Deployment to start the tasks anew',
			);
		}
		const revisionReference = isRevision ? taskDefinitionParameter(context) : '';
		const ecs = await ecsOf(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		requireTasks(context, service);
		if (!wanted) {
			const { definition } = await readTaskDefinition(ecs, revisionReference);
			if (definition.status === 'INACTIVE') {
				throw new OperationFailure(
					`Task definition ${revisionName(definition)} was deregistered, so it cannot be deployed`,
					'Choose an active revision from the list',
				);
			}
			if (switchParameter(context, 'dryRun')) {
				return planJson(ecs, service, {
					action: 'deploy',
					taskDefinition: revisionName(definition),
					registers: false,
					images: imageList(definition.containerDefinitions),
				});
			}
			return await deployRevision(context, ecs, reference, service, {
				definition,
				digests: pinnedDigests(definition),
				force: 'never',
				...(await changedFrom(ecs, service.taskDefinition, definition)),
			});
		}
		const running = await readTaskDefinition(ecs, runningTaskDefinition(service));
		const request = withChanges(registrable(running), wanted.changes);
		const isSame = isSameWork(request, registrable(running));
		const notes = isSame ? [] : await notesOnCopy(ecs, running.definition);
		if (switchParameter(context, 'dryRun')) {
			const plan = {
				action: 'deploy',
				copies: revisionName(running.definition),
				registers: !isSame,
				forcesNewDeployment: isSame && wanted.hasMovableTag,
				changes: changeList(running, wanted.changes),
			};
			return planJson(ecs, service, plan, notes);
		}
		const { definition } = isSame
			? running
			: await registerOnce(ecs, request);
		return await deployRevision(context, ecs, reference, service, {
			definition,
			digests: wanted.digests,
			// A tag may stand for a new image by now: only new tasks would pull it.
			force: isSame && wanted.hasMovableTag ? 'ifDone' : 'never',
			proven: new Set(wanted.changes.filter(({ image }) => image !== undefined).map(({ container }) => container)),
			notes,
			...(wanted.mainContainer !== undefined && { mainContainer: wanted.mainContainer }),
		});
	},
};

function runningTaskDefinition(service: Service): string {
	if (service.taskDefinition) return service.taskDefinition;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has no task definition of its own: its task sets have`,
		'Use a service with the ECS deployment controller',
	);
}

function imageList(containers: TaskDefinitionReading['definition']['containerDefinitions']): IDataObject[] {
	return (containers ?? []).map(({ name, image }) => ({ container: name ?? '', image: image ?? '' }));
}

/** What changes, by container: images from and to; of variables and secrets the names alone. */
function changeList(
	running: TaskDefinitionReading,
	changes: ReturnType<typeof requestedChanges>['changes'],
): IDataObject[] {
	const images = imagesOf(running.definition);
	return changes.map(({ container, image, environment, secrets }) => ({
		container,
		...(image !== undefined && { image: { from: images.get(container) ?? null, to: image } }),
		...(environment && { environment: Object.keys(environment) }),
		...(secrets && { secrets: Object.keys(secrets) }),
	}));
}
