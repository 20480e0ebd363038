import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { option, textField } from '../../../shared/fields/fields';
import type { OperationContext } from '../../../shared/operation/operation';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { titleProperty } from '../title';
import { binaryFieldsOf, binaryFiles, fieldNames } from './binaryFiles';
import type { SiteFile } from '../../api/files/siteFile';
import { openZip } from '../../api/files/zipArchive';

export const filesProperties: readonly INodeProperties[] = [
	{
		displayName: 'Files From',
		name: 'filesFrom',
		type: 'options',
		options: [
			option('All Binary Fields', 'allBinaries', 'Every binary field of the item is a file'),
			option(
				'Some Binary Fields',
				'namedBinaries',
				'The binary fields that are named are the files',
			),
			option(
				'Zip File',
				'zip',
				'A binary field holds a zip file, with the site\'s root as its root',
			),
		],
		default: 'zip',
		description: 'Where the files of the site are',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { filesFrom: ['zip'] } },
		hint: 'The name of the input binary field that holds the zip file',
	},
	textField('Input Binary Fields', 'binaryPropertyNames', {
		required: true,
		placeholder: 'index,style,script',
		displayOptions: { show: { filesFrom: ['namedBinaries'] } },
		description: 'The names of the binary fields, with commas',
	}),
	textField('Base Directory', 'baseDirectory', {
		placeholder: '/data/build/paintbox',
		displayOptions: { show: { filesFrom: ['allBinaries', 'namedBinaries'] } },
		description:
			'Cut off the files\' directories; leave it empty to cut off what all share',
	}),
	{
		displayName: 'Target',
		name: 'target',
		type: 'options',
		options: [
			option('Draft', 'draft', 'Reachable at an address of its own; the site stays as it is'),
			option('Production', 'production', 'The site serves it'),
		],
		default: 'production',
	},
	textField('Branch', 'branch', {
		placeholder: 'pull-12',
		displayOptions: { show: { target: ['draft'] } },
		description: 'Gives the draft an address with this name; leave it empty for none',
	}),
	titleProperty,
	{
		displayName: 'Upload Method',
		name: 'uploadMethod',
		type: 'options',
		options: [
			option('Automatic', 'automatic', 'Only what is new, in one zip where most is new'),
			option('Changed Files', 'changedFiles', 'Only what is new, each file by itself'),
			option('Zip', 'zip', 'Everything, in one request'),
		],
		default: 'automatic',
		description: 'How the files are sent to Netlify',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 20,
		description: 'How many files are sent at once, from 1 to 50',
	},
];

export interface FilesToDeploy {
	readonly files: readonly SiteFile[];
	/** The archive itself, where it can be sent as it is. */
	readonly zip?: Buffer;
}

/** The files that the node was given; `functionFields` hold functions, which are no files of the site. @throws OperationFailure when there is none, or one cannot be deployed. */
export async function filesParameter(
	context: OperationContext,
	functionFields: readonly string[] = [],
): Promise<FilesToDeploy> {
	const { functions, itemIndex } = context;
	if (textParameter(context, 'filesFrom') === 'zip') {
		const field = requiredText(context, 'binaryPropertyName', 'Input Binary Field');
		const binary = functions.helpers.assertBinaryData(itemIndex, field);
		const zip = await functions.helpers.getBinaryDataBuffer(itemIndex, binary);
		const archive = openZip(zip);
		return { files: archive.files, ...(archive.isPlain && { zip }) };
	}
	const baseDirectory = textParameter(context, 'baseDirectory');
	return { files: binaryFiles(context, fieldsParameter(context, functionFields), baseDirectory) };
}

function fieldsParameter(context: OperationContext, functionFields: readonly string[]): string[] {
	if (textParameter(context, 'filesFrom') === 'allBinaries') {
		const fields = binaryFieldsOf(context).filter((field) => !functionFields.includes(field));
		if (fields.length > 0) return fields;
		throw new OperationFailure(
			'The item has no binary field, so there is no file to deploy',
			'Connect a node that gives files, such as Read Files From Disk or HTTP Request',
		);
	}
	return fieldNames(requiredText(context, 'binaryPropertyNames', 'Input Binary Fields'));
}
