import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsService, AwsServiceKind } from '../shared/aws/awsService';
import { awsServiceFor } from '../shared/aws/awsServiceFor';
import type { OperationContext } from '../shared/operation/operation';
import { secretsManagerAdvice } from './errorHints';

export type SecretsManager = AwsService<SecretsManagerClient>;

const kind: AwsServiceKind<SecretsManagerClient> = {
	name: 'AWS Secrets Manager',
	createClient: (config) => new SecretsManagerClient(config),
	advice: secretsManagerAdvice,
};

export async function secretsManagerOf({ functions, itemIndex }: OperationContext): Promise<SecretsManager> {
	return await awsServiceFor(kind, functions, itemIndex);
}

/** For pickers, which have no item. */
export async function secretsManagerForPicker(functions: IAllExecuteFunctions): Promise<SecretsManager> {
	return await awsServiceFor(kind, functions, 0);
}
