import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { s3Client } from '../../api/client';
import { type Content, measure } from '../../changes/content';
import { putObject } from '../../changes/putObject';
import { contentFields, type GivenContent, readContent } from '../../fields/contentField';
import { bucketField, newKeyField } from '../../fields/locators';
import { onlyIfAbsent, partSizeField, readSettings, settingsFields } from '../../fields/objectSettings';
import { objectJson } from '../../output/objectJson';

/** Of a file that n8n keeps: pieces of this size. */
const pieceBytes = 256 * 1024;

export const put: Operation = {
	value: 'put',
	name: 'Put',
	action: 'Put an object',
	description: 'Write a file or a text as an object, and compare its checksum with what S3 shows of it',
	properties: [
		bucketField,
		newKeyField,
		...contentFields,
		...settingsFields,
		onlyIfAbsent,
		partSizeField,
		dryRunProperty,
	],
	async execute(context) {
		const bucket = bucketField.read(context);
		const key = newKeyField.read(context);
		const content = contentOf(context, await readContent(context));
		const settings = readSettings(context, content.mimeType);
		const partSizeBytes = partSizeField.read(context);
		if (dryRunProperty.read(context)) {
			const { sizeBytes, sha256 } = await measure(content);
			const parts = Math.max(1, Math.ceil(sizeBytes / partSizeBytes));
			const plan = { action: 'put', bucket, key, sizeBytes, sha256: toHex(sha256), parts };
			return { dryRun: true, platform: 'awsS3', plan };
		}
		const request = {
			bucket,
			key,
			content,
			settings,
			onlyIfAbsent: onlyIfAbsent.read(context),
			partSizeBytes,
			cancelSignal: cancelSignalOf(context),
		};
		const { head, sha256, sizeBytes, parts } = await putObject(await s3Client(context), request);
		return { ...objectJson(request, head), sha256, sizeBytes, parts };
	},
};

const toHex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

function contentOf({ functions }: OperationContext, given: GivenContent): Content {
	const { mimeType } = given;
	if (given.kind === 'bytes') return { mimeType, read: () => inOnePiece(given.bytes) };
	return { mimeType, read: () => keptFile(given.id) };

	async function* keptFile(id: string): AsyncGenerator<Uint8Array> {
		const stream = await functions.helpers.getBinaryStream(id, pieceBytes);
		for await (const piece of stream) yield Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
	}
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array> {
	yield bytes;
}
