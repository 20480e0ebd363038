import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../tools/json';

const root = path.resolve(__dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function read(file: string): JsonRecord {
	const document: unknown = parse(textOf(file));
	if (!isRecord(document)) throw new Error(`${file} is no YAML object`);
	return document;
}

const workflowFiles = readdirSync(path.join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

const jobsOf = (file: string): JsonRecord[] => Object.values(read(file).jobs as JsonRecord).filter(isRecord);
const stepsOf = (file: string): JsonRecord[] => jobsOf(file).flatMap((job) => readRecords(job, 'steps'));
const commandsOf = (job: JsonRecord): string[] =>
	readRecords(job, 'steps').flatMap((step) => readString(step, 'run') ?? []);

it('has the files that a reporter and a contributor look for', () => {
	expect(readdirSync(path.join(root, '.github')).sort()).toEqual([
		'ISSUE_TEMPLATE',
		'PULL_REQUEST_TEMPLATE.md',
		'dependabot.yml',
		'workflows',
	]);
	expect(workflowFiles).toEqual(['.github/workflows/ci.yml', '.github/workflows/publish.yml']);
	expect(textOf('SECURITY.md')).toContain('/security/advisories/new');
});

describe.each(workflowFiles)('%s', (file) => {
	it('gives each job only what it needs, and keeps no credential in the clone', () => {
		expect(read(file).permissions).toEqual({});
		for (const job of jobsOf(file)) {
			const { contents, ...others } = job.permissions as JsonRecord;
			expect(contents).toBe('read');
			const publishes = commandsOf(job).some((command) => command.includes('npm publish'));
			expect(others).toEqual(publishes ? { 'id-token': 'write' } : {});
			expect(Number(job['timeout-minutes'])).toBeGreaterThan(0);
		}
		const checkouts = stepsOf(file).filter((step) => readString(step, 'uses')?.startsWith('actions/checkout@'));
		expect(checkouts.length).toBe(jobsOf(file).length);
		for (const step of checkouts) expect(readPath(step, 'with', 'persist-credentials')).toBe(false);
	});

	it('pins every action to a commit', () => {
		const actions = stepsOf(file).flatMap((step) => readString(step, 'uses') ?? []);
		expect(actions.length).toBeGreaterThan(0);
		expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
	});

	it("uses no secret, no foreign text in a command, and no trigger that runs a stranger's code with rights", () => {
		const text = textOf(file);
		expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
		expect(text).not.toMatch(/pull_request_target|workflow_run/);
		for (const step of stepsOf(file)) expect(readString(step, 'run') ?? '').not.toContain('${{');
	});
});

it('runs on a clean clone what .ci/run runs, for every pull request', () => {
	expect(read('.github/workflows/ci.yml').on).toEqual({ push: { branches: ['main'] }, pull_request: null });
	expect(jobsOf('.github/workflows/ci.yml').flatMap(commandsOf).at(-1)).toBe('bash .ci/run');
	for (const command of ['npm ci', 'npm test', 'npm run lint', 'npm run scan'])
		expect(textOf('.ci/run')).toContain(command);
});

it('publishes a tagged version with provenance, after tests, build and scan', () => {
	const publish = read('.github/workflows/publish.yml');
	expect(publish.on).toEqual({ push: { tags: ['v*.*.*'] } });
	const [test, job] = jobsOf('.github/workflows/publish.yml');
	if (!test || !job) throw new Error('publish.yml must have two jobs');
	expect(job.needs).toBe('test');
	expect(commandsOf(test).join('\n')).toMatch(/package\.json[\s\S]*\.ci\/run/);
	const commands = commandsOf(job);
	expect(commands.slice(0, -1)).toEqual([
		'npm ci --ignore-scripts --no-audit --no-fund',
		'npm run build',
		'npm run scan',
	]);
	// The vendors' packages and the whole one, none without provenance.
	expect(commands.at(-1)).toMatch(/for folder in packages\/\*\/ \.\/; do/);
	expect(commands.at(-1)?.match(/npm publish.*/g)).toEqual([
		'npm publish --provenance --access public --ignore-scripts)',
	]);
	const node = readRecords(job, 'steps').find((step) => readString(step, 'uses')?.startsWith('actions/setup-node@'));
	expect(Number(readPath(node, 'with', 'node-version'))).toBeGreaterThanOrEqual(24);
});

it('keeps both ecosystems up to date', () => {
	const updates = readRecords(read('.github/dependabot.yml'), 'updates');
	expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
	for (const update of updates) expect(readPath(update, 'schedule', 'interval')).toBe('weekly');
});

it.each(['bug.yml', 'feature.yml'])('has an issue form %s that GitHub can show', (name) => {
	const form = read(`.github/ISSUE_TEMPLATE/${name}`);
	expect(readString(form, 'name')).toBeTruthy();
	expect(readString(form, 'description')).toBeTruthy();
	const fields = readRecords(form, 'body');
	expect(fields.length).toBeGreaterThan(0);
	for (const field of fields) {
		expect(['markdown', 'textarea', 'input', 'dropdown']).toContain(field.type);
		expect(readPath(field, 'attributes', field.type === 'markdown' ? 'value' : 'label')).toBeTruthy();
	}
	const ids = fields.flatMap((field) => readString(field, 'id') ?? []);
	expect(new Set(ids).size).toBe(ids.length);
});
