import { field, numberField, option, requiredTextField, textField } from '../../../shared/fields/fields';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { titleField } from '../title';

export const filesFromField = field(
	{
		displayName: 'Files From',
		name: 'filesFrom',
		type: 'options',
		options: [
			option('All Binary Fields', 'allBinaries', 'Every binary field of the item is a file'),
			option('Some Binary Fields', 'namedBinaries', 'The named binary fields are the files'),
			option('Zip File', 'zip', 'A binary field holds a zip file whose root is the site\'s root'),
		],
		default: 'zip',
		description: 'Where the files of the site are',
	},
	(context) => textParameter(context, 'filesFrom'),
);

export const zipBinaryField = field(
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { filesFrom: ['zip'] } },
		hint: 'The name of the input binary field that holds the zip file',
	},
	(context) => requiredText(context, 'binaryPropertyName', 'Input Binary Field'),
);

export const binariesField = requiredTextField('Input Binary Fields', 'binaryPropertyNames', {
	placeholder: 'index,style,script',
	displayOptions: { show: { filesFrom: ['namedBinaries'] } },
	description: 'The names of the binary fields, separated by commas',
});

export const baseDirectoryField = textField('Base Directory', 'baseDirectory', {
	placeholder: '/data/build/paintbox',
	displayOptions: { show: { filesFrom: ['allBinaries', 'namedBinaries'] } },
	description: 'Cut off the files\' directories; leave it empty to cut off what they all share',
});

/** Read as whether the deploy is a draft. */
export const targetField = field(
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
	(context) => textParameter(context, 'target') === 'draft',
);

export const draftBranchField = textField('Branch', 'branch', {
	placeholder: 'pull-12',
	displayOptions: { show: { target: ['draft'] } },
	description: 'Gives the draft an address with this name; leave it empty for none',
});

export const uploadMethodField = field(
	{
		displayName: 'Upload Method',
		name: 'uploadMethod',
		type: 'options',
		options: [
			option('Automatic', 'automatic', 'Only what is new; in one zip where most is new'),
			option('Changed Files', 'changedFiles', 'Only what is new, each file by itself'),
			option('Zip', 'zip', 'Everything, in one request'),
		],
		default: 'automatic',
		description: 'How the files are sent to Netlify',
	},
	(context) => textParameter(context, 'uploadMethod'),
);

export const concurrencyField = numberField('Concurrency', 'concurrency', 20, { minimum: 1, maximum: 50 }, {
	description: 'How many files are sent at once, from 1 to 50',
});

/** In the order of the screen. */
export const filesFields = [
	filesFromField,
	zipBinaryField,
	binariesField,
	baseDirectoryField,
	targetField,
	draftBranchField,
	titleField,
	uploadMethodField,
	concurrencyField,
];
