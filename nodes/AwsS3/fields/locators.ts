import { field, textField } from '../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';
import type { ObjectAddress } from '../api/types';

export const bucketField = locatorProperty({
	displayName: 'Bucket',
	name: 'bucket',
	description: "The bucket, in the credential's region",
	search: 'searchBuckets',
	enter: [enteredAs('name', 'By Name', 'candlefish-backups')],
});

export const keyField = locatorProperty({
	displayName: 'Object',
	name: 'key',
	description: 'The key of the object. The list shows keys that begin with what is typed.',
	search: 'searchObjects',
	enter: [enteredAs('key', 'By Key', 'databases/paintbox/2026-11-27.dump')],
});

const newKey = { ...keyField, default: { mode: 'key', value: '' } };

/** The key of an object that this step makes: entered at first. */
export const newKeyField = field(
	{ ...newKey, description: 'The key of the object. One that is there already is replaced.' },
	keyField.read,
);

export const versionField = textField('Version ID', 'versionId', {
	description: 'A version of the object in a bucket that keeps versions; leave it empty for the current one',
});

/** The object, or the version of it, that the fields name. */
export function addressOf(context: OperationContext): ObjectAddress {
	const versionId = versionField.read(context);
	return {
		bucket: bucketField.read(context),
		key: keyField.read(context),
		...(versionId !== '' && { versionId }),
	};
}
