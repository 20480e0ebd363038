import type { Field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';

export const projectField = locatorProperty({
	displayName: 'Project',
	name: 'project',
	description: 'The Neon project',
	search: 'searchProjects',
	enter: [enteredAs('id', 'By ID', 'quiet-hill-12345678'), enteredAs('name', 'By Name', 'paintbox')],
});

const branchEntry = {
	search: 'searchBranches',
	enter: [enteredAs('id', 'By ID', 'br-quiet-hill-a1b2c3d4'), enteredAs('name', 'By Name', 'preview/pr-42')],
};

export const branchField = locatorProperty({
	displayName: 'Branch',
	name: 'branch',
	description: 'A branch of that project',
	...branchEntry,
});

/** A branch that may be left empty, with the words that say what that means. */
export function optionalBranchField(displayName: string, name: string, description: string): Field<string> {
	return optionalLocator(locatorProperty({ displayName, name, ...branchEntry }), description);
}

/** A filter of a list. */
export function onlyOfBranchField(plural: string): Field<string> {
	return optionalBranchField('Branch', 'branch', `Only the ${plural} of this branch; leave it empty for all`);
}

export const endpointField = locatorProperty({
	displayName: 'Compute',
	name: 'endpoint',
	description: 'A compute endpoint of that project',
	search: 'searchEndpoints',
	enter: [enteredAs('id', 'By ID', 'ep-quiet-hill-a1b2c3d4')],
});

export const snapshotField = locatorProperty({
	displayName: 'Snapshot',
	name: 'snapshot',
	description: 'A snapshot of that project',
	search: 'searchSnapshots',
	enter: [enteredAs('id', 'By ID', 'snap-quiet-hill-a1b2c3d4')],
});

export const databaseField = locatorProperty({
	displayName: 'Database',
	name: 'database',
	description: 'A database of that branch',
	search: 'searchDatabases',
	enter: [enteredAs('name', 'By Name', 'neondb')],
});

const roleEntry = {
	name: 'role',
	search: 'searchRoles',
	enter: [enteredAs('name', 'By Name', 'neondb_owner')],
};

export const roleField = locatorProperty({
	displayName: 'Role',
	description: 'A Postgres role of that branch',
	...roleEntry,
});

/** The role that owns a new database. */
export const ownerField = locatorProperty({
	displayName: 'Owner',
	description: 'The role that owns it',
	...roleEntry,
});

export const operationField = locatorProperty({
	displayName: 'Operation',
	name: 'operationId',
	description: 'An operation of that project, from Neon\'s answer to a change or from Get Many',
	search: 'searchOperations',
	enter: [enteredAs('id', 'By ID', 'd8ac46eb-a757-42b1-9907-f78322ee394e')],
});

export const organizationField = optionalLocator(
	locatorProperty({
		displayName: 'Organization',
		name: 'organizationId',
		search: 'searchOrganizations',
		enter: [enteredAs('id', 'By ID', 'org-quiet-hill-12345678')],
	}),
	'Only projects of this organization; leave it empty for all',
);
