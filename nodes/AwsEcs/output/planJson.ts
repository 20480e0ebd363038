import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../shared/aws/arn';
import type { Ecs } from '../api/types';
import { liveIdOf } from '../state/primaryDeployment';

/** The output of a dry run: what would be done, to what, and what runs now. */
export function planJson(ecs: Ecs, service: Service, plan: IDataObject, warnings: readonly string[] = []): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'awsEcs',
		target: `${nameInArn(service.clusterArn)}/${service.serviceName ?? ''}`,
		region: ecs.region,
		strategy: service.deploymentConfiguration?.strategy ?? 'ROLLING',
		plan,
		notes: [...warnings],
		current: {
			id: liveIdOf(service),
			version: nameInArn(service.taskDefinition),
			desiredCount: service.desiredCount ?? null,
			runningCount: service.runningCount ?? null,
		},
	};
}
