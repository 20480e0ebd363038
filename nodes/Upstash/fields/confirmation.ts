import { type Field, field, requiredTextField } from '../../shared/fields/fields';
import { textParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';

/** What happens to the database: nobody can revert it. */
export type Destruction = 'deleted' | 'overwritten';

/** The database's name a second time. */
export function confirmNameField(destruction: Destruction): Field<string> {
	const name = 'confirmName';
	const property = requiredTextField('Name of the Database Again', name, {
		placeholder: 'paintbox-locks',
		description: `The name of the database that will be ${destruction}, typed by hand: nothing happens unless it matches`,
	});
	// An empty one is refused with the database's name in the error, which says what to type.
	return field(property, (context) => textParameter(context, name));
}

/** @throws ConfigurationError when another name was typed, or none. */
export function assertConfirmed(typed: string, name: string, destruction: Destruction): void {
	if (typed === name) return;
	throw new ConfigurationError(
		`Database ${name} was not ${destruction}: Name of the Database Again is ${typed === '' ? 'empty' : `"${typed}"`}`,
		`Type ${name} there if that is the database to be ${destruction}`,
	);
}
