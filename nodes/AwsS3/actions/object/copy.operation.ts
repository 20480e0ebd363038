import { field, textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { copyObject, lookAtSource } from '../../changes/copyObject';
import { addressOf, bucketField, keyField, versionField } from '../../fields/locators';
import { onlyIfAbsent, storageClass } from '../../fields/objectSettings';
import { objectJson } from '../../output/objectJson';

const targetBucket = locatorProperty({
	displayName: 'To Bucket',
	name: 'targetBucket',
	description: 'The bucket that gets the copy, in the same region; it may be the same one',
	search: 'searchBuckets',
	enter: [enteredAs('name', 'By Name', 'candlefish-archive')],
});

const keyText = textField('To Key', 'targetKey', {
	placeholder: 'archive/2026-11-27.dump',
	description: 'The key of the copy; leave it empty for that of the original',
});

const targetKey = field(keyText, (context) => keyText.read(context) || keyField.read(context));

export const copy: Operation = {
	value: 'copy',
	name: 'Copy',
	action: 'Copy an object',
	description: 'Copy an object or a version of it within S3, and compare the copy with it: 5 GB at most',
	properties: [
		bucketField,
		keyField,
		versionField,
		targetBucket,
		targetKey,
		storageClass,
		onlyIfAbsent,
		dryRunProperty,
	],
	async execute(context) {
		const source = addressOf(context);
		const target = { bucket: targetBucket.read(context), key: targetKey.read(context) };
		const request = {
			source,
			target,
			storageClass: storageClass.read(context),
			onlyIfAbsent: onlyIfAbsent.read(context),
		};
		const s3 = await s3Client(context);
		const seen = await lookAtSource(s3, source);
		if (dryRunProperty.read(context)) {
			const from = { bucket: source.bucket, key: source.key, versionId: seen.VersionId ?? null };
			const plan = { action: 'copy', from, to: target, sizeBytes: seen.ContentLength ?? null };
			return { dryRun: true, platform: 'awsS3', plan };
		}
		const { head, verifiedBy } = await copyObject(s3, request, seen);
		return {
			...objectJson(target, head),
			verifiedBy,
			source: { bucket: source.bucket, key: source.key, versionId: seen.VersionId ?? null },
		};
	},
};
