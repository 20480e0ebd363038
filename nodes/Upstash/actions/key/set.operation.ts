import type { IDataObject } from 'n8n-workflow';

import { switchParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { keyParameter, keyProperty } from '../../fields/key';
import { parseJsonProperty } from '../../fields/parseJson';
import { setOptionsParameter, setOptionsProperty } from '../../fields/setOptions';
import { itemValue } from '../../output/itemValue';

export const set: Operation = {
	value: 'set',
	name: 'Set',
	action: 'Set a key',
	description: 'Write a text under a key',
	properties: [
		keyProperty,
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description: 'Kept as it is; an object or list from an expression is kept as JSON',
		},
		setOptionsProperty,
		{ ...parseJsonProperty, displayOptions: { show: { '/options.returnPrevious': [true] } } },
	],
	async execute(context) {
		const key = keyParameter(context);
		const { words, safeToRepeat, returnsPrevious, wasSet } = setOptionsParameter(context);
		const command = ['SET', key, valueParameter(context), ...words] as const;
		const result = await upstashClient(context).run(command, { safeToRepeat });
		const output: IDataObject = { key, set: wasSet(result) };
		if (returnsPrevious) output.previous = itemValue(result, switchParameter(context, 'parseJson'));
		return output;
	},
};

function valueParameter({ functions, itemIndex }: OperationContext): string {
	const value: unknown = functions.getNodeParameter('value', itemIndex, '');
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) {
		throw new OperationFailure(
			'Value is empty: its expression gave nothing',
			'Correct the expression, or use Key: Delete to remove the key',
		);
	}
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
