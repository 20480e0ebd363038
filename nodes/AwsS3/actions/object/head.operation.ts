import type { Operation } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { headObject } from '../../api/objects';
import { addressOf, bucketField, keyField, versionField } from '../../fields/locators';
import { objectJson } from '../../output/objectJson';

export const head: Operation = {
	value: 'head',
	name: 'Head',
	action: 'Show what S3 keeps of an object',
	description: "Show an object's size, checksum, version, retention and metadata, without its content",
	properties: [bucketField, keyField, versionField],
	async execute(context) {
		const address = addressOf(context);
		return objectJson(address, await headObject(await s3Client(context), address));
	},
};
