import type { ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import type { Deployment } from '../deployment/state/deployment';
import { commitOf } from './imageReference';
import { plain } from './redacted';
import { pausedHookOf } from './serviceDeployments';
import { nameOf } from './services';
import { stateOfRecord } from './status';
import { revisionNameOf } from './taskDefinitions';

/** A service deployment of the history as a release. Without its tasks: nothing is proven by it. */
export function serviceDeploymentJson(
	record: ServiceDeployment,
	revision: ServiceRevision | undefined,
	raw: boolean,
): IDataObject {
	const hook = pausedHookOf(record);
	const image = revision?.containerImages?.[0];
	const release: Deployment = {
		platform: 'awsEcs',
		target: `${nameOf(record.clusterArn)}/${nameOf(record.serviceArn)}`,
		id: record.serviceDeploymentArn ?? '',
		version: revision?.taskDefinition ? revisionNameOf(revision.taskDefinition) : null,
		commit: commitOf(image?.image),
		artifact: image?.image
			? { kind: 'image', ref: image.image, digest: image.imageDigest ?? null }
			: null,
		state: stateOfRecord(record.status),
		reason: record.rollback?.reason ?? record.statusReason ?? '',
		live: false,
		createdAt: record.createdAt?.toISOString() ?? null,
		createdBy: null,
		url: null,
		previous: record.sourceServiceRevisions?.[0]?.arn ?? null,
	};
	return {
		...release,
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
		paused: hook
			? {
					hookId: hook.hookId ?? null,
					stage: record.lifecycleStage ?? null,
					expiresAt: hook.expiresAt?.toISOString() ?? null,
					timeoutAction: hook.timeoutAction ?? null,
				}
			: null,
		...(raw && { raw: plain(record) }),
	};
}
