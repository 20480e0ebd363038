import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { readChangedContainers } from '../../changes/readChangedContainers';
import { planJson } from '../../output/planJson';
import { imagesOf, pinnedDigests } from '../../state/images';
import { revisionName } from '../../state/taskDefinitionName';
import { deployRevision } from './deployRevision';
import type { DeployTarget } from './deployTarget';

/** Puts a revision in place that is registered already. */
export async function deployExistingRevision(target: DeployTarget, reference: string): Promise<IDataObject> {
	const { ecs, service, dryRun, choices } = target;
	const { definition } = await readTaskDefinition(ecs, reference);
	if (definition.status === 'INACTIVE') {
		throw new OperationFailure(
			`Task definition ${revisionName(definition)} was deregistered, so it cannot be deployed`,
			'Choose an active revision from the list',
		);
	}
	if (dryRun) {
		return planJson(ecs, service, {
			action: 'deploy',
			taskDefinition: revisionName(definition),
			registers: false,
			images: [...imagesOf(definition)].map(([container, image]) => ({ container, image })),
		});
	}
	const changed = await readChangedContainers(ecs, service.taskDefinition, definition);
	const revision = {
		definition,
		digests: pinnedDigests(definition),
		force: 'never',
		...(changed.length > 0 && { verifiedContainers: new Set(changed) }),
	} as const;
	return await deployRevision(ecs, target.reference, service, revision, choices);
}
