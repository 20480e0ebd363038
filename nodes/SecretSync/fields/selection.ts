import type { INodeProperties } from 'n8n-workflow';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { collectionParameter, switchParameter, textParameter } from '../../shared/fields/parameters';
import type { KeySelection } from '../state/keySelection';
import { listParameter } from './listParameter';

export const selectionProperties: INodeProperties[] = [
	{
		displayName: 'Include',
		name: 'include',
		type: 'string',
		default: '',
		placeholder: 'DATABASE_URL, STRIPE_*',
		description: 'Keys of the source to sync, separated by commas; * stands for any characters; leave it empty for all',
	},
	{
		displayName: 'Exclude',
		name: 'exclude',
		type: 'string',
		default: '',
		placeholder: 'ADMIN_*',
		description: 'Keys of the source to leave out, separated by commas; * stands for any characters',
	},
	{
		displayName: 'Key Mapping',
		name: 'keyMapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Key',
		default: {},
		options: [
			{
				displayName: 'Key',
				name: 'keys',
				values: [
					{
						displayName: 'Key in Source',
						name: 'sourceKey',
						type: 'string',
						default: '',
						placeholder: 'password',
					},
					{
						displayName: 'Key in Target',
						name: 'targetKey',
						type: 'string',
						default: '',
						placeholder: 'DATABASE_PASSWORD',
					},
				],
			},
		],
		description: 'Other names for keys in the target',
	},
	{
		displayName: 'Prefix',
		name: 'prefix',
		type: 'string',
		default: '',
		placeholder: 'PAINTBOX_',
		description: 'Put in front of every key that Key Mapping gives no other name',
	},
	{
		displayName: 'Allow Empty Values',
		name: 'allowEmptyValues',
		type: 'boolean',
		default: false,
		description: 'Whether a key with an empty value is synced as it is; otherwise it is an error',
	},
	{
		displayName: 'Prune',
		name: 'prune',
		type: 'boolean',
		default: false,
		description:
			'Whether to remove keys which this node made in an earlier production execution, which nobody changed since, and which the source has no more. No other key is ever removed.',
	},
];

/** @throws OperationFailure for a key that is mapped twice, or to nothing. */
export function selectionParameter(context: OperationContext): KeySelection {
	return {
		include: listParameter(context, 'include'),
		exclude: listParameter(context, 'exclude'),
		renames: renamesParameter(context),
		prefix: textParameter(context, 'prefix'),
		allowsEmpty: switchParameter(context, 'allowEmptyValues'),
	};
}

function renamesParameter(context: OperationContext): Map<string, string> {
	const { keys } = collectionParameter(context, 'keyMapping');
	const renames = new Map<string, string>();
	for (const row of Array.isArray(keys) ? keys : []) {
		const from = (isRecord(row) && textAt(row, 'sourceKey')?.trim()) || '';
		const to = (isRecord(row) && textAt(row, 'targetKey')?.trim()) || '';
		if (from === '' || to === '') {
			throw new OperationFailure(
				`A row of Key Mapping has no ${from === '' ? 'Key in Source' : `Key in Target for "${from}"`}`,
				'Fill in both names, or take the row away',
			);
		}
		if (renames.has(from)) {
			throw new OperationFailure(`Key Mapping names "${from}" twice`, 'Take one of the rows away');
		}
		renames.set(from, to);
	}
	return renames;
}
