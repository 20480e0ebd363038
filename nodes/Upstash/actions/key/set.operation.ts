import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter } from '../../../shared/fields/parameters';
import { itemValue, parseJsonProperty } from '../../output/itemValue';
import { upstashClient } from '../../api/redis/redisClient';
import { keyParameter, keyProperty } from '../../fields/key';
import { setArguments } from '../../fields/setArguments';

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
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Expire After Milliseconds (PX)',
					name: 'expireMilliseconds',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 60000,
				},
				{
					displayName: 'Expire After Seconds (EX)',
					name: 'expireSeconds',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 60,
				},
				{
					displayName: 'Keep TTL (KEEPTTL)',
					name: 'keepTtl',
					type: 'boolean',
					default: false,
					description: 'Whether an expiry that the key has stays in force',
				},
				{
					displayName: 'Only If It Exists (XX)',
					name: 'onlyIfExists',
					type: 'boolean',
					default: false,
					description: 'Whether to write only when the key is there already',
				},
				{
					displayName: 'Only If It Is New (NX)',
					name: 'onlyIfNew',
					type: 'boolean',
					default: false,
					description: 'Whether to write only when the key is not there yet',
				},
				{
					displayName: 'Return Previous Value (GET)',
					name: 'returnPrevious',
					type: 'boolean',
					default: false,
					description: 'Whether to return the value that was there before',
				},
			],
		},
		{ ...parseJsonProperty, displayOptions: { show: { '/options.returnPrevious': [true] } } },
	],
	async execute(context) {
		const key = keyParameter(context);
		const plan = setArguments(collectionParameter(context, 'options'));
		const result = await upstashClient(context).run(
			['SET', key, valueParameter(context), ...plan.words],
			{ safeToRepeat: plan.safeToRepeat },
		);
		const output: IDataObject = { key, set: plan.wasSet(result) };
		if (plan.returnsPrevious) {
			output.previous = itemValue(result, switchParameter(context, 'parseJson'));
		}
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
