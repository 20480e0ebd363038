import { namesField, textField } from '../../shared/fields/fields';

export const keyField = textField('Key', 'key', {
	placeholder: 'deploy/4711/paintbox/production',
	description:
		'What it is found again by, kept as a tag: a second Create with the same key gives the first one. Left empty, the same text, time and tags are the same annotation.',
});

export const tagsField = namesField('Tags', 'tags', {
	placeholder: 'slipway, service:paintbox',
	description: 'Separated by commas or spaces; the Slipway dashboard shows those with the tag slipway',
});
