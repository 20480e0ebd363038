import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseArguments } from '../../tools/arguments';
import { cacheFolder } from '../../tools/n8n/cacheFolder';
import { withProcessLock } from '../../tools/n8n/processLock';
import { describeNpmFailure } from '../../tools/n8n/runtime';
import { canonicalText } from '../../nodes/SlipwayBundle/state/canonical';

describe('cacheFolder', () => {
	it('prefers its own variable, then the desktop standard', () => {
		expect(cacheFolder({ SLIPWAY_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
		expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/slipway');
		expect(cacheFolder({})).toMatch(/\.cache\/slipway$/);
	});
});

describe('describeNpmFailure', () => {
	it.each([
		['npm error code ENOTFOUND', /registry could not be reached/],
		['npm error code ENOSPC', /disk is full/],
		['npm error code ETARGET', /registry does not have/],
		['gyp ERR! build error', /C\+\+ compiler/],
		['npm error code EACCES', /not writable/],
		[
			'npm error prebuild-install warn install getaddrinfo ENOTFOUND github.com\nnpm error gyp info it worked if it ends with ok',
			/github\.com, which does not answer.*Node's headers/,
		],
	])('says what to do about "%s"', (output, advice) => {
		expect(describeNpmFailure(['install'], output, '/cache')).toMatch(advice);
	});
});

describe('withProcessLock', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-lock-'));
	});
	afterAll(async () => await rm(folder, { recursive: true, force: true }));

	it('runs one at a time and frees the lock, even after a failure', async () => {
		const file = join(folder, 'a.lock');
		const options = { timeoutMs: 10_000, onWait: () => undefined };
		const order: string[] = [];
		const failing = withProcessLock(file, options, async () => {
			order.push('first in');
			await new Promise((resolve) => setImmediate(resolve));
			order.push('first out');
			throw new Error('it failed');
		});
		const second = withProcessLock(file, options, async () => void order.push('second in'));
		await expect(failing).rejects.toThrow('it failed');
		await second;
		expect(order).toEqual(['first in', 'first out', 'second in']);
	});

	it('takes over the lock of a process that is gone', async () => {
		const file = join(folder, 'b.lock');
		const gone = spawnSync(process.execPath, ['-e', '']).pid;
		await writeFile(file, String(gone));
		const holder = await withProcessLock(
			file,
			{ timeoutMs: 1000, onWait: () => undefined },
			async () => await readFile(file, 'utf8'),
		);
		expect(holder).toBe(String(process.pid));
	});
});

describe('parseArguments', () => {
	const known = { values: ['port', 'credential'], switches: ['fresh'] };

	it('reads values in both spellings, repeats and switches', () => {
		const parsed = parseArguments(
			['push', '--port=5700', '--credential', 'a=1', '--credential', 'b=2', '--fresh'],
			known,
		);
		expect(parsed.positionals).toEqual(['push']);
		expect(parsed.port('port', 1)).toBe(5700);
		expect(parsed.values('credential')).toEqual(['a=1', 'b=2']);
		expect(parsed.has('fresh')).toBe(true);
	});

	it.each([
		[['--prot', '1'], /Unknown flag --prot/],
		[['--port'], /needs a value/],
	])('refuses %j', (argv, message) => {
		expect(() => parseArguments(argv, known)).toThrow(message);
	});

	it('refuses a port that is none', () => {
		expect(() => parseArguments(['--port', 'http'], known).port('port', 1)).toThrow(/1 to 65535/);
	});
});

describe('canonicalText', () => {
	const workflow = {
		name: 'A',
		id: 'a',
		active: true,
		versionId: 'v',
		pinData: { X: [{ json: { token: 'pinned' } }] },
		meta: { instanceId: 'i' },
		settings: { timezone: 'UTC', executionOrder: 'v1', binaryMode: 'separate' },
		connections: { Z: { main: [[{ index: 0, type: 'main', node: 'X' }]] } },
		nodes: [{ type: 't', name: 'Z', id: '1', parameters: { b: 1, a: { d: [3, 1], c: 2 } }, position: [0, 0] }],
	};

	it('keeps nothing of the instance', () => {
		expect(canonicalText(workflow)).not.toMatch(/versionId|pinData|pinned|instanceId|active|binaryMode/);
	});

	it('does not depend on key order, and keeps the order of lists', () => {
		const shuffled = Object.fromEntries(Object.entries(workflow).reverse());
		expect(canonicalText(shuffled)).toBe(canonicalText(workflow));
		expect(JSON.parse(canonicalText(workflow))).toMatchObject({
			nodes: [{ parameters: { a: { c: 2, d: [3, 1] }, b: 1 } }],
		});
	});
});
