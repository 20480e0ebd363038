import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECSClient, Tag, TaskDefinition } from '@aws-sdk/client-ecs';

import type { AwsService } from '../../shared/aws/awsService';
import type { WholeJson } from '../../shared/aws/wholeJson';

export type Ecs = AwsService<ECSClient>;
export type CloudWatchLogs = AwsService<CloudWatchLogsClient>;

/** Where a service is, by names or ARNs. */
export interface ServiceReference {
	readonly cluster: string;
	readonly service: string;
}

/** A task definition as ECS describes it. */
export interface TaskDefinitionDescription {
	readonly definition: TaskDefinition;
	readonly tags: readonly Tag[];
	/** The definition as it came: also the members that are newer than the SDK. */
	readonly whole: WholeJson;
}
