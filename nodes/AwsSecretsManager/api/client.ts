import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsServiceKind } from '../../shared/aws/awsService';
import { awsServiceFor } from '../../shared/aws/awsServiceFor';
import type { OperationContext } from '../../shared/operation/operation';
import { secretsManagerAdvice } from './errorHints';
import type { SecretsManager } from './types';

const kind: AwsServiceKind<SecretsManagerClient> = {
	name: 'AWS Secrets Manager',
	createClient: (config) => new SecretsManagerClient(config),
	advice: secretsManagerAdvice,
};

/** Secrets Manager with the credential of an item. */
export async function secretsManagerClient({ functions, itemIndex }: OperationContext): Promise<SecretsManager> {
	return await awsServiceFor(kind, functions, itemIndex);
}

/** Secrets Manager for pickers, which have no item. */
export async function secretsManagerClientForPicker(functions: IAllExecuteFunctions): Promise<SecretsManager> {
	return await awsServiceFor(kind, functions, 0);
}
