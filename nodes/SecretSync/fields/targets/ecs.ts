import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { shownWhere } from '../shownWhere';

const family = locatorProperty({
	displayName: 'Task Definition Family',
	name: 'taskDefinitionFamily',
	description: 'Its newest revision is copied into a new one with the secrets; nothing is deployed',
	search: 'searchTaskDefinitionFamilies',
	enter: [enteredAs('name', 'By Name', 'nanda-workers')],
});

export const containerField = locatorProperty({
	displayName: 'Container',
	name: 'container',
	description: 'The container of the task definition that gets the secrets',
	search: 'searchContainers',
	enter: [enteredAs('name', 'By Name', 'nanda-workers')],
});

export const ecsProperties = shownWhere({ target: ['awsEcs'] }, [family, containerField]);

/** @throws ConfigurationError for an ARN or a revision. */
export function readFamily(context: OperationContext): string {
	const entered = family.read(context);
	if (/^[A-Za-z0-9_-]{1,255}$/.test(entered)) return entered;
	throw new ConfigurationError(
		`"${entered}" is not the family of a task definition`,
		'Enter the family alone, without revision or ARN, such as nanda-workers',
	);
}
