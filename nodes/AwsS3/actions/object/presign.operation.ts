import { choiceField, field, numberField, option, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { headObject } from '../../api/objects';
import { presign as presignRequest } from '../../api/presign';
import { addressOf, bucketField, keyField, versionField } from '../../fields/locators';

const methodField = choiceField('For', 'method', [
	option('Download', 'GET', 'Whoever has the URL may read the object'),
	option('Upload', 'PUT', 'Whoever has the URL may write the object, and replace it'),
]);

const expiresField = numberField(
	'Expires After (Seconds)',
	'expiresSeconds',
	3600,
	{ minimum: 1, maximum: 604_800 },
	{ description: 'A week at most; with the keys of a role no longer than these live' },
);

const forMethod = (method: string) => ({ displayOptions: { show: { method: [method] } } });

const downloadVersion = field({ ...versionField, ...forMethod('GET') }, versionField.read);

const fileNameField = textField('File Name', 'fileName', {
	placeholder: 'paintbox.dump',
	description: 'Under which a browser saves it, instead of showing it',
	...forMethod('GET'),
});

const contentTypeField = textField('Content Type', 'contentType', {
	placeholder: 'application/pdf',
	description: 'That the upload must have; leave it empty for any',
	...forMethod('PUT'),
});

export const presign: Operation = {
	value: 'presign',
	name: 'Presign',
	action: 'Make a URL for an object',
	description:
		'Make a URL with which anybody can download or upload one object until it expires. Hand it on as you would a password.',
	properties: [bucketField, keyField, methodField, downloadVersion, expiresField, fileNameField, contentTypeField],
	async execute(context) {
		const method = methodField.read(context);
		const isDownload = method === 'GET';
		const named = addressOf(context);
		const target = { bucket: named.bucket, key: named.key };
		const address = isDownload ? named : target;
		const expiresSeconds = expiresField.read(context);
		const s3 = await s3Client(context);
		// A URL of what is not there would be noticed by the one who gets it.
		if (isDownload) await headObject(s3, address);
		const { url, headers, expiresAt } = await presignRequest(s3, address, {
			method,
			expiresSeconds,
			fileName: isDownload ? fileNameField.read(context) || undefined : undefined,
			contentType: isDownload ? undefined : contentTypeField.read(context) || undefined,
		});
		return {
			...target,
			versionId: isDownload ? (named.versionId ?? null) : null,
			method,
			url,
			headers: { ...headers },
			expiresAt: expiresAt.toISOString(),
		};
	},
};
