import { switchField } from '../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';

/** Read as its id or name. */
export const databaseField = locatorProperty({
	displayName: 'Database',
	name: 'database',
	description: 'The Redis database at Upstash',
	search: 'searchDatabases',
	enter: [
		enteredAs('id', 'By ID', '96ad0856-03b1-4ee7-9666-e81abd0349e1'),
		enteredAs('name', 'By Name', 'paintbox-locks'),
	],
});

export const revealField = switchField(
	'Reveal',
	'reveal',
	"Whether to return the password and the REST tokens as they are. Whoever may see the execution's data can then read them.",
);
