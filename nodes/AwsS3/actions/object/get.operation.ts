import type { IDataObject } from 'n8n-workflow';

import { jsonForItem, parseJsonAsWritten } from '../../../deployment/values/json';
import { choiceField, field, option, textField } from '../../../shared/fields/fields';
import { requiredText } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import { type Operation, ResultWithFiles } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { headObject } from '../../api/objects';
import { type ObjectAddress, type ObjectHead, objectName } from '../../api/types';
import { readObject } from '../../changes/readObject';
import { addressOf, bucketField, keyField, versionField } from '../../fields/locators';
import { objectJson } from '../../output/objectJson';
import type { Verification } from '../../state/verification';
import { keepLargeFile, largeFileBytes } from './largeFile';

/** An item is to stay small: what is larger is a file. */
const largestTextBytes = 1024 * 1024;

const outputField = choiceField('Output', 'output', [
	option('File', 'file', 'The content as a file of the item'),
	option('Text', 'text', 'The content as text in the item, up to 1 MB'),
	option('JSON', 'json', 'The content, which is JSON, as data in the item, up to 1 MB'),
	option('Checksum Only', 'none', 'Read it all and compare its checksum, but keep nothing of it'),
]);

const fileText = textField('Put Output File in Field', 'outputField', {
	default: 'data',
	description: 'Field of the item that the file is put in',
	displayOptions: { show: { output: ['file'] } },
});
const fileField = field(fileText, (context) => requiredText(context, 'outputField', 'Put Output File in Field'));

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an object',
	description: 'Read an object, and compare what came with the checksum that S3 keeps',
	properties: [bucketField, keyField, versionField, outputField, fileField],
	async execute(context) {
		const address = addressOf(context);
		const output = outputField.read(context);
		const field = output === 'file' ? fileField.read(context) : '';
		const s3 = await s3Client(context);
		const head = await headObject(s3, address);
		if (output === 'text' || output === 'json') refuseLarge(address, head);
		if (output === 'file' && (head.ContentLength ?? 0) > largeFileBytes) {
			const { file, verification } = await keepLargeFile(context, s3, address, head);
			return new ResultWithFiles(readJson(address, head, verification), { [field]: file });
		}
		let pieces: Buffer[] = [];
		const { head: read, verification } = await readObject(s3, address, head, () => {
			pieces = [];
			return output === 'none' ? () => undefined : (bytes) => pieces.push(bytes);
		});
		const json = readJson(address, read, verification);
		if (output === 'none') return json;
		const bytes = Buffer.concat(pieces);
		if (output === 'text') return { ...json, text: bytes.toString('utf8') };
		if (output === 'json') return { ...json, data: parsed(address, bytes.toString('utf8')) };
		const name = address.key.split('/').at(-1) ?? address.key;
		const file = await context.functions.helpers.prepareBinaryData(bytes, name, head.ContentType);
		return new ResultWithFiles(json, { [field]: file });
	},
};

function readJson(address: ObjectAddress, head: ObjectHead, { sha256, sizeBytes, verifiedBy }: Verification) {
	return { ...objectJson(address, head), sha256, sizeBytes, verifiedBy };
}

function refuseLarge(address: ObjectAddress, { ContentLength: sizeBytes = 0 }: ObjectHead): void {
	if (sizeBytes <= largestTextBytes) return;
	throw new OperationFailure(
		`The object ${objectName(address)} has ${sizeBytes} bytes, too many for an item`,
		'Choose File as Output',
	);
}

function parsed(address: ObjectAddress, text: string): IDataObject[keyof IDataObject] {
	const reading = parseJsonAsWritten(text);
	if (reading.ok) return jsonForItem(reading.value) as IDataObject;
	throw new OperationFailure(
		`The object ${objectName(address)} is not JSON: ${reading.reason}`,
		'Choose Text or File as Output',
	);
}
