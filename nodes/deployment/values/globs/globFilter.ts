import { globIssue } from './globIssue';
import { compileGlob, matchesAny } from './globSyntax';

/**
 * Include and exclude patterns; an empty include takes everything. In each list the last pattern that
 * matches decides, and `!` takes back, as in a .gitignore and in GitHub's own filters.
 */
export interface GlobFilter {
	readonly include: readonly string[];
	readonly exclude: readonly string[];
	/**
	 * What is filtered. `paths`: a pattern that names a folder covers what is below it.
	 * `anyCase`: capitals do not count, as in GitHub's names of repositories and environments. Other names by default.
	 */
	readonly names?: 'paths' | 'anyCase';
}

/** Names beyond this are not looked at: they pass every filter. */
export const maxNameLength = 1_024;

/** What `names` pass: let in by the include list, and not taken out by the exclude list. */
export function passing(filter: GlobFilter, names: readonly string[]): string[] {
	const { includingIndex, isExcluded } = matcherOf(filter);
	return names.filter((name) => {
		if (name.length > maxNameLength) return true;
		const comparable = comparableName(filter, name);
		return includingIndex(comparable) !== null && !isExcluded(comparable);
	});
}

export function passes(filter: GlobFilter, name: string): boolean {
	return passing(filter, [name]).length > 0;
}

/** The pattern that lets a name in; null where none does, or none is needed. */
export function includingPattern(filter: GlobFilter, name: string): string | null {
	if (name.length > maxNameLength) return null;
	const index = matcherOf(filter).includingIndex(comparableName(filter, name));
	return index === null ? null : (filter.include[index] ?? null);
}

/** Include patterns that match none of `names`: said to the person, since they may be mistyped. */
export function patternsWithoutMatch(filter: GlobFilter, names: readonly string[]): string[] {
	const comparable = names.map((name) => comparableName(filter, name));
	return filter.include.filter((pattern) => {
		if (isNegated(pattern)) return false;
		const matches = matcher(pattern, filter, true);
		return !comparable.some(matches);
	});
}

export function isNegated(pattern: string): boolean {
	return pattern.startsWith('!');
}

interface FilterMatcher {
	/** The position of the pattern that lets a name in, -1 where the list starts with everything; null when the name stays out. */
	readonly includingIndex: (name: string) => number | null;
	readonly isExcluded: (name: string) => boolean;
}

function matcherOf(filter: GlobFilter): FilterMatcher {
	const include = filter.include.map((pattern) => matcher(pattern, filter, !isNegated(pattern)));
	const exclude = filter.exclude.map((pattern) => matcher(pattern, filter, isNegated(pattern)));
	const takesAll = filter.include.every(isNegated);
	return {
		includingIndex(name) {
			const last = include.findLastIndex((matches) => matches(name));
			if (last < 0) return takesAll ? -1 : null;
			return isNegated(filter.include[last] ?? '') ? null : last;
		},
		isExcluded(name) {
			const last = exclude.findLastIndex((matches) => matches(name));
			return last >= 0 && !isNegated(filter.exclude[last] ?? '');
		},
	};
}

/** A letter with an accent is one character or two, depending on whose machine wrote it. */
function comparableName({ names }: GlobFilter, name: string): string {
	const text = name.normalize('NFC');
	return names === 'anyCase' ? text.toLowerCase() : text;
}

type Matcher = (name: string) => boolean;

// Compiled once: a webhook node reads the same patterns for every delivery.
const compiled = new Map<string, Matcher>();
const maxCompiled = 1_000;

function matcher(pattern: string, filter: GlobFilter, isGenerous: boolean): Matcher {
	const key = `${isGenerous}/${filter.names ?? ''}/${pattern}`;
	const known = compiled.get(key);
	if (known) return known;
	if (compiled.size >= maxCompiled) compiled.clear();
	const matches = compile(pattern, filter, isGenerous);
	compiled.set(key, matches);
	return matches;
}

/** A pattern with an issue, or one that would take too long, counts as matching where it lets in, and as not matching where it takes out. */
function compile(pattern: string, filter: GlobFilter, isGenerous: boolean): Matcher {
	const text = comparableName(filter, isNegated(pattern) ? pattern.slice(1).trimStart() : pattern);
	const reading = { isGenerous, coversFolders: filter.names === 'paths' };
	const alternatives = globIssue(pattern) === null ? compileGlob(text, reading) : null;
	if (alternatives === null) return () => isGenerous;
	return (name) => name === text || (matchesAny(alternatives, name) ?? isGenerous);
}
