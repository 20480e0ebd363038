import { expand } from 'brace-expansion';

import type { GlobCharacter } from './globBrackets';
import { GlobCompiler, type GlobReading } from './globCompiler';
import type { GlobProgram } from './globProgram';

/** More patterns than this are not made of one with braces. */
export const maxAlternatives = 100;

/** How long a pattern may be with all its alternatives: it bounds what is kept of it. */
const maxPlaces = 5_000;

/** Bounds the time for reading braces within braces. */
const maxExpansionSteps = 200_000;

/** A letter, digit or underscore behind a backslash means a path as Windows writes it. */
const windowsPattern = /\\[\p{L}\p{N}_]/u;

/** The alternatives of a pattern without `!`; null when there are too many to be tried. */
export function compileGlob(pattern: string, reading: GlobReading): readonly GlobProgram[] | null {
	const texts = new Set<string>();
	for (const spelling of spellingsOf(pattern, reading)) {
		// One that names braces themselves.
		texts.add(atRoot(spelling));
		const expanded = expand(spelling, { max: maxAlternatives + 1, maxSteps: maxExpansionSteps });
		if (expanded.length > maxAlternatives) return null;
		for (const alternative of expanded) texts.add(atRoot(alternative));
	}
	const programs = [...texts].map((text) => new GlobCompiler(charactersOf(text), reading).compile());
	return programs.reduce((sum, { places }) => sum + places.length, 0) > maxPlaces ? null : programs;
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
