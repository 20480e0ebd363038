import { cutText } from '../../deployment/values/text';
import { field, type Field, type FieldDetails, textField } from '../../shared/fields/fields';

/** A link that GitHub accepts, or why it was left out. */
export interface Link {
	readonly url: string | null;
	readonly warning: string | null;
}

/** A link, left out where it is not an address: GitHub would refuse the whole status with it. */
export function linkField(displayName: string, name: string, details: FieldDetails): Field<Link> {
	const entered = textField(displayName, name, details);
	return field(entered, (context) => {
		const text = entered.read(context);
		if (text === '') return { url: null, warning: null };
		const isAddress = /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
		return isAddress
			? { url: text, warning: null }
			: {
					url: null,
					warning: `${displayName} must be an http or https address and was left out: ${cutText(text, 100)}`,
				};
	});
}

/** The warnings of what was left out. */
export function warningsOf(...links: readonly Link[]): string[] {
	return links.flatMap(({ warning }) => (warning === null ? [] : [warning]));
}
