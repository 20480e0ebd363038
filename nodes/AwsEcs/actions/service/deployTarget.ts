import type { Service } from '@aws-sdk/client-ecs';

import type { Ecs, ServiceReference } from '../../api/types';
import type { DeploymentChoices } from '../../fields/deploymentChoices';

/** What is deployed to, and how. */
export interface DeployTarget {
	readonly ecs: Ecs;
	readonly reference: ServiceReference;
	readonly service: Service;
	readonly dryRun: boolean;
	readonly choices: DeploymentChoices;
}
