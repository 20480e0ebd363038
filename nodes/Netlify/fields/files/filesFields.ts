import { choiceField, field, numberField, option, requiredTextField, textField } from '../../../shared/fields/fields';
import { requiredText } from '../../../shared/fields/parameters';
import { titleField } from '../title';

export const filesFromField = choiceField(
	'Files From',
	'filesFrom',
	[
		option('All Binary Fields', 'allBinaries', 'Every binary field of the item is a file'),
		option('Some Binary Fields', 'namedBinaries', 'The named binary fields are the files'),
		option('Zip File', 'zip', "A binary field holds a zip file whose root is the site's root"),
	],
	{ initial: 'zip', description: 'Where the files of the site are' },
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
	description: "Cut off the files' directories; leave it empty to cut off what they all share",
});

export const targetField = choiceField(
	'Target',
	'target',
	[
		option('Draft', 'draft', 'Reachable at an address of its own; the site stays as it is'),
		option('Production', 'production', 'The site serves it'),
	],
	{ initial: 'production' },
);

export const draftBranchField = textField('Branch', 'branch', {
	placeholder: 'pull-12',
	displayOptions: { show: { target: ['draft'] } },
	description: 'Gives the draft an address with this name; leave it empty for none',
});

export const uploadMethodField = choiceField(
	'Upload Method',
	'uploadMethod',
	[
		option('Automatic', 'automatic', 'Only what is new; in one zip where most is new'),
		option('Changed Files', 'changedFiles', 'Only what is new, each file by itself'),
		option('Zip', 'zip', 'Everything, in one request'),
	],
	{ description: 'How the files are sent to Netlify' },
);

export const concurrencyField = numberField(
	'Concurrency',
	'concurrency',
	50,
	{ minimum: 1, maximum: 50 },
	{
		description: 'How many files are sent at once, from 1 to 50; of large ones at most four',
	},
);

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
