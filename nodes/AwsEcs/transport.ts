import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsService, AwsServiceKind } from '../shared/aws/awsService';
import { awsServiceFor } from '../shared/aws/awsServiceFor';
import type { OperationContext } from '../shared/operation/operation';
import { ecsAdvice, logsAdvice } from './errorHints';

export type Ecs = AwsService<ECSClient>;
export type CloudWatchLogs = AwsService<CloudWatchLogsClient>;

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

export async function ecsOf({ functions, itemIndex }: OperationContext): Promise<Ecs> {
	return await awsServiceFor(ecsKind, functions, itemIndex);
}

export async function logsOf({ functions, itemIndex }: OperationContext): Promise<CloudWatchLogs> {
	return await awsServiceFor(logsKind, functions, itemIndex);
}

/** For pickers, which have no item. */
export async function ecsForPicker(functions: IAllExecuteFunctions): Promise<Ecs> {
	return await awsServiceFor(ecsKind, functions, 0);
}
