import { field, textField, type Field } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** In the contract, the names of branches and snapshots. */
const longestName = 256;

/** Of Postgres, for a database or a role. */
export const longestPartName = 63;

/** Name of something new; read as one that Neon takes. */
export function nameField(
	placeholder: string,
	description = 'Unique in the project',
	longest = longestName,
): Field<string> {
	const name = textField('Name', 'name', { required: true, placeholder, description });
	return field({ ...name }, (context) => checkedName(name.read(context), longest));
}

/** The same where an empty one stands for a name that `generate` makes. */
export function optionalNameField(placeholder: string, description: string, generate: () => string): Field<string> {
	const name = textField('Name', 'name', { placeholder, description });
	return field({ ...name, required: false }, (context) => checkedName(name.read(context) || generate()));
}

/** @throws ConfigurationError when it is empty or longer than Neon takes. */
export function checkedName(name: string, longest = longestName): string {
	if (name !== '' && name.length <= longest) return name;
	throw new ConfigurationError(
		name === '' ? 'Name is empty' : `Name has ${name.length} characters, and Neon takes at most ${longest}`,
		`Fill in Name with 1 to ${longest} characters`,
	);
}

/** A filter of a list, which Neon applies. */
export function nameContainsField(plural: string): Field<string> {
	return textField('Name Contains', 'nameContains', {
		description: `Only ${plural} whose name or ID contains this`,
	});
}

/** The name under which what is overwritten lives on. */
export function preservedNameField(displayName: string, name: string, description: string): Field<string> {
	return textField(displayName, name, { placeholder: 'main_before_restore', description });
}
