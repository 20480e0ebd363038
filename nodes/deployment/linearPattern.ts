import { isWordCode, parsePattern, type CharacterTest, type PatternNode } from './patternSyntax';

/** The longest pattern that is read. */
export const maxPatternLength = 500;

/** How much of a text is searched, in characters. */
export const maxSearchedLength = 16_384;

/** More steps than this come only from counts such as `{5000}`. */
const maxInstructions = 2_000;

/** A regular expression that is found, or not, in time linear to the text. */
export interface LinearPattern {
	/** Whether the pattern occurs in the first `maxSearchedLength` characters of `text`. */
	readonly isIn: (text: string) => boolean;
}

type Instruction =
	| { readonly kind: 'character'; readonly accepts: CharacterTest }
	| { readonly kind: 'assertion'; readonly at: (PatternNode & { kind: 'assertion' })['at'] }
	| { readonly kind: 'fork'; readonly targets: readonly number[] }
	| { readonly kind: 'match' };

/**
 * A pattern that a person wrote, made safe to run on a server's answer: JavaScript's own engine
 * backtracks, and a pattern such as `(a+)+$` could stop all of n8n. This one tries all
 * alternatives at once (Thompson's construction), so that its time is the text's length times the
 * pattern's.
 *
 * @returns the pattern, or a sentence about why it cannot be used.
 */
export function compileLinearPattern(
	pattern: string,
):
	| { readonly ok: true; readonly pattern: LinearPattern }
	| { readonly ok: false; readonly reason: string } {
	if (pattern.length > maxPatternLength) {
		return { ok: false, reason: `it has ${pattern.length} characters, and ${maxPatternLength} are read` };
	}
	try {
		const tree = parsePattern(pattern);
		if (sizeOf(tree) > maxInstructions) return { ok: false, reason: 'its counts make it too large' };
		const program: Instruction[] = [];
		append(program, tree);
		program.push({ kind: 'match' });
		return { ok: true, pattern: { isIn: (text) => search(program, text) } };
	} catch (error) {
		return { ok: false, reason: error instanceof Error ? error.message : String(error) };
	}
}

/** How many instructions a tree becomes, computed without making them. */
function sizeOf(node: PatternNode): number {
	switch (node.kind) {
		case 'character':
		case 'assertion':
			return 1;
		case 'sequence':
			return node.parts.reduce((size, part) => size + sizeOf(part), 0);
		case 'choice':
			return node.options.reduce((size, option) => size + sizeOf(option) + 1, 1);
		case 'repeat': {
			const size = sizeOf(node.part);
			const optional = node.maximum === Infinity ? size + 2 : (node.maximum - node.minimum) * (size + 1);
			// An empty part still costs a step for each of its repetitions here, at compile time.
			return node.minimum * Math.max(1, size) + optional;
		}
	}
}

function append(program: Instruction[], node: PatternNode): void {
	switch (node.kind) {
		case 'character':
			program.push({ kind: 'character', accepts: node.accepts });
			return;
		case 'assertion':
			program.push({ kind: 'assertion', at: node.at });
			return;
		case 'sequence':
			for (const part of node.parts) append(program, part);
			return;
		case 'choice':
			appendChoice(program, node.options);
			return;
		case 'repeat':
			for (let count = 0; count < node.minimum; count++) append(program, node.part);
			if (node.maximum === Infinity) {
				appendLoop(program, node.part);
				return;
			}
			for (let count = node.minimum; count < node.maximum; count++) {
				const fork = reserve(program);
				append(program, node.part);
				program[fork] = { kind: 'fork', targets: [fork + 1, program.length] };
			}
			return;
	}
}

function appendChoice(program: Instruction[], options: readonly PatternNode[]): void {
	const fork = reserve(program);
	const starts: number[] = [];
	const exits: number[] = [];
	for (const option of options) {
		starts.push(program.length);
		append(program, option);
		exits.push(reserve(program));
	}
	program[fork] = { kind: 'fork', targets: starts };
	for (const exit of exits) program[exit] = { kind: 'fork', targets: [program.length] };
}

function appendLoop(program: Instruction[], part: PatternNode): void {
	const fork = reserve(program);
	append(program, part);
	program.push({ kind: 'fork', targets: [fork] });
	program[fork] = { kind: 'fork', targets: [fork + 1, program.length] };
}

/** A place for an instruction whose targets are not known yet. */
function reserve(program: Instruction[]): number {
	return program.push({ kind: 'fork', targets: [] }) - 1;
}

function search(program: readonly Instruction[], text: string): boolean {
	let active: number[] = [];
	const seenAt = new Int32Array(program.length).fill(-1);
	const lastPosition = Math.min(text.length, maxSearchedLength);
	for (let position = 0; position <= lastPosition; position++) {
		// A search may begin at every position.
		active.push(0);
		const code = position < lastPosition ? text.charCodeAt(position) : -1;
		const next: number[] = [];
		while (active.length > 0) {
			const index = active.pop() ?? 0;
			if (seenAt[index] === position) continue;
			seenAt[index] = position;
			const instruction = program[index];
			if (instruction === undefined) continue;
			if (instruction.kind === 'match') return true;
			if (instruction.kind === 'character') {
				if (code >= 0 && instruction.accepts(code)) next.push(index + 1);
			} else if (instruction.kind === 'fork') {
				active.push(...instruction.targets);
			} else if (holds(instruction.at, text, position)) {
				active.push(index + 1);
			}
		}
		active = next;
	}
	return false;
}

function holds(at: (PatternNode & { kind: 'assertion' })['at'], text: string, position: number): boolean {
	if (at === 'start') return position === 0;
	if (at === 'end') return position === text.length;
	const isWordAt = (index: number) =>
		index >= 0 && index < text.length && isWordCode(text.charCodeAt(index));
	const isBoundary = isWordAt(position - 1) !== isWordAt(position);
	return at === 'wordBoundary' ? isBoundary : !isBoundary;
}
