import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { listBranches } from '../../../Neon/api/branches';
import { neonClientForPicker } from '../../../Neon/api/client';
import { listDatabases } from '../../../Neon/api/databases';
import { inProject, type ProjectClient } from '../../../Neon/api/projectClient';
import { listProjects } from '../../../Neon/api/projects';
import { listRoles } from '../../../Neon/api/roles';
import { chosenInPicker, matching } from '../../../shared/fields/pickers';

/** The most that a list shows. */
const shown = 400;

/** Neon projects by name or id, of all organizations of a personal key. */
export async function searchProjects(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const projects = await listProjects(neonClientForPicker(this), { search: filter?.trim() ?? '' }, shown);
	return { results: projects.map(choiceOf) };
}

/** Branches of the chosen project. */
export async function searchBranches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = clientOfChosen(this);
	return { results: client === null ? [] : (await listBranches(client, filter?.trim() ?? '', shown)).map(choiceOf) };
}

/** Databases of the chosen branch. */
export async function searchDatabases(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await namesOnBranch(this, listDatabases, filter);
}

/** Postgres roles of the chosen branch. */
export async function searchRoles(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await namesOnBranch(this, listRoles, filter);
}

/** Null while no project is chosen. */
function clientOfChosen(functions: ILoadOptionsFunctions): ProjectClient | null {
	const project = chosenInPicker(functions, 'project');
	return project === null ? null : inProject(neonClientForPicker(functions), { id: project });
}

async function namesOnBranch(
	functions: ILoadOptionsFunctions,
	list: (client: ProjectClient, branchId: string) => Promise<ReadonlyArray<{ readonly name: string }>>,
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const client = clientOfChosen(functions);
	const branch = chosenInPicker(functions, 'branch');
	if (client === null || branch === null) return { results: [] };
	return matching(
		filter,
		(await list(client, branch)).map(({ name }) => ({ name, value: name })),
	);
}

const choiceOf = ({ id, name }: { readonly id: string; readonly name?: string }): INodeListSearchItems => ({
	name: name ?? id,
	value: id,
});
