import type { INodeProperties } from 'n8n-workflow';

/** The longest description of a status (docs.github.com/rest/deployments/statuses). */
const maxDescriptionLength = 140;

/** A status must be told even when its reason is long: the text is cut, never refused. */
export function shortenedDescription(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length <= maxDescriptionLength ? line : `${line.slice(0, maxDescriptionLength - 3)}...`;
}

export const descriptionProperty: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'In one line; GitHub keeps 140 characters, the rest is cut',
};

/** The parts of a list that a person separated by commas. */
export function commaSeparated(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
