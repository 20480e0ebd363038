import type { INodeProperties } from 'n8n-workflow';

import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import { locatorValue } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';

export const backupProperty: INodeProperties = locatorProperty({
	displayName: 'Backup',
	name: 'backup',
	description: 'A backup of that database',
	search: 'searchBackups',
	enter: [enteredAs('name', 'By ID or Name', 'before-release-7')],
});

/** Its id or name. */
export function backupParameter(context: OperationContext): string {
	return locatorValue(context, 'backup', 'Backup');
}
