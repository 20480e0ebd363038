import type { PutObjectCommandInput } from '@aws-sdk/client-s3';

import { choiceField, field, jsonField, numberField, option, switchField, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { clock } from '../../shared/waiting/clock';

const dayMs = 24 * 60 * 60 * 1000;

export const storageClass = choiceField('Storage Class', 'storageClass', [
	option('Standard', 'STANDARD'),
	option('Standard, Infrequent Access', 'STANDARD_IA', 'Cheaper to keep, dearer to read; 30 days at least'),
	option('Glacier, Instant Retrieval', 'GLACIER_IR', 'For what is hardly ever read; 90 days at least'),
	option('Glacier, Flexible Retrieval', 'GLACIER', 'Must be restored before it can be read, which takes hours'),
	option('Glacier, Deep Archive', 'DEEP_ARCHIVE', 'Must be restored before it can be read, which takes up to two days'),
	option('Intelligent Tiering', 'INTELLIGENT_TIERING'),
]);

const retention = choiceField(
	'Retention',
	'retention',
	[
		option('None', 'none'),
		option('Governance', 'GOVERNANCE', 'Only those with s3:BypassGovernanceRetention can delete this version before'),
		option('Compliance', 'COMPLIANCE', 'Nobody can delete this version before, not even the account itself'),
	],
	{ description: 'For how long nobody can delete this version; the bucket must have object lock' },
);

const retentionDays = field(
	{
		...numberField('Retention Days', 'retentionDays', 30, { minimum: 1 }),
		displayOptions: { show: { retention: ['GOVERNANCE', 'COMPLIANCE'] } },
	},
	(context) => numberField('Retention Days', 'retentionDays', 30, { minimum: 1, maximum: 36_500 }).read(context),
);

const contentType = textField('Content Type', 'contentType', {
	placeholder: 'application/json',
	description: 'Leave it empty for that of the file',
});

const metadata = jsonField('Metadata', 'metadata', '{}', {
	description: 'Names and values that S3 keeps beside the object: 2 kB at most, and no secrets, since Head shows them',
});

const kmsKeyId = textField('KMS Key ID', 'kmsKeyId', {
	description: 'Key of KMS to encrypt it with. Leave it empty for the encryption that the bucket is set to.',
});

export const onlyIfAbsent = switchField(
	'Only If Absent',
	'onlyIfAbsent',
	'Whether to write only where no object has that key, instead of replacing it',
);

const partSizeMegabytes = numberField(
	'Part Size (MB)',
	'partSizeMegabytes',
	16,
	{ minimum: 5, maximum: 512 },
	{ description: 'What is larger is sent in parts of this size, of which one is in memory at a time' },
);

export const partSizeField = field(
	{ ...partSizeMegabytes },
	(context) => partSizeMegabytes.read(context) * 1024 * 1024,
);

export const settingsFields = [contentType, metadata, storageClass, retention, retentionDays, kmsKeyId];

/** What S3 is to keep beside the bytes. @throws ConfigurationError */
export function readSettings(
	context: OperationContext,
	mimeType: string,
): Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'> {
	const storage = storageClass.read(context);
	const mode = retention.read(context);
	const key = kmsKeyId.read(context);
	return {
		ContentType: contentType.read(context) || mimeType,
		Metadata: metadataOf(metadata.read(context)),
		...(storage !== 'STANDARD' && { StorageClass: storage }),
		...(mode !== 'none' && {
			ObjectLockMode: mode,
			ObjectLockRetainUntilDate: new Date(clock.now() + retentionDays.read(context) * dayMs),
		}),
		...(key !== '' && { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: key }),
	};
}

function metadataOf(given: unknown): Record<string, string> {
	if (given === null || given === undefined || given === '') return {};
	if (typeof given !== 'object' || Array.isArray(given)) {
		throw new ConfigurationError('Metadata must be names and values', 'Give JSON such as {"commit": "1a2b3c4"}');
	}
	return Object.fromEntries(
		Object.entries(given).map(([name, value]: [string, unknown]) => {
			const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
			if (!/^[A-Za-z0-9][\w.-]*$/.test(name) || !isPlain) {
				throw new ConfigurationError(
					`Metadata "${name}" cannot be kept: names are letters, digits and hyphens, and values are text`,
					'Correct Metadata',
				);
			}
			const text = String(value);
			if (/[^\x20-\x7e]/.test(text)) {
				throw new ConfigurationError(
					`Metadata "${name}" has characters that a header cannot carry`,
					'Use ASCII only, such as percent encoding',
				);
			}
			return [name.toLowerCase(), text];
		}),
	);
}
