import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * In queue mode a workflow's steps may run on any worker, and its triggers in yet another process: what a node keeps in
 * a variable of its module is one process's alone. So nothing that counts may live there. This is all there is.
 */
const known: Readonly<Record<string, string>> = {
	'nodes/AwsS3/state/crc.ts: tables': 'what a checksum is computed with, made once; the same everywhere',
	'nodes/Cloudflare/api/client.ts: budgets':
		"each process counts its own calls; Cloudflare's answers tell every process how many are left for all",
	'nodes/Fly/api/rateLimits.ts: buckets':
		'each process keeps below the limit of Fly.io; two that pass it together are told 429, and wait',
	'nodes/GitHub/trigger/signature/knownSecrets.ts: kept':
		'webhook secrets for ten seconds; a new one is read at once, in every process',
	'nodes/GitHubWatch/trigger/poll.ts: published': "by n8n's own object, for the first poll after a person publishes",
	'nodes/deployment/values/globs/globFilter.ts: compiled': 'patterns, compiled; the same everywhere',
	'nodes/shared/aws/awsServiceFor.ts: known': "by n8n's own object of one execution",
	'nodes/shared/waiting/clock.ts: current': 'which tests replace, and nothing else',
};

const root = path.resolve(__dirname, '..');

const changes = 'set|add|delete|clear|push|unshift|splice|pop|shift|take|prune';

/** Variables of a module that are changed after it was loaded. */
function variablesOf(text: string): string[] {
	const declared = [...text.matchAll(/^(?:export )?(let|var|const) (\w+)/gm)];
	return declared
		.filter(
			([, kind, name = '']) =>
				kind !== 'const' ||
				new RegExp(`(?<![\\w.])${name}(?:\\.(?:${changes})\\(|(?:\\.\\w+|\\[[^\\]]+\\]) (?:[-+|&?]{0,2}=) )`).test(
					text,
				),
		)
		.map(([, , name = '']) => name);
}

it.each([
	['let last = 0;', ['last']],
	['const seen = new Set<string>();\nexport const note = (id: string) => seen.add(id);', ['seen']],
	['const counts: Record<string, number> = {};\nfunction count() {\n\tcounts[name] += 1;\n}', ['counts']],
	['const words = new Set(["a"]);\nexport const isWord = (word: string) => words.has(word);', []],
	['function work() {\n\tlet last = 0;\n\tlast += 1;\n}', []],
])('knows what is kept in a process: %j', (text, names) => {
	expect(variablesOf(text)).toEqual(names);
});

it('keeps nothing in a process but what every process may have for itself', () => {
	const files = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => `${folder}/${name.split(path.sep).join('/')}`),
	);
	const found = files.flatMap((file) =>
		variablesOf(readFileSync(path.join(root, file), 'utf8')).map((name) => `${file}: ${name}`),
	);
	expect(found.sort()).toEqual(Object.keys(known).sort());
});
