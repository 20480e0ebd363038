import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installedPackages } from '../../nodes/SlipwayBundle/changes/installedPackages';
import { portableSettings } from '../../nodes/SlipwayBundle/state/canonical';
import { fitBundle } from '../../nodes/SlipwayBundle/state/fitBundle';
import { createSandboxClient } from '../../tools/deliver/sandboxClient';
import { runScenario } from '../../tools/deliver/run';
import { SCENARIOS } from '../../tools/deliver/scenarios';
import { isRecord, readRecords, readString } from '../../tools/json';
import { n8nRuntime } from '../../tools/n8n/runtime';
import { PROJECT_FOLDER } from '../../tools/stack';
import { packageNames, packageOfNode } from '../../tools/vendorPackages';
import { readBundle } from '../../tools/workflows/bundle';
import { pullBundle } from '../../tools/workflows/pull';
import { pushBundle } from '../../tools/workflows/push';
import { startStack, type TestStack } from '../n8n/realN8n';
import { beImpatient } from './impatience';

/*
 * The bundle on the fourteen vendors' packages, without the whole one, as n8n Cloud could have it.
 */

let stack: TestStack;
let folder: string;

beforeAll(async () => {
	stack = await startStack({ timeScale: 60, packages: 'vendors' });
	folder = await mkdtemp(join(tmpdir(), 'slipway-vendors-'));
	await cp(join(PROJECT_FOLDER, 'workflows'), folder, { recursive: true });
});

afterAll(async () => {
	await stack?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
});

jest.setTimeout(600_000);

/** Writes down what n8n does when it installs a package: the registry that it would take them from does not have them. */
function noteAsInstalled(database: string): void {
	const note = `
		const { DatabaseSync } = require('node:sqlite');
		const [, file, nodes] = process.argv;
		const database = new DatabaseSync(file);
		for (const [node, name] of JSON.parse(nodes)) {
			database.prepare("INSERT OR IGNORE INTO installed_packages (packageName, installedVersion, createdAt, updatedAt) VALUES (?, '0.1.0', datetime(), datetime())").run(name);
			database.prepare('INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, 1, ?)').run(node, name + '.' + node, name);
		}
		database.close();`;
	execFileSync(n8nRuntime().nodeBinary, ['-e', note, database, JSON.stringify([...packageOfNode()])]);
}

const filesOf = async (): Promise<Map<string, string>> =>
	new Map(
		await Promise.all(
			(await readdir(folder)).map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
		),
	);
const fitted = async () => {
	const bundle = await readBundle(folder);
	const { restore, ...fit } = fitBundle(bundle, packageNames);
	return { bundle: { ...bundle, ...fit.bundle }, restore };
};

it('publishes every workflow that is to be, with nodes of the vendors’ packages alone', async () => {
	const remotes = await stack.api.listWorkflows();
	const { bundle } = await fitted();
	const published = bundle.workflows.filter(({ publish }) => publish).map(({ name }) => name);
	expect(remotes.filter(({ active }) => active).map(({ name }) => name)).toEqual(expect.arrayContaining(published));
	const ours = remotes
		.flatMap(({ nodes }) => nodes.map((node) => readString(node, 'type') ?? ''))
		.filter((type) => type.startsWith('n8n-nodes-slipway'));
	const known = new Set([...packageOfNode()].map(([node, name]) => `${name}.${node}`));
	expect([...new Set(ours)].filter((type) => !known.has(type))).toEqual([]);
});

it('is told by n8n which packages it has, once n8n installed them itself', async () => {
	expect(await stack.api.listPackages()).toEqual([]);
	noteAsInstalled(join(stack.n8n.userFolder, '.n8n', 'database.sqlite'));
	expect(await stack.api.listPackages()).toEqual(
		expect.arrayContaining(packageNames.map((name) => ({ name, isBroken: false }))),
	);
	expect(await installedPackages(stack.api, packageNames)).toEqual([...packageNames].sort());
});

it('changes nothing when it is installed again', async () => {
	const { workflows } = await pushBundle({ api: stack.api, bundle: (await fitted()).bundle });
	expect(workflows.filter(({ change }) => change !== 'unchanged')).toEqual([]);
});

it('brings a person’s edit back into the one file, under the whole package’s name', async () => {
	const before = await filesOf();
	const remote = (await stack.api.listWorkflows()).find(({ name }) => name.startsWith('Slipway 28'));
	if (remote === undefined) throw new Error('28 is not there');
	const { bundle, restore } = await fitted();
	const content = bundle.workflows.find(({ file }) => file.startsWith('28'))?.content ?? {};
	await stack.api.updateWorkflow(remote.id, {
		name: remote.name,
		nodes: remote.nodes.map((node) => (node.name === 'Remove it' ? { ...node, notes: 'by hand' } : node)),
		connections: isRecord(content.connections) ? content.connections : {},
		settings: portableSettings(remote.raw.settings),
		...(readRecords(content, 'nodeGroups').length > 0 && { nodeGroups: readRecords(content, 'nodeGroups') }),
	});
	await pullBundle({ api: stack.api, bundle, restore, only: '28-preview-site.json' });
	const after = await filesOf();
	expect([...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)).toEqual([
		'28-preview-site.json',
	]);
	const text = after.get('28-preview-site.json') ?? '';
	expect(text.replace(/,\n\s*"notes": "by hand"/, '')).toBe(before.get('28-preview-site.json'));
});

it.each(
	SCENARIOS.filter(({ name }) => ['good', 'release'].includes(name)).map(
		(scenario) => [scenario.name, scenario.story, scenario] as const,
	),
)('%s: %s', async (_name, _story, scenario) => {
	await beImpatient(stack);
	const { checks, hasSettled } = await runScenario({
		api: stack.api,
		sandbox: createSandboxClient(stack.sandbox.origin, stack.n8n.origin),
		repository: 'candlefish-ai/candlefish',
		scenario,
		say: () => undefined,
	});
	expect(checks.filter(({ isMet }) => !isMet)).toEqual([]);
	expect(hasSettled).toBe(true);
});
