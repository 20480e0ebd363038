import { execFile } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a program in `folder` and returns what it printed. Raises with the end of what it said when it fails, or when it
 * takes longer than `timeoutMs`.
 */
export function run(
	program: string,
	words: readonly string[],
	folder: string,
	timeoutMs = 10 * 60_000,
): Promise<string> {
	return new Promise((resolve, reject) => {
		const options = { cwd: folder, timeout: timeoutMs, maxBuffer: 256 * 1024 * 1024 };
		execFile(program, [...words], options, (error, stdout, stderr) => {
			if (!error) return resolve(stdout);
			const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-30).join('\n');
			reject(new Error(`${[program, ...words].join(' ')} failed:\n${said || error.message}`));
		});
	});
}

/** What keeps a release from being made in this folder, in words. */
export async function faultsOfTree(folder: string, version: string): Promise<string[]> {
	const git = async (...words: string[]): Promise<string> => (await run('git', words, folder)).trim();
	const changes = await git('status', '--porcelain');
	const tag = await git('tag', '--list', `v${version}`);
	return [
		...(changes === '' ? [] : [`There are changes that are not committed:\n${changes}`]),
		...(tag === '' ? [] : [`The tag v${version} is there already`]),
	];
}

export interface Check {
	readonly what: string;
	readonly program: string;
	readonly words: readonly string[];
}

const npmRun = (script: string, ...words: string[]): Check => ({
	what: ['npm run', script, ...words].join(' '),
	program: 'npm',
	words: ['run', '--silent', script, ...(words.length > 0 ? ['--', ...words] : [])],
});

/** What must be green before a release. The build also checks the types, and the scan the built packages. */
export function checksOf(areTestsGreen: boolean): Check[] {
	const tests = areTestsGreen ? [] : [{ ...npmRun('test'), what: 'npm test (about 40 minutes)' }];
	return [npmRun('lint'), npmRun('typecheck'), ...tests];
}

/** The folders of all packages: each vendor's, and last the whole one, whose version the tag is. */
export function packageFolders(folder: string, vendors: readonly string[]): string[] {
	return [...vendors.map((name) => join(folder, 'packages', name)), folder];
}
