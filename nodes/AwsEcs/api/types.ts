import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient, Tag, TaskDefinition } from '@aws-sdk/client-ecs';

import type { AwsService } from '../../shared/aws/awsService';
import type { WholeJson } from '../../shared/aws/wholeJson';
import type { CostExplorerClient } from './costExplorer';

export type Ecs = AwsService<ECSClient>;
export type Ecr = AwsService<ECRClient>;
export type CostExplorer = AwsService<CostExplorerClient>;
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

/** What ECR found in an image: nothing of it where it was never scanned, or cannot be seen. */
export type ImageFindings =
	| {
			readonly scan: 'complete';
			/** ISO 8601. */
			readonly scannedAt: string | null;
			readonly findings: { readonly critical: number; readonly high: number; readonly total: number };
			/** Names of a few of the worst. */
			readonly examples: string[];
	  }
	| { readonly scan: 'never' | 'unseen'; readonly reason: string };
