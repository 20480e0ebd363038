import type { IDataObject } from 'n8n-workflow';

import { field, textField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { keyField } from '../../fields/key';
import { parseJsonField } from '../../fields/parseJson';
import { setOptionsField } from '../../fields/setOptions';
import { itemValue } from '../../output/itemValue';

const value = textField('Value', 'value', {
	description: 'Stored as it is; an object or list from an expression is stored as JSON',
});

/** Not trimmed: whatever is entered is what is written. */
const valueField = field(value, ({ functions, itemIndex }) => {
	const entered: unknown = functions.getNodeParameter('value', itemIndex, '');
	if (typeof entered === 'string') return entered;
	if (entered === null || entered === undefined) {
		throw new ConfigurationError(
			'Value is empty: its expression gave nothing',
			'Correct the expression, or use Key: Delete to remove the key',
		);
	}
	return typeof entered === 'object' ? JSON.stringify(entered) : String(entered);
});

export const set: Operation = {
	value: 'set',
	name: 'Set',
	action: 'Set a key',
	description: 'Write a string under a key',
	properties: [
		keyField,
		valueField,
		setOptionsField,
		{ ...parseJsonField, displayOptions: { show: { '/options.returnPrevious': [true] } } },
	],
	async execute(context) {
		const key = keyField.read(context);
		const { words, safeToRepeat, returnsPrevious, wasSet } = setOptionsField.read(context);
		const command = ['SET', key, valueField.read(context), ...words] as const;
		const result = await upstashClient(context).run(command, { safeToRepeat });
		const output: IDataObject = { key, set: wasSet(result) };
		if (returnsPrevious) output.previous = itemValue(result, parseJsonField.read(context));
		return output;
	},
};
