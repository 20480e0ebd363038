import { createHash } from 'node:crypto';

import { cutText } from '../../deployment/values/text';

/** The longest description of a status (docs.github.com/rest/deployments/statuses). */
const maxDescriptionLength = 140;

/** "context is too long (maximum is 255 characters)"; environments: docs.github.com/actions, "Managing environments". */
const maxNameLength = 255;

/** The longest comment: "Body is too long (maximum is 65536 characters)". */
const maxCommentLength = 65_536;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How much of an endless string can matter for a description. */
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

/** A status must arrive whatever its reason contains: the text is cut, and freed of what GitHub refuses. */
export function shortenedDescription(text: string): string {
	const line = text
		.slice(0, readLength)
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return cutText(withoutFourByteCharacters(line), maxDescriptionLength);
}

/** A name by which things are found again: cut where it is too long for GitHub, and still unique. */
export function boundedName(text: string): string {
	const whole = cutText(text, text.length);
	if (whole.length <= maxNameLength) return whole;
	const mark = `...${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`;
	return cutText(whole, maxNameLength, mark);
}

/** A comment with its marker in front, cut with a note where it is too long for GitHub. */
export function commentBody(marker: string, text: string): string {
	return cutText(`${marker}\n${text}`, maxCommentLength, '\n\n*Cut here: GitHub allows no longer comment.*');
}
