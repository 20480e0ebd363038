import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsServiceKind } from '../../shared/aws/awsService';
import { awsServiceFor } from '../../shared/aws/awsServiceFor';
import type { OperationContext } from '../../shared/operation/operation';
import { ecsAdvice, logsAdvice } from './errorHints';
import type { CloudWatchLogs, Ecs } from './types';

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
