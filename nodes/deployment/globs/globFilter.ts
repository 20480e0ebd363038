import { globFault } from './globFault';
import type { GlobReading } from './globCompiler';
import { runGlobs } from './globProgram';
import { compileGlob } from './globSyntax';

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
	return names.filter((name) => passes(filter, name));
}

export function passes(filter: GlobFilter, name: string): boolean {
	if (name.length > maxNameLength) return true;
	const comparable = comparableName(filter, name);
	return includingIndex(filter, comparable) !== null && !isExcluded(filter, comparable);
}

/** The pattern that lets a name in; null where none does, or none is needed. */
export function includingPattern(filter: GlobFilter, name: string): string | null {
	if (name.length > maxNameLength) return null;
	const index = includingIndex(filter, comparableName(filter, name));
	return index === null ? null : (filter.include[index] ?? null);
}

/** Include patterns that match none of `names`: said to the person, since they may be mistyped. */
export function patternsWithoutMatch(filter: GlobFilter, names: readonly string[]): string[] {
	const comparable = names.map((name) => comparableName(filter, name));
	return filter.include.filter(
		(pattern) =>
			!isNegated(pattern) && !comparable.some((name) => matches(pattern, readingFor(filter, true), name)),
	);
}

export function isNegated(pattern: string): boolean {
	return pattern.startsWith('!');
}

/** The position of the pattern that lets a name in, -1 where the list starts with everything; null when the name stays out. */
function includingIndex(filter: GlobFilter, name: string): number | null {
	const takesAll = filter.include.every(isNegated);
	return lastMatch(filter.include, takesAll, (pattern) =>
		matches(pattern, readingFor(filter, !isNegated(pattern)), name),
	);
}

function isExcluded(filter: GlobFilter, name: string): boolean {
	const index = lastMatch(filter.exclude, false, (pattern) =>
		matches(pattern, readingFor(filter, isNegated(pattern)), name),
	);
	return index !== null;
}

function lastMatch(
	patterns: readonly string[],
	isIn: boolean,
	isMatch: (pattern: string) => boolean,
): number | null {
	const last = patterns.findLastIndex(isMatch);
	if (last < 0) return isIn ? -1 : null;
	return isNegated(patterns[last] ?? '') ? null : last;
}

function readingFor({ names }: GlobFilter, isGenerous: boolean): GlobReading & { readonly ignoresCase: boolean } {
	return { isGenerous, coversFolders: names === 'paths', ignoresCase: names === 'anyCase' };
}

/** A letter with an accent is one character or two, depending on whose machine wrote it. */
function comparableName({ names }: GlobFilter, name: string): string {
	const text = name.normalize('NFC');
	return names === 'anyCase' ? text.toLowerCase() : text;
}

// Compiled once: a webhook node reads the same patterns for every delivery.
const compiled = new Map<string, (name: string) => boolean>();
const maxCompiled = 1_000;

function matches(
	pattern: string,
	reading: GlobReading & { readonly ignoresCase: boolean },
	name: string,
): boolean {
	const key = `${reading.isGenerous}/${reading.coversFolders}/${reading.ignoresCase}/${pattern}`;
	const known = compiled.get(key);
	if (known) return known(name);
	if (compiled.size >= maxCompiled) compiled.clear();
	const test = compile(pattern, reading);
	compiled.set(key, test);
	return test(name);
}

/** A pattern with a fault, or one that would take too long, counts as matching where it lets in, and as not matching where it takes out. */
function compile(
	pattern: string,
	reading: GlobReading & { readonly ignoresCase: boolean },
): (name: string) => boolean {
	const written = (isNegated(pattern) ? pattern.slice(1).trimStart() : pattern).normalize('NFC');
	const text = reading.ignoresCase ? written.toLowerCase() : written;
	const programs = globFault(pattern) === null ? compileGlob(text, reading) : null;
	if (programs === null) return () => reading.isGenerous;
	return (name) => name === text || (runGlobs(programs, name) ?? reading.isGenerous);
}
