import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { plain } from './redacted';
import { consoleUrl, nameOf } from './services';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** A service as an item's JSON; as ECS gave it when `raw`. */
export function serviceJson(ecs: Ecs, service: Service, raw: boolean): IDataObject {
	if (raw) return plain(service) ?? {};
	return {
		name: service.serviceName ?? null,
		arn: service.serviceArn ?? null,
		cluster: nameOf(service.clusterArn),
		status: service.status ?? null,
		version: revisionNameOf(service.taskDefinition),
		taskDefinitionArn: service.taskDefinition ?? null,
		desiredCount: service.desiredCount ?? null,
		runningCount: service.runningCount ?? null,
		pendingCount: service.pendingCount ?? null,
		launchType: service.launchType ?? null,
		strategy: service.deploymentConfiguration?.strategy ?? 'ROLLING',
		circuitBreaker: service.deploymentConfiguration?.deploymentCircuitBreaker?.enable === true,
		serviceDeploymentArn: service.currentServiceDeployment ?? null,
		deployments: (service.deployments ?? []).map((deployment) => ({
			id: deployment.id ?? null,
			status: deployment.status ?? null,
			version: revisionNameOf(deployment.taskDefinition),
			rolloutState: deployment.rolloutState ?? null,
			reason: deployment.rolloutStateReason ?? null,
			desiredCount: deployment.desiredCount ?? null,
			runningCount: deployment.runningCount ?? null,
			failedTasks: deployment.failedTasks ?? null,
		})),
		events: (service.events ?? []).slice(0, 5).map(({ createdAt, message }) => ({
			at: createdAt?.toISOString() ?? null,
			message: message ?? '',
		})),
		createdAt: service.createdAt?.toISOString() ?? null,
		url: consoleUrl(ecs, service),
	};
}
