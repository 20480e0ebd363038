import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';

import type { Ecs, ServiceReference } from '../api/types';
import { primaryDeploymentOf } from '../state/primaryDeployment';
import { revisionName } from '../state/taskDefinitionName';
import { type StartedDeployment, updateService } from './updateService';

/** `always` starts new tasks even of the same revision; `ifDone` only when that revision is no longer rolling. */
export type Force = 'never' | 'ifDone' | 'always';

/** Puts a registered revision in place, or joins a deployment of it that is under way. */
export async function startRevision(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	{ definition, force }: { readonly definition: TaskDefinition; readonly force: Force },
): Promise<StartedDeployment & { readonly isForced: boolean }> {
	const taskDefinition = definition.taskDefinitionArn ?? revisionName(definition);
	const primary = primaryDeploymentOf(before);
	if (primary?.taskDefinition !== taskDefinition) {
		return { ...(await updateService(ecs, reference, before, { taskDefinition })), isForced: false };
	}
	const isForced =
		force === 'always' ||
		primary.rolloutState === 'FAILED' ||
		(force === 'ifDone' && primary.rolloutState !== 'IN_PROGRESS');
	if (!isForced) return { service: before, deployment: primary, recordArn: undefined, isForced };
	const update = { taskDefinition, forceNewDeployment: true } as const;
	return { ...(await updateService(ecs, reference, before, update)), isForced };
}
