import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { neonClientForPicker } from '../api/client';
import { findBranch } from '../api/findBranch';
import { inProject, type ProjectClient } from '../api/projectClient';
import { findProject } from '../api/projects';
import type { NeonBranch } from '../api/types';

/** What a picker lists of the chosen project; nothing before one is chosen. */
export async function withinProject(
	functions: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (client: ProjectClient) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const client = await projectChosen(functions);
	return matching(filter, client ? await list(client) : []);
}

/** The same of the chosen branch. */
export async function withinBranch(
	functions: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (client: ProjectClient, branch: NeonBranch) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const entered = chosenInPicker(functions, 'branch');
	if (entered === null) return { results: [] };
	return await withinProject(
		functions,
		filter,
		async (client) => await list(client, await findBranch(client, entered)),
	);
}

/** The client of the chosen project; null before one is chosen. */
export async function projectChosen(functions: ILoadOptionsFunctions): Promise<ProjectClient | null> {
	const client = neonClientForPicker(functions);
	const entered = chosenInPicker(functions, 'project');
	return entered === null ? null : inProject(client, await findProject(client, entered));
}

/** The words of an entry that there are. */
export function label(...words: Array<string | undefined>): string {
	return words.filter(Boolean).join(' · ');
}
