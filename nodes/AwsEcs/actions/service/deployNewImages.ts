import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { copyWithChanges } from '../../changes/copyTaskDefinition';
import { registerTaskDefinition } from '../../changes/registerTaskDefinition';
import type { RequestedChanges } from '../../fields/containerChanges';
import { planJson } from '../../output/planJson';
import type { ContainerChange } from '../../state/containerChange';
import { imagesOf } from '../../state/images';
import { revisionName } from '../../state/taskDefinitionName';
import { deployRevision } from './deployRevision';
import type { DeployTarget } from './deployTarget';

/** Registers a copy of the running task definition with the changes in it, and puts that in place. */
export async function deployNewImages(target: DeployTarget, wanted: RequestedChanges): Promise<IDataObject> {
	const { ecs, reference, service, dryRun, choices } = target;
	const { base, request, isSame, warnings } = await copyWithChanges(
		ecs,
		runningTaskDefinition(service),
		wanted.changes,
	);
	// A tag may stand for a new image by now: only new tasks would pull it.
	const forcesNewTasks = isSame && wanted.hasMovableTag;
	if (dryRun) {
		const plan = {
			action: 'deploy',
			copies: revisionName(base),
			registers: !isSame,
			forcesNewDeployment: forcesNewTasks,
			changes: changeList(base, wanted.changes),
		};
		return planJson(ecs, service, plan, warnings);
	}
	const { definition } = isSame ? { definition: base } : await registerTaskDefinition(ecs, request);
	const changed = wanted.changes.filter(({ image }) => image !== undefined).map(({ container }) => container);
	const revision = {
		definition,
		digests: wanted.digests,
		force: forcesNewTasks ? 'ifDone' : 'never',
		verifiedContainers: new Set(changed),
		warnings,
		mainContainer: wanted.mainContainer,
	} as const;
	return await deployRevision(ecs, reference, service, revision, choices);
}

function runningTaskDefinition(service: Service): string {
	if (service.taskDefinition) return service.taskDefinition;
	throw new OperationFailure(
		`Service ${service.serviceName ?? ''} has no task definition of its own: its task sets have`,
		'Use a service with the ECS deployment controller',
	);
}

/** What changes, by container: images from and to; of variables and secrets the names alone. */
function changeList(running: TaskDefinition, changes: readonly ContainerChange[]): IDataObject[] {
	const images = imagesOf(running);
	return changes.map(({ container, image, environment, secrets }) => ({
		container,
		...(image !== undefined && { image: { from: images.get(container) ?? null, to: image } }),
		...(environment && { environment: Object.keys(environment) }),
		...(secrets && { secrets: Object.keys(secrets) }),
	}));
}
