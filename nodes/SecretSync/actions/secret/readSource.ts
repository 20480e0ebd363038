import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { secretsManagerClient } from '../../../AwsSecretsManager/api/client';
import { textAt } from '../../../deployment/values/jsonFields';
import { neonClient } from '../../../Neon/api/client';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { upstashClient, upstashManagementClient } from '../../../Upstash/api/client';
import { readAwsSecret } from '../../changes/sources/awsSecret';
import { readNeonConnection } from '../../changes/sources/neonConnection';
import { readPreviewSecrets } from '../../changes/sources/previewSecrets';
import type { SourceReading } from '../../changes/sources/source';
import { readUpstashDatabase, upstashReading } from '../../changes/sources/upstashDatabase';
import { sourceField } from '../../fields/sourceField';
import { secretField, versionIdField } from '../../fields/sources/awsSecret';
import { readNeonChoice } from '../../fields/sources/neonConnection';
import { readPreviewChoice } from '../../fields/sources/preview';
import { readOnlyTokenField, readUpstashKeys, redisDatabaseField } from '../../fields/sources/upstash';

/** Reads the chosen source. */
export async function readSource(context: OperationContext): Promise<SourceReading> {
	switch (sourceField.read(context)) {
		case 'awsSecretsManager': {
			const [secretId, versionId] = [secretField.read(context), versionIdField.read(context)];
			return await readAwsSecret(await secretsManagerClient(context), secretId, versionId);
		}
		case 'neon':
			return await readNeonConnection(neonClient(context), readNeonChoice(context));
		case 'preview':
			return await readPreviewSecrets(
				{ aws: async () => await secretsManagerClient(context), neon: () => neonClient(context) },
				readPreviewChoice(context),
			);
		case 'upstashCredential':
			return await readUpstashCredential(context);
		case 'upstashDatabase':
			return await readUpstashDatabase(
				upstashManagementClient(context),
				redisDatabaseField.read(context),
				readOnlyTokenField.read(context),
				readUpstashKeys(context),
			);
	}
}

/** Address and token of the database that the Upstash credential is for, once the database has answered to them. */
async function readUpstashCredential(context: OperationContext): Promise<SourceReading> {
	const { functions, itemIndex } = context;
	const keys = readUpstashKeys(context);
	const credential = await functions.getCredentials<ICredentialDataDecryptedObject>(
		'slipwayUpstashRedisApi',
		itemIndex,
	);
	const url = textAt(credential, 'baseUrl')?.trim().replace(/\/+$/, '') ?? '';
	const token = textAt(credential, 'token')?.trim() ?? '';
	if (url === '' || token === '') {
		throw new ConfigurationError(
			'The Upstash Redis credential has no REST URL or no token',
			"Open the credential and fill in both, from the database's page in Upstash",
		);
	}
	await upstashClient(context).run(['PING'], { safeToRepeat: true });
	return upstashReading(
		keys,
		{ url, token },
		{
			name: 'the Upstash Redis credential',
			identity: `upstashCredential ${url}`,
			summary: { url },
		},
	);
}
