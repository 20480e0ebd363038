import { validationFailed } from './errors';

/** The field that holds a string, in the words of GitHub's answer. */
export interface TextPlace {
	readonly resource: string;
	readonly field: string;
}

/** Raises GitHub's 422 for a string longer than its field allows. */
export function requireLength({ resource, field }: TextPlace, text: string, maximum: number): void {
	if ([...text].length <= maximum) return;
	throw validationFailed({
		resource,
		code: 'custom',
		field,
		message: `${field} is too long (maximum is ${maximum} characters)`,
	});
}

/** Raises GitHub's 422 for a character that takes four bytes in UTF-8, such as most emoji, or for half of one. */
export function refuseFourBytes({ resource, field }: TextPlace, text: string): void {
	if (!/[\u{10000}-\u{10FFFF}\uD800-\uDFFF]/u.test(text)) return;
	throw validationFailed({
		resource,
		code: 'custom',
		field,
		message: `${field} doesn't accept 4-byte Unicode`,
	});
}
