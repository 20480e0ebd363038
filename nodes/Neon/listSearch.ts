import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { PlatformClient } from '../shared/platformClient';
import { branchName, findBranch, listBranches } from './branches';
import { listDatabases } from './connectionUri';
import { listEndpoints } from './endpoints';
import { findProject, listProjects, projectName } from './projects';
import { listRoles } from './roles';
import { listSnapshots } from './snapshots';
import { neonClientFor } from './transport';
import type { NeonBranch, NeonProject } from './types';

const shown = 400;

export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const projects = await listProjects(neonClientFor(this), { search: filter ?? '' }, shown);
	return {
		results: projects.map((project) => ({
			name: [projectName(project), project.region_id ?? ''].filter(Boolean).join(' · '),
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
	const client = neonClientFor(this);
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
	const client = neonClientFor(this);
	const project = await projectChosen(this, client);
	if (!project) return { results: [] };
	const branches = await listBranches(client, project.id, '', Infinity);
	const names = new Map(branches.map((branch) => [branch.id, branchName(branch)]));
	const endpoints = await listEndpoints(client, project.id);
	return matching(
		filter,
		endpoints.map(({ id, name, type, current_state: state, branch_id: branchId }) => ({
			name: [names.get(branchId ?? '') ?? '', name ?? id, type ?? '', state ?? ''].filter(Boolean).join(' · '),
			value: id,
		})),
	);
}

export async function searchSnapshots(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = neonClientFor(this);
	const project = await projectChosen(this, client);
	if (!project) return { results: [] };
	const snapshots = await listSnapshots(client, project.id);
	return matching(
		filter,
		snapshots.map(({ id, name, created_at: createdAt }) => ({
			name: [name ?? id, createdAt ?? ''].filter(Boolean).join(' · '),
			value: id,
		})),
	);
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
	const client = neonClientFor(functions);
	const entered = chosen(functions, 'branch');
	const project = entered === '' ? null : await projectChosen(functions, client);
	if (!project) return { results: [] };
	return matching(filter, await list(client, project, await findBranch(client, project, entered)));
}

async function projectChosen(
	functions: ILoadOptionsFunctions,
	client: PlatformClient,
): Promise<NeonProject | null> {
	const entered = chosen(functions, 'project');
	return entered === '' ? null : await findProject(client, entered);
}

function chosen(functions: ILoadOptionsFunctions, name: string): string {
	const value: unknown = functions.getNodeParameter(name, '', { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}

function matching(
	filter: string | undefined,
	results: INodeListSearchItems[],
): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: results.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}

function branchLabel(branch: NeonBranch): string {
	const marks = [
		branch.default === true ? 'default' : '',
		branch.protected === true ? 'protected' : '',
		branch.expires_at ? `until ${branch.expires_at}` : '',
	];
	return [branchName(branch), ...marks].filter(Boolean).join(' · ');
}
