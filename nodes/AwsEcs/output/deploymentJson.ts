import type { Deployment as EcsDeployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import type { Artifact, Deployment } from '../../deployment/state/deployment';
import type { DeploymentState } from '../../deployment/state/deploymentState';
import { nameInArn } from '../../shared/aws/arn';
import type { Ecs } from '../api/types';
import { commitOf } from '../state/images';
import { redactedJson } from '../state/redactedJson';
import { consoleUrl } from './consoleUrl';
import { pausedJson } from './pausedJson';

/** What is known of a deployment beyond its own answer. */
export interface DeploymentFacts {
	readonly deployment: EcsDeployment;
	readonly record: ServiceDeployment | undefined;
	readonly state: DeploymentState;
	readonly reason: string;
	/** Container to image reference, as the task definition has it. */
	readonly images: ReadonlyMap<string, string>;
	/** The container whose image is the deployment's artifact; the first of `images` unless given. */
	readonly mainContainer?: string | undefined;
	/** Container to the digest its tasks were seen to run. */
	readonly digests?: ReadonlyMap<string, string>;
	/** Id of what was live before. */
	readonly previous: string | null;
	readonly verified: boolean;
	/** What is worth knowing and stops nothing. */
	readonly warnings?: readonly string[];
}

/** A deployment in the shape that all platforms share. */
export function deploymentOf(ecs: Ecs, service: Service, facts: DeploymentFacts): Deployment {
	const { deployment, record, state, reason } = facts;
	const artifact = artifactOf(facts);
	return {
		platform: 'awsEcs',
		target: `${nameInArn(service.clusterArn)}/${service.serviceName ?? ''}`,
		id: record?.serviceDeploymentArn ?? deployment.id ?? '',
		version: nameInArn(deployment.taskDefinition),
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

/** A deployment as an item's JSON, with what only ECS has. */
export function deploymentJson(ecs: Ecs, service: Service, facts: DeploymentFacts, raw: boolean): IDataObject {
	const { deployment, record } = facts;
	return {
		...deploymentOf(ecs, service, facts),
		verified: facts.verified,
		notes: [...(facts.warnings ?? [])],
		deploymentId: deployment.id ?? null,
		serviceDeploymentArn: record?.serviceDeploymentArn ?? null,
		taskDefinitionArn: deployment.taskDefinition ?? null,
		cluster: nameInArn(service.clusterArn),
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
		paused: pausedJson(record),
		...(raw && { raw: { deployment: redactedJson(deployment), serviceDeployment: redactedJson(record) } }),
	};
}

function artifactOf({ deployment, images, mainContainer, digests, verified }: DeploymentFacts): Artifact | null {
	const container = mainContainer ?? [...images.keys()][0];
	const ref = container === undefined ? undefined : images.get(container);
	if (container !== undefined && ref !== undefined) {
		return { kind: 'image', ref, digest: verified ? (digests?.get(container) ?? null) : null };
	}
	return deployment.taskDefinition ? { kind: 'taskDefinition', ref: deployment.taskDefinition, digest: null } : null;
}
