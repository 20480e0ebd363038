import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { liveIdOf } from './deployRevision';
import { nameOf } from './services';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** The output of a dry run: what would be done, to what, and what runs now. */
export function planJson(ecs: Ecs, service: Service, plan: IDataObject, notes: readonly string[] = []): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'awsEcs',
		target: `${nameOf(service.clusterArn)}/${service.serviceName ?? ''}`,
		region: ecs.region,
		strategy: service.deploymentConfiguration?.strategy ?? 'ROLLING',
		plan,
		notes: [...notes],
		current: {
			id: liveIdOf(service),
			version: revisionNameOf(service.taskDefinition),
			desiredCount: service.desiredCount ?? null,
			runningCount: service.runningCount ?? null,
		},
	};
}
