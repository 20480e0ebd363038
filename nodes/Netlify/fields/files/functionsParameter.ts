import { createHash } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { option, textField } from '../../../shared/fields/fields';
import type { OperationContext } from '../../../shared/operation/operation';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { fieldNames } from './binaryFiles';

/** A function's bundle, as Netlify takes it: one zip. */
export interface FunctionBundle {
	readonly name: string;
	readonly sha256: string;
	readonly zip: Buffer;
	/** The binary field that holds it. */
	readonly field: string;
}

export const functionsProperties: readonly INodeProperties[] = [
	{
		displayName: 'Functions From',
		name: 'functionsFrom',
		type: 'options',
		options: [
			option('No Functions', 'none', 'The deploy has none, also if the site has some now'),
			option(
				'Some Binary Fields',
				'namedBinaries',
				'Each of the binary fields that are named holds one function, as a zip',
			),
		],
		default: 'none',
		description: 'Where the bundled functions are. What is deployed replaces all functions of the site.',
	},
	textField('Functions Binary Fields', 'functionBinaryNames', {
		required: true,
		placeholder: 'hello,checkout',
		displayOptions: { show: { functionsFrom: ['namedBinaries'] } },
		description: 'The names of the binary fields, with commas. A function is called like its file without .zip.',
	}),
	{
		displayName: 'Functions Runtime',
		name: 'functionsRuntime',
		type: 'options',
		options: [
			option('Go', 'go'),
			option('JavaScript or TypeScript', 'js'),
			option('Rust', 'rs'),
		],
		default: 'js',
		displayOptions: { show: { functionsFrom: ['namedBinaries'] } },
	},
];

/** The functions to deploy, none by default. @throws OperationFailure for a field that holds no zip, or two of one name. */
export async function functionsParameter(context: OperationContext): Promise<FunctionBundle[]> {
	if (textParameter(context, 'functionsFrom') !== 'namedBinaries') return [];
	const fields = fieldNames(requiredText(context, 'functionBinaryNames', 'Functions Binary Fields'));
	const { functions, itemIndex } = context;
	const bundles: FunctionBundle[] = [];
	for (const field of fields) {
		const binary = functions.helpers.assertBinaryData(itemIndex, field);
		const zip = await functions.helpers.getBinaryDataBuffer(itemIndex, binary);
		const name = (binary.fileName ?? field).replace(/^.*[\\/]/, '').replace(/\.zip$/i, '');
		checkBundle(name, field, zip);
		if (bundles.some((bundle) => bundle.name === name)) {
			throw new OperationFailure(
				`Two functions would be deployed as ${name}`,
				'Give each of the zip files a name of its own',
			);
		}
		bundles.push({ name, field, zip, sha256: createHash('sha256').update(zip).digest('hex') });
	}
	return bundles;
}

function checkBundle(name: string, field: string, zip: Buffer): void {
	if (!/^[\w-]+$/.test(name)) {
		throw new OperationFailure(
			`"${name}" cannot be the name of a function`,
			'Name the zip file with letters, digits, hyphens and underscores: it becomes part of an address',
		);
	}
	// The first bytes of every zip that holds a file (PKWARE APPNOTE 4.3.7).
	if (zip.length < 4 || zip.readUInt32LE(0) !== 0x04034b50) {
		throw new OperationFailure(
			`The binary field "${field}" for function ${name} holds no zip file`,
			'Bundle each function into a zip of its own, as @netlify/zip-it-and-ship-it does',
		);
	}
}
