import type { ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import type { Deployment } from '../../deployment/state/deployment';
import { nameInArn } from '../../shared/aws/arn';
import { commitOf } from '../state/images';
import { stateOfRecord } from '../state/recordStatus';
import { redactedJson } from '../state/redactedJson';
import { pausedJson } from './pausedJson';

/** A service deployment of the history. Without its tasks: nothing is verified by it. */
export function serviceDeploymentJson(
	record: ServiceDeployment,
	revision: ServiceRevision | undefined,
	raw: boolean,
): IDataObject {
	const image = revision?.containerImages?.[0];
	const deployment: Deployment = {
		platform: 'awsEcs',
		target: `${nameInArn(record.clusterArn)}/${nameInArn(record.serviceArn)}`,
		id: record.serviceDeploymentArn ?? '',
		version: revision?.taskDefinition ? nameInArn(revision.taskDefinition) : null,
		commit: commitOf(image?.image),
		artifact: image?.image ? { kind: 'image', ref: image.image, digest: image.imageDigest ?? null } : null,
		state: stateOfRecord(record.status),
		reason: record.rollback?.reason ?? record.statusReason ?? '',
		live: false,
		createdAt: record.createdAt?.toISOString() ?? null,
		createdBy: null,
		url: null,
		previous: record.sourceServiceRevisions?.[0]?.arn ?? null,
	};
	return {
		...deployment,
		verified: false,
		status: record.status ?? null,
		serviceDeploymentArn: record.serviceDeploymentArn ?? null,
		taskDefinitionArn: revision?.taskDefinition ?? null,
		images: (revision?.containerImages ?? []).map((each) => ({
			container: each.containerName ?? '',
			image: each.image ?? '',
			digest: each.imageDigest ?? null,
		})),
		strategy: record.deploymentConfiguration?.strategy ?? 'ROLLING',
		lifecycleStage: record.lifecycleStage ?? null,
		productionTrafficPercent: record.targetServiceRevision?.requestedProductionTrafficWeight ?? null,
		finishedAt: record.finishedAt?.toISOString() ?? null,
		paused: pausedJson(record),
		...(raw && { raw: redactedJson(record) }),
	};
}
