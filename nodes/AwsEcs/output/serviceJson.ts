import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../shared/aws/arn';
import type { Ecs } from '../api/types';
import { redactedJson } from '../state/redactedJson';
import { consoleUrl } from './consoleUrl';

/** A service as an item's JSON; as ECS gave it when `raw`. */
export function serviceJson(ecs: Ecs, service: Service, raw: boolean): IDataObject {
	if (raw) return redactedJson(service) ?? {};
	return {
		name: service.serviceName ?? null,
		arn: service.serviceArn ?? null,
		cluster: nameInArn(service.clusterArn),
		status: service.status ?? null,
		version: nameInArn(service.taskDefinition),
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
			version: nameInArn(deployment.taskDefinition),
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
