import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { newOperation } from '../../tools/new/operation';
import { newPlatform } from '../../tools/new/platform';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../..');
const copied = [
	'credentials',
	'docs',
	'nodes',
	'sandbox',
	'test',
	'tools',
	'workflows',
	'.prettierrc.json',
	'eslint.config.mjs',
	'jest.config.mjs',
	'package.json',
	'tsconfig.json',
];

/** What a program answered in the copy: its words, and whether it was content. */
async function inCopy(
	copy: string,
	program: string,
	...words: string[]
): Promise<{ readonly ok: boolean; readonly words: string }> {
	try {
		// n8n's lint takes every file for one of its own tests' where this says test.
		const env = { ...process.env, NODE_ENV: 'development' };
		const { stdout, stderr } = await run(process.execPath, [path.join(root, 'node_modules', program), ...words], {
			cwd: copy,
			env,
			maxBuffer: 1 << 26,
		});
		return { ok: true, words: stdout + stderr };
	} catch (error) {
		const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
		return { ok: false, words: stdout + stderr };
	}
}

const jestProgram = 'jest/bin/jest.js';
let copy: string;

beforeAll(async () => {
	copy = await mkdtemp(path.join(tmpdir(), 'slipway-new-'));
	for (const name of copied) await cp(path.join(root, name), path.join(copy, name), { recursive: true });
	await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(async () => {
	await rm(copy, { recursive: true, force: true });
});

it('adds an operation with one file and one list entry, and a test that fails until it is written', async () => {
	const list = path.join(copy, 'nodes/Fly/actions/machine/index.ts');
	const before = (await readFile(list, 'utf8')).split('\n');
	const { files } = await newOperation(copy, { platform: 'Fly', resource: 'machine', verb: 'suspend' });
	expect(files).toEqual([
		'nodes/Fly/actions/machine/suspend.operation.ts',
		'test/nodes/Fly/machineSuspend.test.ts',
		'nodes/Fly/actions/machine/index.ts',
	]);
	const after = (await readFile(list, 'utf8')).split('\n');
	expect(after.filter((line) => !before.includes(line)).map((line) => line.trim())).toEqual(
		expect.arrayContaining([expect.stringMatching(/suspend/), "import { suspend } from './suspend.operation';"]),
	);
	expect(await inCopy(copy, 'eslint/bin/eslint.js', ...files)).toEqual({ ok: true, words: '' });
	expect(await inCopy(copy, 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...files)).toEqual({
		ok: true,
		words: '',
	});
	const tested = await inCopy(copy, jestProgram, '--rootDir', copy, 'machineSuspend');
	expect(tested).toMatchObject({ ok: false, words: expect.stringContaining('"Suspend a machine" is not written yet') });
});

it('adds a platform that passes its tests, the type check, the lint and the architecture', async () => {
	const { files } = await newPlatform(copy, 'Vercel');
	await newOperation(copy, { platform: 'Vercel', resource: 'deployment', verb: 'delete' });
	const sources = files.filter((file) => file.endsWith('.ts'));
	expect(await inCopy(copy, 'eslint/bin/eslint.js', ...sources)).toEqual({ ok: true, words: '' });
	expect(await inCopy(copy, 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...sources)).toEqual({
		ok: true,
		words: '',
	});
	expect(await inCopy(copy, 'typescript/bin/tsc', '--noEmit')).toEqual({ ok: true, words: '' });
	expect(
		await inCopy(copy, jestProgram, '--rootDir', copy, 'test/nodes/Vercel/deploymentGet', 'test/sandbox/vercel'),
	).toMatchObject({
		ok: true,
	});
	const rooms = await inCopy(copy, jestProgram, '--rootDir', copy, 'test/architecture', '-t', 'Vercel', '--verbose');
	expect(rooms).toMatchObject({ ok: true, words: expect.stringContaining('The rooms of Vercel') });
});

it('writes nothing over what is there, and names what a platform is called', async () => {
	await expect(newOperation(copy, { platform: 'Fly', resource: 'machine', verb: 'get' })).rejects.toThrow(
		'There is already nodes/Fly/actions/machine/get.operation.ts',
	);
	await expect(newOperation(copy, { platform: 'Flyio', resource: 'machine', verb: 'get' })).rejects.toThrow(
		/Those which have: .*Fly, /,
	);
	await expect(newOperation(copy, { platform: 'Fly', resource: 'Machine', verb: 'get' })).rejects.toThrow(
		'small letter',
	);
});
