import { enteredAs, locatorProperty } from '../../shared/fields/locators';

/** Read as its id or name. */
export const backupField = locatorProperty({
	displayName: 'Backup',
	name: 'backup',
	description: 'A backup of this database',
	search: 'searchBackups',
	enter: [enteredAs('name', 'By ID or Name', 'before-release-7')],
});
