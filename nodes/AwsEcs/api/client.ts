import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsServiceKind } from '../../shared/aws/awsService';
import { awsServiceFor } from '../../shared/aws/awsServiceFor';
import type { OperationContext } from '../../shared/operation/operation';
import { CostExplorerClient } from './costExplorer';
import { costAdvice, ecrAdvice, ecsAdvice, logsAdvice } from './errorHints';
import type { CloudWatchLogs, CostExplorer, Ecr, Ecs } from './types';

const ecsKind: AwsServiceKind<ECSClient> = {
	name: 'AWS ECS',
	createClient: (config) => new ECSClient(config),
	advice: ecsAdvice,
};

const logsKind: AwsServiceKind<CloudWatchLogsClient> = {
	name: 'CloudWatch Logs',
	createClient: (config) => new CloudWatchLogsClient(config),
	advice: logsAdvice,
};

const ecrKind: AwsServiceKind<ECRClient> = {
	name: 'Amazon ECR',
	createClient: (config) => new ECRClient(config),
	advice: ecrAdvice,
};

const costKind: AwsServiceKind<CostExplorerClient> = {
	name: 'AWS Cost Explorer',
	createClient: (config) => new CostExplorerClient(config),
	advice: costAdvice,
};

/** ECS with the credential of an item. */
export async function ecsClient({ functions, itemIndex }: OperationContext): Promise<Ecs> {
	return await awsServiceFor(ecsKind, functions, itemIndex);
}

/** ECS for pickers, which have no item. */
export async function ecsClientForPicker(functions: IAllExecuteFunctions): Promise<Ecs> {
	return await awsServiceFor(ecsKind, functions, 0);
}

/** CloudWatch Logs with the credential of an item. */
export async function logsClient({ functions, itemIndex }: OperationContext): Promise<CloudWatchLogs> {
	return await awsServiceFor(logsKind, functions, itemIndex);
}

/** The registry of images, with the credential of an item. */
export async function ecrClient({ functions, itemIndex }: OperationContext): Promise<Ecr> {
	return await awsServiceFor(ecrKind, functions, itemIndex);
}

/** Cost Explorer with the credential of an item: of its account, whatever the region. */
export async function costExplorerClient({ functions, itemIndex }: OperationContext): Promise<CostExplorer> {
	return await awsServiceFor(costKind, functions, itemIndex);
}
