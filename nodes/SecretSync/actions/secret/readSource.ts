import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { awsSecretProperties, readAwsSecret } from '../../changes/sources/awsSecret';
import { neonConnectionProperties, readNeonConnection } from '../../changes/sources/neonConnection';
import type { SourceReading } from '../../changes/sources/source';
import {
	readUpstashCredential,
	readUpstashDatabase,
	upstashTokenProperties,
} from '../../changes/sources/upstashToken';

const readers: ReadonlyMap<string, (context: OperationContext) => Promise<SourceReading>> = new Map([
	['awsSecretsManager', readAwsSecret],
	['neon', readNeonConnection],
	['upstashCredential', readUpstashCredential],
	['upstashDatabase', readUpstashDatabase],
]);

export const sourceProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'AWS Secrets Manager',
				value: 'awsSecretsManager',
				description: 'The keys of a secret that holds a JSON object',
			},
			{
				name: 'Neon Connection URI',
				value: 'neon',
				description: 'The pooled and the direct address of a branch, password included',
			},
			{
				name: 'Upstash Redis Credential',
				value: 'upstashCredential',
				description: 'The address and token in the Upstash credential of this node',
			},
			{
				name: 'Upstash Redis Database',
				value: 'upstashDatabase',
				description: 'The address and token of a database of the account',
			},
		],
		default: 'awsSecretsManager',
		description: 'Where the values come from; they go to the target inside this node and never into an item',
	},
	...awsSecretProperties,
	...neonConnectionProperties,
	...upstashTokenProperties,
];

/** Reads the chosen source. */
export async function readSource(context: OperationContext): Promise<SourceReading> {
	const chosen = textParameter(context, 'source');
	const read = readers.get(chosen);
	if (read) return await read(context);
	throw new OperationFailure(`There is no source "${chosen}"`, 'Open the node and choose the source again');
}
