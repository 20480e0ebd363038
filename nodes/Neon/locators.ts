import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import { enteredAs, locatorProperty, optionalLocator, optionalLocatorValue } from '../shared/fields/locators';
import type { OperationContext } from '../shared/operation/operation';
import { locatorValue } from '../shared/fields/parameters';
import type { PlatformClient } from '../shared/http/platformClient';
import { findBranch } from './branches';
import { findProject } from './projects';
import type { NeonBranch, NeonProject } from './types';

export const projectProperty = locatorProperty({
	displayName: 'Project',
	name: 'project',
	description: 'The Neon project',
	search: 'searchProjects',
	enter: [
		enteredAs('id', 'By ID', 'quiet-hill-12345678'),
		enteredAs('name', 'By Name', 'paintbox'),
	],
});

const branchEntry = {
	search: 'searchBranches',
	enter: [
		enteredAs('id', 'By ID', 'br-quiet-hill-a1b2c3d4'),
		enteredAs('name', 'By Name', 'preview/pr-42'),
	],
};

export const branchProperty = locatorProperty({
	displayName: 'Branch',
	name: 'branch',
	description: 'A branch of that project',
	...branchEntry,
});

/** A branch that may be left empty, with the words that say what that means. */
export function furtherBranchProperty(
	displayName: string,
	name: string,
	description: string,
): INodeProperties {
	return optionalLocator(locatorProperty({ displayName, name, ...branchEntry }), description);
}

export const endpointProperty = locatorProperty({
	displayName: 'Compute',
	name: 'endpoint',
	description: 'A compute endpoint of that project',
	search: 'searchEndpoints',
	enter: [enteredAs('id', 'By ID', 'ep-quiet-hill-a1b2c3d4')],
});

export const snapshotProperty = locatorProperty({
	displayName: 'Snapshot',
	name: 'snapshot',
	description: 'A snapshot of that project',
	search: 'searchSnapshots',
	enter: [enteredAs('id', 'By ID', 'snap-quiet-hill-a1b2c3d4')],
});

export const databaseProperty = locatorProperty({
	displayName: 'Database',
	name: 'database',
	description: 'A database of that branch',
	search: 'searchDatabases',
	enter: [enteredAs('name', 'By Name', 'neondb')],
});

export const roleProperty = locatorProperty({
	displayName: 'Role',
	name: 'role',
	description: 'A Postgres role of that branch',
	search: 'searchRoles',
	enter: [enteredAs('name', 'By Name', 'neondb_owner')],
});

export const operationProperty = locatorProperty({
	displayName: 'Operation',
	name: 'operationId',
	description: 'An operation of that project, as Neon answers a change with it, or as Get Many lists it',
	search: 'searchOperations',
	enter: [enteredAs('id', 'By ID', 'd8ac46eb-a757-42b1-9907-f78322ee394e')],
});

export const organizationProperty = optionalLocator(
	locatorProperty({
		displayName: 'Organization',
		name: 'organizationId',
		search: 'searchOrganizations',
		enter: [enteredAs('id', 'By ID', 'org-quiet-hill-12345678')],
	}),
	'Only projects of this organization; leave it empty for all',
);

/** A filter of a list. */
export function onlyOfBranchProperty(plural: string): INodeProperties {
	return optionalLocator(branchProperty, `Only the ${plural} of this branch; leave it empty for all`);
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
	const entered = optionalLocatorValue(context, name);
	return entered === '' ? null : await findBranch(client, project, entered);
}

/** A name for something new. @throws OperationFailure when it is empty or longer than Neon takes. */
export function checkName(name: string, label: string, longest: number): string {
	if (name !== '' && name.length <= longest) return name;
	throw new OperationFailure(
		name === '' ? `${label} is empty` : `${label} has ${name.length} characters, and Neon takes ${longest}`,
		`Fill in ${label} with 1 to ${longest} characters`,
	);
}
