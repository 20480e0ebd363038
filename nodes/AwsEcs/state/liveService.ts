import type { Deployment as EcsDeployment, Service, ServiceRevision } from '@aws-sdk/client-ecs';

import type { LiveDeployment } from '../../deployment/state/liveDeployment';
import { nameInArn } from '../../shared/aws/arn';
import { mainContainerOf } from './containerRoles';
import { inFlightOf, type PastDeployment, successes } from './history';
import { commitOf } from './images';
import { primaryDeploymentOf } from './primaryDeployment';

/** What one look at a service found. */
export interface ServiceSight {
	readonly service: Service;
	/** Its deployments, the newest first. */
	readonly history: readonly PastDeployment[];
	/** What runs and is in none of these. */
	readonly olderRevision: ServiceRevision | undefined;
	/** The container whose image it is about; empty for the one that the service is there for. */
	readonly container: string;
}

/** The entry of a service that serves now: while a deployment is under way, what that is to replace. */
export function servingEntry(service: Service, history: readonly PastDeployment[]): EcsDeployment | undefined {
	const moving = inFlightOf(history);
	const entries = service.deployments ?? [];
	if (!moving) {
		const primary = primaryDeploymentOf(service);
		// ECS gave up on it and, with the circuit breaker's roll back off, left it PRIMARY without a task.
		const isDead = primary?.rolloutState === 'FAILED' && (primary.runningCount ?? 0) === 0;
		const before = entries.find(({ id, runningCount }) => id !== primary?.id && (runningCount ?? 0) > 0);
		return isDead && before ? before : primary;
	}
	return (
		entries.find(({ taskDefinition }) => taskDefinition !== moving.taskDefinitionArn) ??
		entries.find(({ status }) => status === 'ACTIVE')
	);
}

/** What a service runs, in the shape of every platform. */
export function liveServiceOf(sight: ServiceSight): LiveDeployment {
	const { service, history, olderRevision } = sight;
	const serving = servingEntry(service, history);
	const ended = successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === serving?.taskDefinition);
	const moving = inFlightOf(history);
	return {
		platform: 'awsEcs',
		target: `${nameInArn(service.clusterArn)}/${service.serviceName ?? ''}`,
		context: '',
		isLive: serving !== undefined,
		deploymentId: ended?.arn ?? serving?.id ?? '',
		...imageIn(sight, ended?.revision ?? (serving && olderRevision)),
		url: '',
		version: nameInArn(serving?.taskDefinition),
		publishedAt: ended?.createdAt ?? serving?.createdAt?.toISOString() ?? '',
		underWay: moving
			? { deploymentId: moving.arn, ...imageIn(sight, moving.revision), startedAt: moving.createdAt }
			: null,
	};
}

/** ECS reads no labels: the commit is what the image's tag names, and the digest is what runs. */
function imageIn(
	{ service, container }: ServiceSight,
	revision: ServiceRevision | undefined,
): { readonly artifact: string; readonly commit: string } {
	const images = revision?.containerImages ?? [];
	const wanted = container === '' ? mainContainerIn(revision, service) : container;
	const found = images.find(({ containerName }) => containerName === wanted);
	return { artifact: found?.imageDigest ?? found?.image ?? '', commit: commitOf(found?.image) ?? '' };
}

function mainContainerIn(revision: ServiceRevision | undefined, service: Service): string | undefined {
	const containerDefinitions = (revision?.containerImages ?? []).map(({ containerName }) => ({ name: containerName }));
	const family = nameInArn(revision?.taskDefinition).replace(/:\d+$/, '');
	return mainContainerOf({ family, containerDefinitions }, service);
}
