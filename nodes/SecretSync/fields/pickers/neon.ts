import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAt, textAt } from '../../../deployment/values/jsonFields';
import { neonClientForPicker } from '../../../Neon/api/client';
import { path } from '../../../shared/http/path';
import { chosenInPicker, matching } from '../../../shared/fields/pickers';
import { choicesOf, pageSize } from './choices';

/** Neon projects by name or id, of all organizations of a personal key. */
export async function searchProjects(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = neonClientForPicker(this);
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
	return { results: choicesOf(bodies.flatMap((body) => listAt(body, 'projects')), 'name', 'id') };
}

/** Branches of the chosen project. */
export async function searchBranches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const project = chosenInPicker(this, 'project');
	if (project === null) return { results: [] };
	const body = await neonClientForPicker(this).object({
		method: 'GET',
		path: path`/projects/${project}/branches`,
		query: { limit: 1_000 },
	});
	return matching(filter, choicesOf(listAt(body, 'branches'), 'name', 'id'));
}

/** Databases of the chosen branch. */
export async function searchDatabases(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await namesOnBranch(this, 'databases', filter);
}

/** Postgres roles of the chosen branch. */
export async function searchRoles(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await namesOnBranch(this, 'roles', filter);
}

async function namesOnBranch(
	functions: ILoadOptionsFunctions,
	what: 'databases' | 'roles',
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const project = chosenInPicker(functions, 'project');
	const branch = chosenInPicker(functions, 'branch');
	if (project === null || branch === null) return { results: [] };
	const body = await neonClientForPicker(functions).object({
		method: 'GET',
		path: `${path`/projects/${project}/branches/${branch}`}/${what}`,
	});
	return matching(filter, choicesOf(listAt(body, what), 'name'));
}
