import { DescribeTaskDefinitionCommand, ListTaskDefinitionFamiliesCommand } from '@aws-sdk/client-ecs';
import { ListSecretsCommand, ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { ecsClientForPicker } from '../../../AwsEcs/api/client';
import { secretsManagerClientForPicker } from '../../../AwsSecretsManager/api/client';
import { chosenInPicker, matching } from '../../../shared/fields/pickers';
import { pageSize, pageWithMatches } from './choices';

/** Secrets of AWS Secrets Manager by name, tag or description. */
export async function searchSecrets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const secrets = await secretsManagerClientForPicker(this);
	const wanted = filter?.trim() ?? '';
	const page = await secrets.call(
		'ListSecrets',
		async (client) =>
			await client.send(
				new ListSecretsCommand({
					MaxResults: pageSize,
					...(wanted !== '' && { Filters: [{ Key: 'all', Values: [wanted] }] }),
					...(paginationToken && { NextToken: paginationToken }),
				}),
			),
	);
	return {
		results: (page.SecretList ?? []).map(({ Name = '', ARN = '' }) => ({ name: Name, value: ARN })),
		...(page.NextToken && { paginationToken: page.NextToken }),
	};
}

/** Versions of the chosen secret, by when they were made and their labels. */
export async function searchSecretVersions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const secret = chosenInPicker(this, 'secret');
	if (secret === null) return { results: [] };
	const secrets = await secretsManagerClientForPicker(this);
	const { Versions = [] } = await secrets.call(
		'ListSecretVersionIds',
		async (client) => await client.send(new ListSecretVersionIdsCommand({ SecretId: secret, MaxResults: pageSize })),
	);
	const newestFirst = [...Versions].sort(
		(left, right) => (right.CreatedDate?.getTime() ?? 0) - (left.CreatedDate?.getTime() ?? 0),
	);
	const choices = newestFirst.map(({ VersionId = '', CreatedDate, VersionStages = [] }) => ({
		name: [
			CreatedDate?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
			VersionStages.join(', '),
			VersionId.slice(0, 8),
		]
			.filter(Boolean)
			.join(' · '),
		value: VersionId,
	}));
	return matching(filter, choices);
}

/** Task definition families with an active revision; ECS itself searches by their beginning only. */
export async function searchTaskDefinitionFamilies(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ecs = await ecsClientForPicker(this);
	return await pageWithMatches(filter, paginationToken, async (token) => {
		const page = await ecs.call(
			'ListTaskDefinitionFamilies',
			async (client) =>
				await client.send(
					new ListTaskDefinitionFamiliesCommand({
						status: 'ACTIVE',
						maxResults: pageSize,
						...(token !== undefined && { nextToken: token }),
					}),
				),
		);
		return { choices: (page.families ?? []).map((family) => ({ name: family, value: family })), next: page.nextToken };
	});
}

/** Containers of the newest revision of the chosen family. */
export async function searchContainers(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const taskDefinition = chosenInPicker(this, 'taskDefinitionFamily');
	if (taskDefinition === null) return { results: [] };
	const ecs = await ecsClientForPicker(this);
	const { taskDefinition: found } = await ecs.call(
		'DescribeTaskDefinition',
		async (client) => await client.send(new DescribeTaskDefinitionCommand({ taskDefinition })),
	);
	const names = (found?.containerDefinitions ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
	return matching(
		filter,
		names.map((name) => ({ name, value: name })),
	);
}
