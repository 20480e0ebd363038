import type { Deployment as EcsDeployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import type { DeploymentState } from '../deployment/state/deploymentState';
import type { Artifact, Deployment } from '../deployment/state/deployment';
import { commitOf } from './imageReference';
import { plain } from './redacted';
import { pausedHookOf } from './serviceDeployments';
import { consoleUrl, nameOf } from './services';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** What is known of a deployment beyond its own answer. */
export interface DeploymentFacts {
	readonly deployment: EcsDeployment;
	readonly record: ServiceDeployment | undefined;
	readonly state: DeploymentState;
	readonly reason: string;
	/** Container to image reference, as the task definition has it. */
	readonly images: ReadonlyMap<string, string>;
	/** The container that names the release's artifact; the first of `images` unless given. */
	readonly mainContainer?: string;
	/** Container to the digest its tasks were seen to run. */
	readonly digests?: ReadonlyMap<string, string>;
	/** Id of what was live before. */
	readonly previous: string | null;
	readonly verified: boolean;
	/** What is worth knowing and stops nothing. */
	readonly notes?: readonly string[];
}

export function releaseOf(ecs: Ecs, service: Service, facts: DeploymentFacts): Deployment {
	const { deployment, record, state, reason } = facts;
	const artifact = artifactOf(facts);
	return {
		platform: 'awsEcs',
		target: `${nameOf(service.clusterArn)}/${service.serviceName ?? ''}`,
		id: record?.serviceDeploymentArn ?? deployment.id ?? '',
		version: revisionNameOf(deployment.taskDefinition),
		commit: artifact?.kind === 'image' ? commitOf(artifact.ref) : null,
		artifact,
		state,
		reason,
		live: facts.verified && state === 'live',
		createdAt: deployment.createdAt?.toISOString() ?? null,
		createdBy: null,
		url: consoleUrl(ecs, service),
		previous: facts.previous,
	};
}

/** A release as an item's JSON, with what only ECS has. */
export function releaseJson(
	ecs: Ecs,
	service: Service,
	facts: DeploymentFacts,
	raw: boolean,
): IDataObject {
	const { deployment, record } = facts;
	const hook = pausedHookOf(record);
	return {
		...releaseOf(ecs, service, facts),
		verified: facts.verified,
		notes: [...(facts.notes ?? [])],
		deploymentId: deployment.id ?? null,
		serviceDeploymentArn: record?.serviceDeploymentArn ?? null,
		taskDefinitionArn: deployment.taskDefinition ?? null,
		cluster: nameOf(service.clusterArn),
		service: service.serviceName ?? null,
		strategy: service.deploymentConfiguration?.strategy ?? 'ROLLING',
		desiredCount: service.desiredCount ?? null,
		runningCount: deployment.runningCount ?? null,
		failedTasks: deployment.failedTasks ?? null,
		images: [...facts.images].map(([container, image]) => ({
			container,
			image,
			digest: facts.digests?.get(container) ?? null,
		})),
		lifecycleStage: record?.lifecycleStage ?? null,
		paused: hook
			? {
					hookId: hook.hookId ?? null,
					stage: record?.lifecycleStage ?? null,
					expiresAt: hook.expiresAt?.toISOString() ?? null,
					timeoutAction: hook.timeoutAction ?? null,
				}
			: null,
		...(raw && { raw: { deployment: plain(deployment), serviceDeployment: plain(record) } }),
	};
}

function artifactOf({ deployment, images, mainContainer, digests, verified }: DeploymentFacts): Artifact | null {
	const container = mainContainer ?? [...images.keys()][0];
	const ref = container === undefined ? undefined : images.get(container);
	if (container !== undefined && ref !== undefined) {
		return { kind: 'image', ref, digest: verified ? (digests?.get(container) ?? null) : null };
	}
	return deployment.taskDefinition
		? { kind: 'taskDefinition', ref: deployment.taskDefinition, digest: null }
		: null;
}
