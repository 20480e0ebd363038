import { chmod, lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode } from './errorCode';

/** A folder that only this user can enter, also when it was there with wider rights. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	// `mode` is only for a new folder, and the umask takes from it.
	await chmod(folder, 0o700);
}

/** Writes a file that only this user can read, whatever rights the file had that it replaces. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
	const partial = `${file}.${process.pid}.partial`;
	await writeFile(partial, text, { mode: 0o600, flag: 'w' });
	await chmod(partial, 0o600);
	await rename(partial, file);
}

/** A file's text, or undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** Takes group's and others' rights from all that is below a folder; links are left alone. */
export async function makePrivateBelow(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const stats = await lstat(path);
		if (stats.isSymbolicLink()) continue;
		if ((stats.mode & 0o077) !== 0) await chmod(path, stats.mode & 0o700);
		if (stats.isDirectory()) await makePrivateBelow(path);
	}
}

/** Runs `work`, during which new files of this process and of its children are for this user only. */
export function withPrivateUmask<Result>(work: () => Result): Result {
	const before = process.umask(0o077);
	try {
		return work();
	} finally {
		process.umask(before);
	}
}
