import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { secretsManagerForPicker } from '../AwsSecretsManager/transport';
import { isRecord, listAt, textAt } from '../deployment/jsonFields';
import { flyFor } from '../Fly/transport';
import { gitHubClientForPicker } from '../GitHubDeployments/transport';
import { neonClientFor } from '../Neon/transport';
import { netlifyClientFor } from '../NetlifyDeployments/transport';
import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import { upstashManagementClient } from './sources/upstashManagement';

const pageSize = 100;

/** Secrets of AWS Secrets Manager by name, tag or description. */
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

/** Neon projects by name or id, of all organizations of a personal key. */
export async function searchProjects(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = neonClientFor(this);
	const wanted = filter?.trim() ?? '';
	const listOf = async (organization: string | null) =>
		await client.request({
			method: 'GET',
			path: '/projects',
			query: {
				limit: pageSize,
				...(wanted !== '' && { search: wanted }),
				...(organization !== null && { org_id: organization }),
			},
			// A personal key must name an organization (neon.com/docs/manage/orgs-api).
			acceptStatuses: organization === null ? [400] : [],
		});
	const first = await listOf(null);
	const bodies: unknown[] = [first.body];
	if (first.status === 400) {
		const organizations = await client.object({ method: 'GET', path: '/users/me/organizations' });
		for (const organization of listAt(organizations, 'organizations')) {
			bodies.push((await listOf(textAt(organization, 'id'))).body);
		}
	}
	return named(bodies.flatMap((body) => listAt(body, 'projects')), 'name', 'id');
}

/** Branches of the chosen Neon project. */
export async function searchBranches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const project: unknown = this.getNodeParameter('project', '', { extractValue: true });
	if (typeof project !== 'string' || project.trim() === '') return { results: [] };
	const body = await neonClientFor(this).object({
		method: 'GET',
		path: path`/projects/${project.trim()}/branches`,
		query: { limit: 1_000 },
	});
	return named(listAt(body, 'branches'), 'name', 'id', filter);
}

/** Redis databases of the Upstash account. */
export async function searchRedisDatabases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const databases = await upstashManagementClient(this).list({ method: 'GET', path: '/redis/databases' });
	return named(databases, 'database_name', 'database_id', filter);
}

/** Netlify sites by name. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await page(netlifyClientFor(this), paginationToken, async (client, query) => {
		const sites = await client.list({
			method: 'GET',
			path: '/sites',
			query: { filter: 'all', ...(filter && { name: filter }), ...query },
		});
		return { found: sites.length, results: named(sites, 'name', 'id').results };
	});
}

/** Apps of the organization in the Fly.io credential. */
export async function searchApps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = flyFor(this);
	const organization = await client.organization();
	const body = await client.object({
		action: 'list apps',
		identifier: organization,
		method: 'GET',
		path: '/v1/apps',
		query: { org_slug: organization },
	});
	return named(listAt(body, 'apps'), 'name', 'name', filter);
}

/** Repositories that the GitHub token sees, those pushed to last first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await page(gitHubClientForPicker(this), paginationToken, async (client, query) => {
		const repositories = await client.list({
			method: 'GET',
			path: '/user/repos',
			query: { sort: 'pushed', ...query },
		});
		return {
			found: repositories.length,
			results: named(repositories, 'full_name', 'full_name', filter).results,
		};
	});
}

interface Page {
	readonly found: number;
	readonly results: INodeListSearchItems[];
}

async function page(
	client: PlatformClient,
	token: string | undefined,
	list: (client: PlatformClient, query: { page: number; per_page: number }) => Promise<Page>,
): Promise<INodeListSearchResult> {
	const number = Number(token ?? 1);
	const { found, results } = await list(client, { page: number, per_page: pageSize });
	return { results, ...(found === pageSize && { paginationToken: String(number + 1) }) };
}

function named(
	elements: readonly unknown[],
	nameField: string,
	valueField: string,
	filter = '',
): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	return {
		results: elements.filter(isRecord).flatMap((element) => {
			const value = textAt(element, valueField);
			const name = textAt(element, nameField) ?? value;
			return value === null || name === null || !name.toLowerCase().includes(wanted) ? [] : [{ name, value }];
		}),
	};
}
