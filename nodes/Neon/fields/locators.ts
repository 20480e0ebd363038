import type { Field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';

const byId = (example: string) => enteredAs('id', 'By ID', example);
const byName = (example: string) => enteredAs('name', 'By Name', example);

/** A locator by its label, its name, the method that lists it, and the ways to enter it. */
function locatorField(
	displayName: string,
	name: string,
	search: string,
	...enter: Array<ReturnType<typeof enteredAs>>
): Field<string> {
	return locatorProperty({ displayName, name, search, enter });
}

export const projectField = locatorField(
	'Project',
	'project',
	'searchProjects',
	byId('quiet-hill-12345678'),
	byName('paintbox'),
);

const branchEntries = [byId('br-quiet-hill-a1b2c3d4'), byName('preview/pr-42')];

export const branchField = locatorField('Branch', 'branch', 'searchBranches', ...branchEntries);

/** A branch that may be left empty, with the words that say what that means. */
export function optionalBranchField(displayName: string, name: string, description: string): Field<string> {
	return optionalLocator(locatorField(displayName, name, 'searchBranches', ...branchEntries), description);
}

/** A filter of a list. */
export function onlyOfBranchField(plural: string): Field<string> {
	return optionalLocator(branchField, `Only the ${plural} of this branch; leave it empty for all`);
}

export const endpointField = locatorField('Compute', 'endpoint', 'searchEndpoints', byId('ep-quiet-hill-a1b2c3d4'));

export const snapshotField = locatorField('Snapshot', 'snapshot', 'searchSnapshots', byId('snap-quiet-hill-a1b2c3d4'));

export const databaseField = locatorField('Database', 'database', 'searchDatabases', byName('neondb'));

const roleEntry = byName('neondb_owner');

export const roleField = locatorField('Role', 'role', 'searchRoles', roleEntry);

/** The role that owns a new database. */
export const ownerField = locatorField('Owner', 'role', 'searchRoles', roleEntry);

export const operationField = locatorField(
	'Operation',
	'operationId',
	'searchOperations',
	byId('d8ac46eb-a757-42b1-9907-f78322ee394e'),
);

const organization = locatorField(
	'Organization',
	'organizationId',
	'searchOrganizations',
	byId('org-quiet-hill-12345678'),
);

/** An organization that must be chosen. */
export const chosenOrganizationField = organization;

export const organizationField = optionalLocator(
	organization,
	'Only projects of this organization; leave it empty for all',
);
