import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { checksOf, faultsOfTree, run } from '../../../tools/release/commands';

let folder: string;
const git = (...words: string[]): string =>
	execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], {
		cwd: folder,
		encoding: 'utf8',
	});

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'slipway-release-'));
	git('init', '--quiet');
	writeFileSync(path.join(folder, 'a.txt'), 'a');
	git('add', '.');
	git('commit', '--quiet', '--message', 'first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('has nothing against a clean tree', async () => {
	expect(await faultsOfTree(folder, '1.0.0')).toEqual([]);
});

it('refuses what is changed, what is new, and a version that was tagged', async () => {
	writeFileSync(path.join(folder, 'a.txt'), 'b');
	expect(await faultsOfTree(folder, '1.0.0')).toEqual([expect.stringContaining('a.txt')]);
	git('checkout', '--quiet', '--', 'a.txt');
	writeFileSync(path.join(folder, 'new.txt'), 'c');
	expect(await faultsOfTree(folder, '1.0.0')).toEqual([expect.stringContaining('new.txt')]);
	rmSync(path.join(folder, 'new.txt'));
	git('tag', 'v1.0.0');
	expect(await faultsOfTree(folder, '1.0.0')).toEqual(['The tag v1.0.0 is there already']);
});

it('says what a program said when it fails', async () => {
	const failing = run(process.execPath, ['-e', 'console.log("seen"); console.error("red"); process.exit(3)'], folder);
	await expect(failing).rejects.toThrow(/failed:\n[^]*seen[^]*red/);
	expect(await run(process.execPath, ['-e', 'console.log("green")'], folder)).toBe('green\n');
});

it('tests before a release, unless they have just been green', () => {
	const scripts = (areTestsGreen: boolean): string[] => checksOf(areTestsGreen).map(({ words }) => words[2] ?? '');
	expect(scripts(false)).toEqual(['lint', 'typecheck', 'test']);
	expect(scripts(true)).toEqual(['lint', 'typecheck']);
});
