import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import type { PlatformClient } from '../../shared/http/platformClient';
import { listBranches } from '../api/branches';
import { neonClientForPicker } from '../api/client';
import { listDatabases } from '../api/databases';
import { listEndpoints } from '../api/endpoints';
import { findBranch } from '../api/findBranch';
import { listOperations } from '../api/operations';
import { listOrganizations } from '../api/organizations';
import { findProject, listProjects } from '../api/projects';
import { listRoles } from '../api/roles';
import { listSnapshots } from '../api/snapshots';
import { branchName, projectName, type NeonBranch, type NeonProject } from '../api/types';

const shown = 400;

export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
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
export async function searchBranches(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = neonClientForPicker(this);
	const project = await projectChosen(this, client);
	if (!project) return { results: [] };
	const branches = await listBranches(client, project.id, filter?.trim() ?? '', shown);
	return {
		results: branches.map((branch) => ({
			name: branchLabel(branch),
			value: branch.id,
			url: `https://console.neon.tech/app/projects/${project.id}/branches/${branch.id}`,
		})),
	};
}

export async function searchEndpoints(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client, project) => {
		const branches = await listBranches(client, project.id, '', Infinity);
		const names = new Map(branches.map((branch) => [branch.id, branchName(branch)]));
		const endpoints = await listEndpoints(client, project.id);
		return endpoints.map(({ id, name, type, current_state: state, branch_id: branchId }) => ({
			name: label(names.get(branchId ?? ''), name ?? id, type, state),
			value: id,
		}));
	});
}

export async function searchSnapshots(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client, project) => {
		const snapshots = await listSnapshots(client, project.id);
		return snapshots.map(({ id, name, created_at: createdAt }) => ({
			name: label(name ?? id, createdAt),
			value: id,
		}));
	});
}

/** The newest operations first. */
export async function searchOperations(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withinProject(this, filter, async (client, project) => {
		const operations = await listOperations(client, project.id, shown);
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
	return matching(filter, organizations.map(({ id, name = id }) => ({ name, value: id })));
}

export async function searchDatabases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withinBranch(this, filter, async (client, project, branch) => {
		const databases = await listDatabases(client, project.id, branch.id);
		return databases.map(({ name, owner_name: owner }) => ({
			name: owner ? `${name} (${owner})` : name,
			value: name,
		}));
	});
}

export async function searchRoles(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withinBranch(this, filter, async (client, project, branch) => {
		const roles = await listRoles(client, project.id, branch.id);
		return roles.map(({ name }) => ({ name, value: name }));
	});
}

async function withinBranch(
	functions: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (
		client: PlatformClient,
		project: NeonProject,
		branch: NeonBranch,
	) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const entered = chosenInPicker(functions, 'branch');
	if (entered === null) return { results: [] };
	return await withinProject(functions, filter, async (client, project) =>
		await list(client, project, await findBranch(client, project, entered)),
	);
}

/** Nothing before a project is chosen. */
async function withinProject(
	functions: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (client: PlatformClient, project: NeonProject) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const client = neonClientForPicker(functions);
	const project = await projectChosen(functions, client);
	return matching(filter, project ? await list(client, project) : []);
}

async function projectChosen(
	functions: ILoadOptionsFunctions,
	client: PlatformClient,
): Promise<NeonProject | null> {
	const entered = chosenInPicker(functions, 'project');
	return entered === null ? null : await findProject(client, entered);
}

function branchLabel(branch: NeonBranch): string {
	return label(
		branchName(branch),
		branch.default === true ? 'default' : '',
		branch.protected === true ? 'protected' : '',
		branch.expires_at ? `until ${branch.expires_at}` : '',
	);
}

function label(...words: Array<string | undefined>): string {
	return words.filter(Boolean).join(' · ');
}
