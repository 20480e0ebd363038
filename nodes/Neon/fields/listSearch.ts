import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../shared/fields/pickers';
import { listBranches } from '../api/branches';
import { neonClientForPicker } from '../api/client';
import { listDatabases } from '../api/databases';
import { listEndpoints } from '../api/endpoints';
import { listOperations } from '../api/operations';
import { listOrganizations } from '../api/organizations';
import { listProjects } from '../api/projects';
import { listRoles } from '../api/roles';
import { listSnapshots } from '../api/snapshots';
import { branchName, projectName, type NeonBranch } from '../api/types';
import { label, projectChosen, withinBranch, withinProject } from './withinProject';

const shown = 400;

export async function searchProjects(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const projects = await listProjects(neonClientForPicker(this), { search: filter ?? '' }, shown);
	return {
		results: projects.map((project) => ({
			name: label(projectName(project), project.region_id),
			value: project.id,
			url: `https://console.neon.tech/app/projects/${project.id}`,
		})),
	};
}

/** Branches of the chosen project; the default and protected ones say so. */
export async function searchBranches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await projectChosen(this);
	if (!client) return { results: [] };
	const branches = await listBranches(client, filter?.trim() ?? '', shown);
	return {
		results: branches.map((branch) => ({
			name: branchLabel(branch),
			value: branch.id,
			url: `https://console.neon.tech/app/projects/${client.project.id}/branches/${branch.id}`,
		})),
	};
}

export async function searchEndpoints(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client) => {
		const branches = await listBranches(client, '', Infinity);
		const names = new Map(branches.map((branch) => [branch.id, branchName(branch)]));
		const endpoints = await listEndpoints(client);
		return endpoints.map(({ id, name, type, current_state: state, branch_id: branchId }) => ({
			name: label(names.get(branchId ?? ''), name ?? id, type, state),
			value: id,
		}));
	});
}

export async function searchSnapshots(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client) => {
		const snapshots = await listSnapshots(client);
		return snapshots.map(({ id, name, created_at: createdAt }) => ({
			name: label(name ?? id, createdAt),
			value: id,
		}));
	});
}

/** The newest operations first. */
export async function searchOperations(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client) => {
		const operations = await listOperations(client, shown);
		return operations.map(({ id, action, status, created_at: createdAt }) => ({
			name: label(action, status, createdAt),
			value: id,
		}));
	});
}

export async function searchOrganizations(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const organizations = await listOrganizations(neonClientForPicker(this));
	return matching(
		filter,
		organizations.map(({ id, name = id }) => ({ name, value: id })),
	);
}

export async function searchDatabases(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await withinBranch(this, filter, async (client, branch) => {
		const databases = await listDatabases(client, branch.id);
		return databases.map(({ name, owner_name: owner }) => ({
			name: owner ? `${name} (${owner})` : name,
			value: name,
		}));
	});
}

export async function searchRoles(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await withinBranch(this, filter, async (client, branch) => {
		const roles = await listRoles(client, branch.id);
		return roles.map(({ name }) => ({ name, value: name }));
	});
}

function branchLabel(branch: NeonBranch): string {
	return label(
		branchName(branch),
		branch.default === true ? 'default' : '',
		branch.protected === true ? 'protected' : '',
		branch.expires_at ? `until ${branch.expires_at}` : '',
	);
}
