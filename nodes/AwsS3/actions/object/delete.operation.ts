import { switchField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { deleteOnce, lookBeforeDelete } from '../../changes/deleteObject';
import { addressOf, bucketField, keyField, versionField } from '../../fields/locators';

const bypassField = switchField(
	'Bypass Governance',
	'bypassGovernance',
	'Whether to delete a version that is under governance retention, too, which needs a permission of its own',
);

export const deleteObject: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an object',
	description:
		'Delete an object. In a bucket that keeps versions it is only hidden by a delete marker, unless a Version ID is given.',
	properties: [bucketField, keyField, versionField, bypassField, dryRunProperty],
	async execute(context) {
		const address = addressOf(context);
		const s3 = await s3Client(context);
		const before = await lookBeforeDelete(s3, address);
		const known = { bucket: address.bucket, key: address.key, versionId: address.versionId ?? before.versionId };
		if (dryRunProperty.read(context)) {
			const plan = { action: before.isThere ? 'delete' : 'none', ...known, sizeBytes: before.sizeBytes };
			return { dryRun: true, platform: 'awsS3', plan };
		}
		if (!before.isThere) return { ...known, deleteMarkerId: before.deleteMarkerId, isChanged: false };
		const { deleteMarkerId } = await deleteOnce(s3, address, bypassField.read(context));
		return { ...known, deleteMarkerId, isChanged: true };
	},
};
