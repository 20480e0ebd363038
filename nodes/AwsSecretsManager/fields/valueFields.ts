import type { INodeProperties } from 'n8n-workflow';

import { choiceField, option, textField } from '../../shared/fields/fields';

/** How a value for a secret is given. */
export const valueFormat = choiceField(
	'Value Format',
	'valueFormat',
	[
		option('Keys', 'keys', 'One field for each key'),
		option('JSON', 'json', 'A JSON object with keys'),
		option('Text', 'text', 'Plain text'),
	],
	{
		description:
			"How the value is given. A value that comes from another node is in that node's execution record; one that is typed in here is in the workflow.",
	},
);

const hidden = { typeOptions: { password: true } };
const shownFor = (format: string) => ({ displayOptions: { show: { valueFormat: [format] } } });

const keysField: INodeProperties = {
	displayName: 'Keys',
	name: 'keys',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Key',
	default: {},
	options: [
		{
			displayName: 'Key',
			name: 'key',
			values: [textField('Key', 'key', { placeholder: 'DATABASE_URL' }), textField('Value', 'value', hidden)],
		},
	],
	...shownFor('keys'),
};

/** Value Format and its fields: what goes into a secret. */
export const valueFields: readonly INodeProperties[] = [
	valueFormat,
	keysField,
	textField('JSON', 'json', { ...hidden, placeholder: '{"DATABASE_URL": "..."}', ...shownFor('json') }),
	textField('Text', 'text', { ...hidden, ...shownFor('text') }),
];
