import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';

import { readApiKey, refuseKeyOnCommandLine } from '../../tools/apiKey';

const KEY = 'n8n_api_PLANTED_0123456789';
const root = path.resolve(__dirname, '../..');

const read = async (change: Partial<Parameters<typeof readApiKey>[0]>): Promise<string> =>
	await readApiKey({
		environment: {},
		isFromStandardInput: false,
		standardInput: Readable.from([]),
		output: new PassThrough(),
		...change,
	});

it('takes the key from the environment', async () => {
	expect(await read({ environment: { N8N_API_KEY: `${KEY}\n` } })).toBe(KEY);
});

it('takes the key from standard input when it is told to, before the environment', async () => {
	const standardInput = Readable.from([`${KEY.slice(0, 8)}`, `${KEY.slice(8)}\r\n`]);
	expect(await read({ isFromStandardInput: true, standardInput, environment: { N8N_API_KEY: 'another' } })).toBe(KEY);
});

it('asks for it in a terminal, and shows nothing of what is typed', async () => {
	const terminal = Object.assign(new PassThrough(), { isTTY: true });
	const output = new PassThrough();
	const answer = read({ standardInput: terminal, output });
	terminal.write(`${KEY}\r`);
	expect(await answer).toBe(KEY);
	expect(String(output.read())).toMatch(/^n8n's API key \(.*\): \n$/);
});

it('never waits for a key that nobody can type', async () => {
	await expect(read({ standardInput: new PassThrough() })).rejects.toThrow(/N8N_API_KEY.*--api-key-stdin/);
	await expect(read({ isFromStandardInput: true })).rejects.toThrow('API key is missing');
});

it('says that something else was copied, without it', async () => {
	for (const given of [`${KEY} ${KEY}`, `${KEY}\n${KEY}`, `„${KEY}“`]) {
		const error: unknown = await read({ environment: { N8N_API_KEY: given } }).catch((reason: unknown) => reason);
		expect(String(error)).toMatch(/cannot be one/);
		expect(String(error)).not.toContain('PLANTED');
	}
});

it.each([['--api-key', KEY], [`--api-key=${KEY}`], ['--apikey', KEY], ['-api-key', KEY], [`--API-KEY=${KEY}`]])(
	'refuses %s on the command line, and does not repeat it',
	(...words) => {
		let message = '';
		try {
			refuseKeyOnCommandLine(['push', '--url', 'https://n8n.example', ...words]);
		} catch (error) {
			message = String(error);
		}
		expect(message).toMatch(/npm's log.*delete it in n8n/s);
		expect(message).not.toContain('PLANTED');
	},
);

it('lets the switch for standard input through', () => {
	expect(() => refuseKeyOnCommandLine(['push', '--api-key-stdin'])).not.toThrow();
});

it.each([
	['a key', ['push', '--url', 'https://n8n.example', '--api-key', KEY], /Give no key on the command line/],
	['a password in the address', ['push', '--url', `https://admin:${KEY}@n8n.example`], /bare address/],
	['a key in the address', ['push', '--url', `https://n8n.example/?key=${KEY}`], /bare address/],
	['an address that is none', ['pull', '--url', 'ftp://n8n.example'], /https:\/\/ or http:\/\//],
])('ends with a usage error for %s, and prints none of it', (_what, words, expected) => {
	const run = spawnSync(process.execPath, ['--import', 'tsx', path.join(root, 'tools/workflows.ts'), ...words], {
		cwd: root,
		encoding: 'utf8',
		env: { PATH: process.env.PATH },
	});
	expect(run.status).toBe(2);
	expect(run.stderr).toMatch(expected);
	expect(run.stdout + run.stderr).not.toContain('PLANTED');
});
