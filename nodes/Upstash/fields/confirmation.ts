import type { INodeProperties } from 'n8n-workflow';

import { textParameter } from '../../shared/fields/parameters';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

/** The name a second time, for what cannot be reverted. `done` is what happens to the database: "deleted". */
export function confirmNameProperty(done: string): INodeProperties {
	return {
		displayName: 'Name of the Database Again',
		name: 'confirmName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'paintbox-locks',
		description: `The name of the database that is to be ${done}, typed by hand: nothing is done unless it is the same`,
	};
}

/** @throws OperationFailure when another name was typed, or none. */
export function assertConfirmed(context: OperationContext, name: string, done: string): void {
	const typed = textParameter(context, 'confirmName');
	if (typed === name) return;
	throw new OperationFailure(
		`Database ${name} was not ${done}: Name of the Database Again is ${typed === '' ? 'empty' : `"${typed}"`}`,
		`Type ${name} there if that is the database which is to be ${done}`,
	);
}
