import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import type { Ecs, ServiceReference } from '../../api/types';
import { type Force, startRevision } from '../../changes/startRevision';
import { waitForDeployment } from '../../changes/waitForDeployment';
import type { DeploymentChoices } from '../../fields/deploymentChoices';
import { deploymentJson } from '../../output/deploymentJson';
import { mainContainerOf } from '../../state/containerRoles';
import { imagesOf } from '../../state/images';
import { liveIdOf } from '../../state/primaryDeployment';
import { conclude } from '../conclude';

export interface RevisionToDeploy {
	readonly definition: TaskDefinition;
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	readonly force: Force;
	readonly mainContainer?: string | undefined;
	/** Containers whose image must be verified: those that this changes. The one the service is there for unless given. */
	readonly verifiedContainers?: ReadonlySet<string>;
	/** What is worth knowing and stops nothing. */
	readonly warnings?: readonly string[];
}

/** Puts a registered revision in place and, where asked to wait, verifies it; joins a deployment of it that is under way. */
export async function deployRevision(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	revision: RevisionToDeploy,
	choices: DeploymentChoices,
): Promise<IDataObject> {
	const { definition, digests } = revision;
	const mainContainer = revision.mainContainer ?? mainContainerOf(definition, before);
	const known = {
		images: imagesOf(definition),
		previous: liveIdOf(before),
		warnings: revision.warnings ?? [],
		mainContainer,
	};
	const { service, deployment, recordArn, isForced } = await startRevision(ecs, reference, before, revision);
	if (choices.timeoutMs === null) {
		const started = { state: 'rolling', reason: '', verified: false, record: undefined, deployment } as const;
		return deploymentJson(ecs, service, { ...known, ...started }, choices.raw);
	}
	const result = await waitForDeployment(
		ecs,
		{
			reference,
			service,
			deploymentId: deployment.id,
			deployment,
			recordArn,
			expectation: {
				taskDefinitionArn: definition.taskDefinitionArn ?? '',
				digests,
				newTasksOnly: isForced,
				verifiedContainers: revision.verifiedContainers ?? new Set(mainContainer === undefined ? [] : [mainContainer]),
			},
		},
		{ ...choices, timeoutMs: choices.timeoutMs },
	);
	return await conclude(ecs, reference, result, known, choices);
}
