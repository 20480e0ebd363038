import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';
import type { PlatformClient } from '../shared/platformClient';
import { findBranch } from './branches';
import { findProject } from './projects';
import type { NeonBranch, NeonProject } from './types';

const byHand = { type: 'string' } as const;

/** A picker with search, and the ways to name one by hand with an example of each. */
function locator(
	displayName: string,
	name: string,
	searchListMethod: string,
	examples: { readonly id?: string; readonly name?: string },
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			...Object.entries(examples).map(([mode, placeholder]): INodePropertyMode => ({
				...byHand,
				displayName: mode === 'id' ? 'By ID' : 'By Name',
				name: mode,
				placeholder,
			})),
		],
		description,
	};
}

export const projectProperty = locator(
	'Project',
	'project',
	'searchProjects',
	{ id: 'quiet-hill-12345678', name: 'paintbox' },
	'The Neon project',
);

const branchExamples = { id: 'br-quiet-hill-a1b2c3d4', name: 'preview/pr-42' };

export const branchProperty = locator(
	'Branch',
	'branch',
	'searchBranches',
	branchExamples,
	'A branch of that project',
);

/** A branch that may be left empty, with the words that say what that means. */
export function furtherBranchProperty(
	displayName: string,
	name: string,
	description: string,
): INodeProperties {
	return optional(locator(displayName, name, 'searchBranches', branchExamples, ''), description);
}

export const endpointProperty = locator(
	'Compute',
	'endpoint',
	'searchEndpoints',
	{ id: 'ep-quiet-hill-a1b2c3d4' },
	'A compute endpoint of that project',
);

export const snapshotProperty = locator(
	'Snapshot',
	'snapshot',
	'searchSnapshots',
	{ id: 'snap-quiet-hill-a1b2c3d4' },
	'A snapshot of that project',
);

export const databaseProperty = locator(
	'Database',
	'database',
	'searchDatabases',
	{ name: 'neondb' },
	'A database of that branch',
);

export const roleProperty = locator(
	'Role',
	'role',
	'searchRoles',
	{ name: 'neondb_owner' },
	'A Postgres role of that branch',
);

export const operationProperty = locator(
	'Operation',
	'operationId',
	'searchOperations',
	{ id: 'd8ac46eb-a757-42b1-9907-f78322ee394e' },
	'An operation of that project, as Neon answers a change with it, or as Get Many lists it',
);

export const organizationProperty = optional(
	locator('Organization', 'organizationId', 'searchOrganizations', { id: 'org-quiet-hill-12345678' }, ''),
	'Only projects of this organization; leave it empty for all',
);

/** A property that may be left empty, with the words that say what that means. */
export function optional(property: INodeProperties, description: string): INodeProperties {
	return { ...property, required: false, description };
}

/** A filter of a list. */
export function onlyOfBranchProperty(plural: string): INodeProperties {
	return optional(branchProperty, `Only the ${plural} of this branch; leave it empty for all`);
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
