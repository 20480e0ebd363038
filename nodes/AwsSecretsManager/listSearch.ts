import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { secretsManagerForPicker } from './transport';

/** Secrets by name, tag or description; the search is AWS's own. */
export async function searchSecrets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const secrets = await secretsManagerForPicker(this);
	const wanted = filter?.trim() ?? '';
	const page = await secrets.call('ListSecrets', async (client) =>
		await client.send(
			new ListSecretsCommand({
				MaxResults: 100,
				...(wanted !== '' && { Filters: [{ Key: 'all', Values: [wanted] }] }),
				...(paginationToken && { NextToken: paginationToken }),
			}),
		),
	);
	return {
		results: (page.SecretList ?? []).map(({ Name = '', ARN = '', Description }) => ({
			name: Name,
			value: ARN,
			...(Description && { description: Description }),
		})),
		...(page.NextToken && { paginationToken: page.NextToken }),
	};
}
