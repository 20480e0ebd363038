const UNRELEASED = '## [Unreleased]';

/**
 * The changelog with what stands under "Unreleased" moved under the version and its day (`2026-11-27`), and an empty
 * "Unreleased" above it. Raises when nothing is to be released, or the version has been.
 */
export function releasedChangelog(changelog: string, version: string, day: string): string {
	const heading = `## [${version}]`;
	if (changelog.includes(heading)) throw new Error(`CHANGELOG.md has a section ${version} already`);
	const begin = changelog.indexOf(UNRELEASED);
	if (begin < 0) throw new Error(`CHANGELOG.md has no section "${UNRELEASED}"`);
	const after = begin + UNRELEASED.length;
	const next = changelog.indexOf('\n## ', after);
	const notes = changelog.slice(after, next < 0 ? undefined : next);
	if (!/^- /m.test(notes)) throw new Error('CHANGELOG.md says nothing under "Unreleased": there is nothing to release');
	return `${changelog.slice(0, after)}\n\n${heading} - ${day}${changelog.slice(after)}`;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Raises unless `version` is one (`1.2.3`) that may follow `current`. */
export function assertNextVersion(version: string, current: string): void {
	const next = numbersOf(version);
	const before = numbersOf(current);
	const differing = next.findIndex((number, index) => number !== before[index]);
	if (differing < 0 || (next[differing] ?? 0) < (before[differing] ?? 0)) {
		throw new Error(`The version after ${current} cannot be ${version}`);
	}
}

function numbersOf(version: string): number[] {
	const [, ...numbers] = VERSION.exec(version) ?? [];
	if (numbers.length === 0) throw new Error(`"${version}" is not a version: enter three numbers, such as 1.0.0`);
	return numbers.map(Number);
}
