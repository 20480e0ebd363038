import type { GlobCharacter } from './globBrackets';

/** What a name must have to match at all: tells most names apart without following a program. */
export interface GlobNeeds {
	readonly beginning: string;
	/** In this order, one after the other. */
	readonly parts: readonly string[];
}

export function meetsNeeds({ beginning, parts }: GlobNeeds, name: string): boolean {
	if (!name.startsWith(beginning)) return false;
	let from = 0;
	for (const part of parts) {
		const found = name.indexOf(part, from);
		if (found < 0) return false;
		from = found + part.length;
	}
	return true;
}

/** The texts of a pattern between its stars; none where brackets may or may not be a name. */
export function needsOf(characters: readonly GlobCharacter[]): GlobNeeds {
	const isMark = (index: number, ...marks: string[]) => {
		const found = characters[index];
		return found !== undefined && !found.escaped && marks.includes(found.text);
	};
	if (characters.some((_character, index) => isMark(index, '['))) return { beginning: '', parts: [] };
	const runs: string[] = [''];
	characters.forEach(({ text }, index) => {
		if (isMark(index, '*', '?')) {
			runs.push('');
			return;
		}
		// What is before `?` may be missing, and so may the slashes of `**/x` and `docs/**`.
		const mayBeMissing = isMark(index + 1, '?') || (text === '/' && (isMark(index - 1, '*') || isMark(index + 1, '*')));
		if (mayBeMissing) runs.push('');
		else runs.push((runs.pop() ?? '') + text);
	});
	return { beginning: runs[0] ?? '', parts: runs.filter((run) => run !== '') };
}
