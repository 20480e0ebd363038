import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { UsageError } from '../arguments';

const run = promisify(execFile);

/** What was written, and what a person does next. */
export interface Written {
	/** Relative to the project. */
	readonly files: readonly string[];
	readonly next: string;
}

/** Brings files into the project's form. */
export async function formatFiles(root: string, files: readonly string[]): Promise<void> {
	const sources = files.filter((file) => file.endsWith('.ts'));
	await run(
		process.execPath,
		[path.join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn', ...sources],
		{ cwd: root },
	);
}

/** Text by path, relative to the project. */
export type NewFiles = Readonly<Record<string, string>>;

/** @throws UsageError when one of them is there already: nothing is written then. */
export async function writeNewFiles(root: string, files: NewFiles): Promise<string[]> {
	const present = Object.keys(files).filter((file) => existsSync(path.join(root, file)));
	if (present.length > 0) throw new UsageError(`There is already ${present.join(', ')}.`);
	for (const [file, text] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(root, file)), { recursive: true });
		await writeFile(path.join(root, file), text);
	}
	return Object.keys(files);
}

/** Changes a file. @throws UsageError, naming what to add by hand, where `change` finds no place for it. */
export async function changeFile(
	root: string,
	file: string,
	what: string,
	change: (text: string) => string | undefined,
): Promise<string> {
	const place = path.join(root, file);
	const changed = change(await readFile(place, 'utf8'));
	if (changed === undefined)
		throw new UsageError(`${file} has no place that could be found for ${what}: add it by hand.`);
	await writeFile(place, changed);
	return file;
}

/** Adds an import in front of the first one that sorts after it, by its specifier. */
export function withImport(text: string, statement: string): string {
	const lines = text.split('\n');
	const specifier = (line: string): string => /from '([^']+)';$/.exec(line)?.[1] ?? '';
	const isOwn = (line: string): boolean => specifier(line).startsWith('./');
	const after = lines.findIndex((line) => isOwn(line) && specifier(line) > specifier(statement));
	const last = lines.findLastIndex((line) => specifier(line) !== '');
	lines.splice(after >= 0 ? after : last + 1, 0, statement);
	return lines.join('\n');
}

/** Adds an entry at the end of the array that `opening` begins; undefined where there is none. */
export function withEntry(text: string, opening: RegExp, entry: string): string | undefined {
	const start = opening.exec(text);
	if (!start) return undefined;
	const from = start.index + start[0].length;
	const end = text.indexOf(']', from);
	if (end < 0) return undefined;
	const entries = text.slice(from, end);
	// One a line, or all on one.
	const added = /\n/.test(entries)
		? `${entries.replace(/\s*$/, '')}\n${/\n(\s*)\S/.exec(entries)?.[1] ?? '\t'}${entry},\n${/\n(\s*)$/.exec(entries)?.[1] ?? ''}`
		: `${entries}${entries.trim() === '' ? '' : ', '}${entry}`;
	return text.slice(0, from) + added + text.slice(end);
}
