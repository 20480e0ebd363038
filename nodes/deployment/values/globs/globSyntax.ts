import { expand } from 'brace-expansion';

import type { GlobCharacter } from './globBrackets';
import { GlobCompiler, type GlobReading } from './globCompiler';
import { type GlobNeeds, meetsNeeds, needsOf } from './globNeeds';
import { type GlobProgram, runGlobs } from './globProgram';

/** More patterns than this are not made of one with braces. */
export const maxAlternatives = 100;

/** How long a pattern may be with all its alternatives: it bounds what is kept of it. */
const maxPlaces = 5_000;

/** Bounds the time for reading braces within braces. */
const maxExpansionSteps = 200_000;

/** A letter, digit or underscore behind a backslash means a path as Windows writes it. */
const windowsPattern = /\\[\p{L}\p{N}_]/u;

/** One way to read a pattern, without braces. */
interface GlobAlternative {
	readonly needs: GlobNeeds;
	readonly program: GlobProgram;
}

/** Whether a name matches one of the alternatives; null where that takes too long to be known. */
export function matchesAny(alternatives: readonly GlobAlternative[], name: string): boolean | null {
	const possible = alternatives.filter(({ needs }) => meetsNeeds(needs, name));
	return (
		possible.length > 0 &&
		runGlobs(
			possible.map(({ program }) => program),
			name,
		)
	);
}

/** The alternatives of a pattern without `!`; null when there are too many to be tried. */
export function compileGlob(pattern: string, reading: GlobReading): readonly GlobAlternative[] | null {
	const texts = new Set<string>();
	for (const spelling of spellingsOf(pattern, reading)) {
		// One that names braces themselves.
		texts.add(atRoot(spelling));
		const expanded = expand(spelling, { max: maxAlternatives + 1, maxSteps: maxExpansionSteps });
		if (expanded.length > maxAlternatives) return null;
		for (const alternative of expanded) texts.add(atRoot(alternative));
	}
	const alternatives = [...texts].map(charactersOf).map((characters) => ({
		needs: needsOf(characters),
		program: new GlobCompiler(characters, reading).compile(),
	}));
	const length = alternatives.reduce((sum, { program }) => sum + program.places.length, 0);
	return length > maxPlaces ? null : alternatives;
}

/** With slashes, where its backslashes can only separate folders. */
export function withSlashes(pattern: string): string {
	const isWindowsPath = windowsPattern.test(pattern) || pattern.endsWith('\\');
	return isWindowsPath ? slashed(pattern) : pattern;
}

function spellingsOf(pattern: string, { isGenerous }: GlobReading): readonly string[] {
	const surely = withSlashes(pattern);
	return isGenerous ? [surely, slashed(pattern)] : [surely];
}

function slashed(pattern: string): string {
	return pattern.replace(/\\+/g, '/');
}

/** Without what a path from the repository's root does not have: `./`, a slash before it, two in a row. `docs/` is `docs/**`. */
function atRoot(text: string): string {
	const path = text.replace(/\/(?:\.?\/)+/g, '/').replace(/^(?:\.?\/)+/, '');
	return path === '' || path.endsWith('/') ? `${path}**` : path;
}

export function charactersOf(text: string): GlobCharacter[] {
	const characters: GlobCharacter[] = [];
	let escaped = false;
	for (const character of text) {
		if (character === '\\' && !escaped) {
			escaped = true;
			continue;
		}
		characters.push({ text: character, escaped });
		escaped = false;
	}
	return characters;
}
