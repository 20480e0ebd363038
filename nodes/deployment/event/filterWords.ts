import { type GlobFilter, isNegated } from '../values/globs/globFilter';
import { cutText } from '../values/text';

/** A filter for a sentence: `the included main, release/*, all but dependabot/**`. */
export function describedFilter({ include, exclude }: GlobFilter): string {
	const included = include.every(isNegated) ? [] : include;
	const excluded = [...exclude, ...(included.length === 0 ? include.map((pattern) => pattern.slice(1)) : [])];
	const parts = [
		included.length > 0 ? `the included ${someOf(included)}` : '',
		excluded.length > 0 ? `all but ${someOf(excluded)}` : '',
	];
	return parts.filter(Boolean).join(', ');
}

/** A name for a sentence: a file may be called by thousands of characters. */
export function shownName(name: string): string {
	return cutText(name, 200);
}

/** The first few, and how many more. */
export function someOf(names: readonly string[]): string {
	const shown = names.slice(0, 3).map(shownName).join(', ');
	return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
