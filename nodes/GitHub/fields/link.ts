import { cutText } from '../../deployment/values/text';
import { textParameter } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';

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
