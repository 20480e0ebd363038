import picomatch from 'picomatch';

/** Include and exclude patterns; an empty include takes everything. */
export interface GlobFilter {
	readonly include: readonly string[];
	readonly exclude: readonly string[];
}

/** Patterns as people write them: separated by commas or lines. Commas in braces, `{a,b}`, separate nothing. */
export function parseGlobs(text: string): string[] {
	return text
		.split(/[\n,](?![^{}\n]*\})/)
		.map((pattern) => pattern.trim())
		.filter((pattern) => pattern !== '');
}

/** What `names` pass: included by any pattern, excluded by none. `*` stops at a slash, `**` does not. */
export function passing(filter: GlobFilter, names: readonly string[]): string[] {
	const included = filter.include.length > 0 ? matcher(filter.include) : () => true;
	const excluded = filter.exclude.length > 0 ? matcher(filter.exclude) : () => false;
	return names.filter((name) => included(name) && !excluded(name));
}

export function passes(filter: GlobFilter, name: string): boolean {
	return passing(filter, [name]).length > 0;
}

/** Include patterns that match none of `names`: said to the person, since they may be mistyped. */
export function patternsWithoutMatch(
	patterns: readonly string[],
	names: readonly string[],
): string[] {
	return patterns.filter((pattern) => {
		const matches = matcher([pattern]);
		return !names.some((name) => matches(name));
	});
}

// Compiled once: a webhook node reads the same patterns for every delivery.
const compiled = new Map<string, (name: string) => boolean>();
const maxCompiled = 500;

function matcher(patterns: readonly string[]): (name: string) => boolean {
	const key = patterns.join('\n');
	const known = compiled.get(key);
	if (known) return known;
	if (compiled.size >= maxCompiled) compiled.clear();
	// Files and folders that start with a dot are deployed like any other.
	const matches = picomatch([...patterns], { dot: true, nonegate: true });
	compiled.set(key, matches);
	return matches;
}
