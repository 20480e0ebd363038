/** A step of a job of GitHub Actions, as far as it matters for what it deploys. */
export interface ActionsStep {
	/** Counted from 1, as editors do. */
	readonly line: number;
	/** `owner/action@version`; empty for a step that only runs commands. */
	readonly uses: string;
	/** All other keys of the step that have a text of one line, such as those under `with`. */
	readonly inputs: ReadonlyMap<string, string>;
	readonly commands: readonly ShellLine[];
}

/** A line of a shell, with those that a backslash joins to it. */
export interface ShellLine {
	readonly line: number;
	readonly text: string;
}

interface Line {
	readonly number: number;
	readonly indent: number;
	/** Without what stands before it. */
	readonly text: string;
}

interface OpenStep {
	readonly indent: number;
	readonly line: number;
	uses: string;
	readonly inputs: Map<string, string>;
	readonly commands: ShellLine[];
}

const keyPattern = /^(["']?)([\w-]+)\1\s*:(?:\s+(.*)|)$/;
const blockPattern = /^([|>])[-+0-9]*\s*(?:#.*)?$/;

/**
 * The steps of a workflow file of GitHub Actions that use an action or run commands. It knows as much of YAML as
 * these files are written in: keys in block style, texts in one line, in quotes or in blocks. What it cannot read it
 * passes over; comments, and texts of other keys, are never taken for steps.
 */
export function actionsSteps(text: string): ActionsStep[] {
	const lines = linesOf(text);
	const steps: OpenStep[] = [];
	let open: OpenStep | null = null;
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index];
		if (line === undefined || line.text === '' || line.text.startsWith('#')) continue;
		const dashes = /^(?:-\s+)*/.exec(line.text)?.[0] ?? '';
		if (open !== null && line.indent <= open.indent) open = null;
		if (dashes !== '' && open === null) {
			open = { indent: line.indent, line: line.number, uses: '', inputs: new Map(), commands: [] };
			steps.push(open);
		}
		const [, , key = '', value = ''] = keyPattern.exec(line.text.slice(dashes.length)) ?? [];
		const column = line.indent + dashes.length;
		const below = lines.slice(index + 1, endOfDeeper(lines, index, column));
		const block = blockPattern.exec(value)?.[1];
		const isPlainText = value !== '' && block === undefined && !/^["'[{&*]/.test(value);
		if (block !== undefined || isPlainText) index += below.length;
		if (open === null || key === '') continue;
		const texts =
			block !== undefined
				? below
				: [{ ...line, text: valueText(value) }, ...(isPlainText ? below.filter(isNoComment) : [])];
		if (key === 'run') open.commands.push(...shellLines(block === '|' ? texts : joined(texts)));
		else if (key === 'uses') open.uses = valueText(value);
		else open.inputs.set(key, joined(texts)[0]?.text ?? '');
	}
	return steps.filter(({ uses, commands }) => uses !== '' || commands.length > 0);
}

function linesOf(text: string): Line[] {
	return text.split(/\r?\n/).map((whole, index) => {
		const trimmed = whole.trim();
		return { number: index + 1, indent: trimmed === '' ? 0 : whole.search(/\S/), text: trimmed };
	});
}

/** The index after the lines that stand deeper than a column, which belong to the key there. */
function endOfDeeper(lines: readonly Line[], index: number, column: number): number {
	let end = index + 1;
	for (let next = end; next < lines.length; next++) {
		const line = lines[next];
		if (line === undefined || line.text === '') continue;
		if (line.indent <= column) break;
		end = next + 1;
	}
	return end;
}

const isNoComment = ({ text }: Line): boolean => !text.startsWith('#');

/** A text in one line, without its quotes and without the comment behind it. */
function valueText(value: string): string {
	const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(value);
	return quoted === null ? value.replace(/\s+#.*$/, '') : (quoted[1] ?? quoted[2] ?? '');
}

function joined(lines: readonly Line[]): Line[] {
	const [first] = lines;
	if (first === undefined) return [];
	return [
		{
			...first,
			text: lines
				.map(({ text }) => text)
				.join(' ')
				.trim(),
		},
	];
}

/** The lines of a shell: those that a backslash joins as one, without comments and without texts that are only input. */
function shellLines(lines: readonly Line[]): ShellLine[] {
	const found: ShellLine[] = [];
	let inputEnd: string | null = null;
	let begun: ShellLine | null = null;
	for (const { number, text } of lines) {
		if (inputEnd !== null) {
			if (text === inputEnd) inputEnd = null;
			continue;
		}
		if (begun === null && text.startsWith('#')) continue;
		const whole: string = begun === null ? text : `${begun.text} ${text}`;
		const line: number = begun?.line ?? number;
		if (whole.endsWith('\\')) {
			begun = { line, text: whole.slice(0, -1).trimEnd() };
			continue;
		}
		begun = null;
		if (whole !== '') found.push({ line, text: whole });
		inputEnd = /(?<!<)<<-?\s*["']?(\w+)["']?/.exec(whole)?.[1] ?? null;
	}
	return begun === null ? found : [...found, begun];
}
