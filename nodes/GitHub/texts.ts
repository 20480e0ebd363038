import { createHash } from 'node:crypto';

import type { INodeProperties } from 'n8n-workflow';

import { cutText } from '../deployment/values/text';
import type { OperationContext } from '../shared/operation/operation';
import { textParameter } from '../shared/fields/parameters';

/** The longest description of a status (docs.github.com/rest/deployments/statuses). */
const maxDescriptionLength = 140;

/** "context is too long (maximum is 255 characters)"; environments: docs.github.com/actions, "Managing environments". */
const maxNameLength = 255;

/** The longest comment: "Body is too long (maximum is 65536 characters)". */
const maxCommentLength = 65_536;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Of a text without end, what can be of use for a description. */
const readLength = 4_000;

/**
 * `text` with U+FFFD for each character that takes four bytes in UTF-8, whole emoji as one: GitHub answers
 * "description doesn't accept 4-byte Unicode".
 */
export function withoutFourByteCharacters(text: string): string {
	if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return text;
	return [...characters.segment(text)]
		.map(({ segment }) => (/[\u{10000}-\u{10FFFF}]/u.test(segment) ? '\uFFFD' : segment))
		.join('');
}

/** A status must be told whatever is in its reason: the text is cut and freed of what GitHub refuses. */
export function shortenedDescription(text: string): string {
	const line = text.slice(0, readLength).replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return cutText(withoutFourByteCharacters(line), maxDescriptionLength);
}

/** A name by which things are found again: cut where it is too long for GitHub, and still another for each text. */
export function boundedName(text: string): string {
	const whole = cutText(text, text.length);
	if (whole.length <= maxNameLength) return whole;
	const mark = `...${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;
	return cutText(whole, maxNameLength, mark);
}

/** A comment with its marker in front, cut with a note where it is too long for GitHub. */
export function commentBody(marker: string, text: string): string {
	return cutText(`${marker}\n${text}`, maxCommentLength, '\n\n*Cut here: GitHub takes no longer comment.*');
}

export const descriptionProperty: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'In one line. GitHub takes 140 characters and no emoji: the rest is cut, and emoji are replaced.',
};

/** A link that GitHub takes, or why it was left out. */
export interface Link {
	readonly url: string | null;
	readonly warning: string | null;
}

/** The link in a field. One that is no address is left out: GitHub would refuse the status with it. */
export function linkParameter(context: OperationContext, name: string, label: string): Link {
	const text = textParameter(context, name);
	if (text === '') return { url: null, warning: null };
	const isAddress = /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
	return isAddress
		? { url: text, warning: null }
		: { url: null, warning: `${label} is no http or https address, and was left out: ${cutText(text, 100)}` };
}

/** The warnings of what was left out. */
export function warningsOf(...links: readonly Link[]): string[] {
	return links.flatMap(({ warning }) => (warning === null ? [] : [warning]));
}

/** The parts of a list that a person separated by commas. */
export function commaSeparated(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
