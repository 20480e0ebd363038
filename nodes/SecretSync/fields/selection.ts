import type { INodeProperties } from 'n8n-workflow';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { choiceField, field, option, switchField, textField } from '../../shared/fields/fields';
import { collectionParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { KeySelection } from '../state/keySelection';
import { listField } from './listField';

const include = listField(
	textField('Include', 'include', {
		placeholder: 'DATABASE_URL, STRIPE_*',
		description: 'Keys of the source to sync, separated by commas; * stands for any characters; leave it empty for all',
	}),
);

const exclude = listField(
	textField('Exclude', 'exclude', {
		placeholder: 'ADMIN_*',
		description: 'Keys of the source to leave out, separated by commas; * stands for any characters',
	}),
);

const keyMapping = field(
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
					textField('Key in Source', 'sourceKey', { placeholder: 'password' }),
					textField('Key in Target', 'targetKey', { placeholder: 'DATABASE_PASSWORD' }),
				],
			},
		],
		description: 'Other names for keys in the target',
	},
	readRenames,
);

const prefix = textField('Prefix', 'prefix', {
	placeholder: 'PAINTBOX_',
	description: 'Put in front of every key that Key Mapping does not rename',
});

const allowEmptyValues = switchField(
	'Allow Empty Values',
	'allowEmptyValues',
	'Whether a key with an empty value is synced as it is; otherwise it is an error',
);

export const pruneField = switchField(
	'Prune',
	'prune',
	'Whether to remove keys that this node made in an earlier production execution, that nobody has changed since, and that the source no longer has. No other key is ever removed.',
);

const recordKeepingField = choiceField(
	'Record',
	'recordKeeping',
	[
		option(
			'Kept by n8n',
			'n8n',
			'With this step, for production executions. Of two executions at the same time, only one is remembered',
		),
		option('Kept in the Item', 'item', 'As "record" in the result, sealed: the workflow keeps it, such as in a table'),
	],
	{ description: 'Where it stands what this node wrote, by which a later sync tells what somebody else has changed' },
);

const lastRecordField = textField('Last Record', 'lastRecord', {
	placeholder: '={{ $json.record }}',
	description: 'The "record" that the last sync of this source and target gave. Leave it empty for none.',
	displayOptions: { show: { recordKeeping: ['item'] } },
});

/** The last record as the item has it; null where n8n keeps it. */
export function readLastRecord(context: OperationContext): string | null {
	return recordKeepingField.read(context) === 'item' ? lastRecordField.read(context) : null;
}

export const selectionProperties: readonly INodeProperties[] = [
	include,
	exclude,
	keyMapping,
	prefix,
	allowEmptyValues,
	pruneField,
	recordKeepingField,
	lastRecordField,
];

/** @throws ConfigurationError for a key that is mapped twice, or to nothing. */
export function readSelection(context: OperationContext): KeySelection {
	return {
		include: include.read(context),
		exclude: exclude.read(context),
		renames: keyMapping.read(context),
		prefix: prefix.read(context),
		allowsEmpty: allowEmptyValues.read(context),
	};
}

function readRenames(context: OperationContext): Map<string, string> {
	const { keys } = collectionParameter(context, 'keyMapping');
	const renames = new Map<string, string>();
	for (const row of Array.isArray(keys) ? keys : []) {
		const from = (isRecord(row) && textAt(row, 'sourceKey')?.trim()) || '';
		const to = (isRecord(row) && textAt(row, 'targetKey')?.trim()) || '';
		if (from === '' || to === '') {
			throw new ConfigurationError(
				`A row of Key Mapping has no ${from === '' ? 'Key in Source' : `Key in Target for "${from}"`}`,
				'Fill in both names, or remove the row',
			);
		}
		if (renames.has(from)) {
			throw new ConfigurationError(`Key Mapping names "${from}" twice`, 'Remove one of the rows');
		}
		renames.set(from, to);
	}
	return renames;
}
