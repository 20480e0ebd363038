import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { secretsManagerClientForPicker } from '../api/client';
import { secretPage } from '../api/secrets';

/** Secrets by name, tag or description; the search is AWS's own. */
export async function searchSecrets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const wanted = filter?.trim() ?? '';
	const page = await secretPage(await secretsManagerClientForPicker(this), {
		MaxResults: 100,
		...(wanted !== '' && { Filters: [{ Key: 'all', Values: [wanted] }] }),
		...(paginationToken && { NextToken: paginationToken }),
	});
	return {
		results: (page.SecretList ?? []).map(({ Name = '', ARN = '', Description }) => ({
			name: Name,
			value: ARN,
			...(Description && { description: Description }),
		})),
		...(page.NextToken && { paginationToken: page.NextToken }),
	};
}
