import { bracketAt, type GlobCharacter } from './globBrackets';
import { charactersOf, compileGlob, maxAlternatives, withSlashes } from './globSyntax';

/** Longer patterns are mistakes, or attacks on the matcher. */
const maxGlobLength = 300;

/** What pasted text may bring along: spaces without width, marks of direction, soft hyphens. Those that hold an emoji together are fine. */
const invisiblePattern = /[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff]/;

/** How other files write patterns, from which people copy them; as globs they match nothing. */
const foreignForms: ReadonlyArray<readonly [form: RegExp, name: string]> = [
	[/^!?(['"`]).*\1$/, 'in quotes'],
	[/^-\s/, 'as an entry of a YAML list'],
	[/^\[.*,.*\]$/, 'as a list in brackets'],
	[/^\^.*\$$/, 'as a regular expression'],
	[/;\s/, 'with a semicolon between two'],
];

export interface GlobIssue {
	readonly message: string;
	readonly advice: string;
}

/** Why a pattern cannot be meant as it is written; null for a good one. */
export function globIssue(pattern: string): GlobIssue | null {
	if (pattern.length > maxGlobLength) {
		return {
			message: `a glob has ${pattern.length} characters, and ${maxGlobLength} are read`,
			advice: 'Separate globs by commas or lines',
		};
	}
	const bad = (why: string, advice: string): GlobIssue => ({ message: `the glob "${pattern}" ${why}`, advice });
	if (invisiblePattern.test(pattern)) {
		return bad('has a character that cannot be seen', 'Type it anew instead of pasting it');
	}
	const foreign = foreignForms.find(([form]) => form.test(pattern));
	if (foreign !== undefined) {
		return bad(
			`is written ${foreign[1]}`,
			'Write the globs alone, separated by commas or lines, such as apps/web/**, docs/*.md',
		);
	}
	const text = withSlashes(pattern.replace(/^!\s*/, ''));
	if (text === '') return bad('takes back nothing', 'Write after the "!" what is not meant, such as !docs/**');
	const characters = charactersOf(text);
	if (text.split('/').includes('..')) {
		return bad('leaves the repository with ".."', 'Begin at the root of the repository, such as apps/web/**');
	}
	const extended = extendedGlob(characters);
	if (extended !== null) {
		return bad(
			`has "${extended}", which is not read as a shell would`,
			'Write alternatives as {a,b}, and what is not meant as a pattern of its own that begins with "!". Where it belongs to a name, write \\( for the parenthesis',
		);
	}
	const lone = loneBracket(characters);
	if (lone !== null) {
		return bad(
			`has a "${lone}" without its partner`,
			`Write the other one too, or \\${lone} where it belongs to the name`,
		);
	}
	if (compileGlob(text, { isGenerous: true, coversFolders: true }) === null) {
		return bad(
			`stands for too much: more than ${maxAlternatives} patterns`,
			'Write fewer alternatives in braces, or several globs',
		);
	}
	return null;
}

/** The issues of a whole list: those of its globs, and one that only takes back. */
export function globListIssues(patterns: readonly string[], mayOnlyTakeBack: boolean): GlobIssue[] {
	const issues = patterns.flatMap((pattern) => globIssue(pattern) ?? []);
	if (mayOnlyTakeBack || patterns.length === 0 || !patterns.every((pattern) => pattern.startsWith('!'))) return issues;
	return [
		...issues,
		{
			message: `"${patterns.join(', ')}" only takes back, and there is nothing before it to take from`,
			advice:
				'Write what is meant first, such as **, and then what is not, with "!". Where the name itself begins with "!", write \\!',
		},
	];
}

/** The beginning of a shell's extended pattern, such as `@(` or `(a|`; null when there is none. */
function extendedGlob(characters: readonly GlobCharacter[]): string | null {
	const at = (index: number) => {
		const found = characters[index];
		return found === undefined || found.escaped ? '' : found.text;
	};
	for (let index = 0; index < characters.length; index++) {
		if (at(index) !== '(') continue;
		const before = at(index - 1);
		if (before !== '' && '?+@!'.includes(before)) return `${before}(`;
		const end = characters.findIndex((_character, other) => other > index && at(other) === ')');
		const group = characters.slice(index, end + 1);
		if (group.some((_character, offset) => at(index + offset) === '|')) {
			return group.map(({ text }) => text).join('');
		}
	}
	return null;
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function loneBracket(characters: readonly GlobCharacter[]): string | null {
	const open: string[] = [];
	for (let index = 0; index < characters.length; index++) {
		const { text, escaped } = characters[index] ?? { text: '', escaped: true };
		if (escaped) continue;
		const set = text === '[' ? bracketAt(characters, index) : null;
		if (set !== null) {
			index = set.end;
		} else if (Object.values(partners).includes(text)) {
			open.push(text);
		} else if (text in partners && open.pop() !== partners[text]) {
			return text;
		}
	}
	return open.at(-1) ?? null;
}
