import { type Field, field, textField } from '../../../shared/fields/fields';
import { requireExact } from '../../../shared/fields/parameters';
import { ConfigurationError } from '../../../shared/operation/errors';

const value = textField('Value', 'value', { typeOptions: { password: true }, required: true });

/** Value: read as it is, not trimmed, since white space may be part of a key. */
export const valueField: Field<string> = field(value, ({ functions, itemIndex }) => {
	const entered: unknown = functions.getNodeParameter('value', itemIndex, '');
	requireExact(entered, 'Value');
	if (typeof entered === 'number' || typeof entered === 'boolean') return String(entered);
	if (typeof entered === 'string' && entered !== '') return entered;
	throw new ConfigurationError(
		typeof entered === 'string' ? 'Value is empty' : 'Value is not a string',
		'Fill in Value, or correct its expression. To remove a value, use Delete',
	);
});
