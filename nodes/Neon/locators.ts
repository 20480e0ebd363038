import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';
import type { PlatformClient } from '../shared/platformClient';
import { findBranch } from './branches';
import { findProject } from './projects';
import type { NeonBranch, NeonProject } from './types';

export const projectProperty: INodeProperties = {
	displayName: 'Project',
	name: 'project',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchProjects', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'quiet-hill-12345678' },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'paintbox' },
	],
	description: 'The Neon project',
};

export const branchProperty: INodeProperties = {
	displayName: 'Branch',
	name: 'branch',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchBranches', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'br-quiet-hill-a1b2c3d4' },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'preview/pr-42' },
	],
	description: 'A branch of that project',
};

/** A second branch of an operation, which may be left empty. */
export const parentProperty: INodeProperties = {
	...branchProperty,
	displayName: 'Parent',
	name: 'parent',
	required: false,
	description: 'The branch to make it from; leave it empty for the default branch of the project',
};

export const sourceBranchProperty: INodeProperties = {
	...branchProperty,
	displayName: 'Source Branch',
	name: 'sourceBranch',
	required: false,
	description: 'The branch whose history to take; leave it empty for the branch\'s own',
};

export const baseBranchProperty: INodeProperties = {
	...branchProperty,
	displayName: 'Base Branch',
	name: 'baseBranch',
	required: false,
	description: 'The branch to compare with; leave it empty for the parent',
};

export const endpointProperty: INodeProperties = {
	displayName: 'Compute',
	name: 'endpoint',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchEndpoints', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'ep-quiet-hill-a1b2c3d4' },
	],
	description: 'A compute endpoint of that project',
};

export const snapshotProperty: INodeProperties = {
	displayName: 'Snapshot',
	name: 'snapshot',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSnapshots', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'snap-quiet-hill-a1b2c3d4' },
	],
	description: 'A snapshot of that project',
};

export const databaseProperty: INodeProperties = {
	displayName: 'Database',
	name: 'database',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDatabases', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'neondb' },
	],
	description: 'A database of that branch',
};

export const roleProperty: INodeProperties = {
	displayName: 'Role',
	name: 'role',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRoles', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'neondb_owner' },
	],
	description: 'A Postgres role of that branch',
};

/** A property that may be left empty, with the words that say what that means. */
export function optional(property: INodeProperties, description: string): INodeProperties {
	return { ...property, required: false, description };
}

export async function chosenProject(
	context: OperationContext,
	client: PlatformClient,
): Promise<NeonProject> {
	return await findProject(client, locatorValue(context, 'project', 'Project'));
}

export async function chosenBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
): Promise<NeonBranch> {
	return await findBranch(client, project, locatorValue(context, 'branch', 'Branch'));
}

/** The branch in a locator that may be empty; null then. */
export async function optionalBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	name: string,
): Promise<NeonBranch | null> {
	const entered = optionalLocator(context, name);
	return entered === '' ? null : await findBranch(client, project, entered);
}

/** The value of a locator that may be empty. */
export function optionalLocator({ functions, itemIndex }: OperationContext, name: string): string {
	const value = functions.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}

/** A name for something new. @throws OperationFailure when it is empty or longer than Neon takes. */
export function checkName(name: string, label: string, longest: number): string {
	if (name !== '' && name.length <= longest) return name;
	throw new OperationFailure(
		name === '' ? `${label} is empty` : `${label} has ${name.length} characters, and Neon takes ${longest}`,
		`Fill in ${label} with 1 to ${longest} characters`,
	);
}
