import type { INodeProperties } from 'n8n-workflow';

import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import { locatorValue } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';

export const databaseProperty: INodeProperties = locatorProperty({
	displayName: 'Database',
	name: 'database',
	description: 'The Redis database at Upstash',
	search: 'searchDatabases',
	enter: [
		enteredAs('id', 'By ID', '96ad0856-03b1-4ee7-9666-e81abd0349e1'),
		enteredAs('name', 'By Name', 'paintbox-locks'),
	],
});

/** Its id or name. */
export function databaseParameter(context: OperationContext): string {
	return locatorValue(context, 'database', 'Database');
}

export const revealProperty: INodeProperties = {
	displayName: 'Reveal',
	name: 'reveal',
	type: 'boolean',
	default: false,
	description: 'Whether to return the password and the REST tokens as they are. Whoever may see the execution\'s data can then read them.',
};
