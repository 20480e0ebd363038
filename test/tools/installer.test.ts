import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { type N8nInstance, startN8n } from '../../tools/n8n/instance';
import { createPublicApi } from '../../tools/n8n/publicApi';
import { ensureN8n } from '../../tools/n8n/runtime';
import { copyTemplateFolder } from '../../tools/n8n/templateFolder';
import { type Bundle, readBundle } from '../../tools/workflows/bundle';
import { pullBundle } from '../../tools/workflows/pull';
import { pushBundle } from '../../tools/workflows/push';

const FIXTURES = join(__dirname, 'fixtures');
const FILES = ['caller.json', 'callee.json', 'on-error.json'];

describe('installing a bundle into a real n8n', () => {
	let userFolder: string;
	let bundleFolder: string;
	let n8n: N8nInstance;

	beforeAll(async () => {
		userFolder = await mkdtemp(join(tmpdir(), 'slipway-installer-'));
		bundleFolder = join(userFolder, 'bundle');
		await cp(FIXTURES, bundleFolder, { recursive: true });
		const runtime = await ensureN8n();
		await copyTemplateFolder(runtime, userFolder);
		n8n = await startN8n({ runtime, userFolder });
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await rm(userFolder, { recursive: true, force: true });
	});

	const readFixtureBundle = async (): Promise<Bundle> => await readBundle(bundleFolder);
	const fileTexts = async (): Promise<string[]> =>
		await Promise.all(FILES.map(async (file) => await readFile(join(bundleFolder, file), 'utf8')));

	it('says which node lacks a credential, and publishes nothing that needs it', async () => {
		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		expect(report.isComplete).toBe(false);
		const caller = report.workflows.find((workflow) => workflow.portableId === 'exampleCaller');
		expect(caller).toMatchObject({ change: 'created', publication: 'blocked' });
		expect(caller?.problems.join()).toMatch(/no credential of type httpHeaderAuth.*node "Hook"/);
		expect((await n8n.api.getWorkflow(caller?.id ?? '')).active).toBe(false);
	});

	it('wires and publishes everything once the credential is there, so that it runs', async () => {
		await n8n.api.createCredential({
			name: 'My own name for it',
			type: 'httpHeaderAuth',
			data: { name: 'x-example', value: 'sandbox-header' },
		});

		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		expect(report.workflows.map(({ change, publication }) => [change, publication])).toEqual([
			['updated', 'published'],
			['unchanged', 'kept'],
			['unchanged', 'kept'],
		]);
		const answer = await axios.post(
			`${n8n.origin}/webhook/example-caller`,
			{ text: 'written by the callee' },
			{ headers: { 'x-example': 'sandbox-header' }, proxy: false },
		);
		expect(answer.status).toBe(200);
		const table = (await n8n.api.listDataTables()).find(({ name }) => name === 'example_notes');
		const rows = await n8n.api.listRows(table?.id ?? '');
		expect(rows.map((row) => row.text)).toEqual(['written by the callee']);
	});

	it('changes nothing when pushed again', async () => {
		const before = await n8n.api.listWorkflows();

		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		expect(report.workflows.every(({ change }) => change === 'unchanged')).toBe(true);
		expect(report.dataTables).toEqual([]);
		const after = await n8n.api.listWorkflows();
		expect(after.map(({ id, versionId }) => [id, versionId])).toEqual(
			before.map(({ id, versionId }) => [id, versionId]),
		);
	});

	it('pulls byte-equal files after a push', async () => {
		const before = await fileTexts();
		const pulled = await pullBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect(pulled.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await fileTexts()).toEqual(before);
	});

	it('brings an edit made in n8n back without the ids of that n8n', async () => {
		const remote = (await n8n.api.listWorkflows()).find(({ name }) => name === 'Example callee');
		if (!remote) throw new Error('The callee is not there.');
		const settings = { executionOrder: 'v1', errorWorkflow: await idOf('Example error workflow') };
		await n8n.api.updateWorkflow(remote.id, {
			name: 'Renamed by a person',
			nodes: remote.nodes.map((node) => ({ ...node, notes: 'edited in n8n' })),
			connections: { 'When called': { main: [[{ node: 'Note it down', type: 'main', index: 0 }]] } },
			settings,
		});

		await pullBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		const [, callee = ''] = await fileTexts();
		expect(callee).toContain('"notes": "edited in n8n"');
		expect(JSON.parse(callee)).toMatchObject({
			id: 'exampleCallee',
			name: 'Example callee',
			settings: { errorWorkflow: 'exampleOnError' },
		});
		const ids = [
			...(await n8n.api.listWorkflows()).map(({ id }) => id),
			...(await n8n.api.listDataTables()).map(({ id }) => id),
			...(await n8n.api.listCredentials()).map(({ id }) => id),
		];
		expect(ids.filter((id) => callee.includes(id))).toEqual([]);
	});

	it('knows a workflow that a person renamed, instead of making a second one', async () => {
		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect(report.workflows.map(({ change }) => change)).toEqual(['unchanged', 'updated', 'unchanged']);
		const names = (await n8n.api.listWorkflows()).map(({ name }) => name).sort();
		expect(names).toEqual(['Example callee', 'Example caller', 'Example error workflow']);
	});

	it('refuses to guess between two workflows of one name', async () => {
		const bundle = await readFixtureBundle();
		const copy = await n8n.api.createWorkflow({
			name: 'Example callee',
			nodes: [],
			connections: {},
			settings: {},
		});
		await expect(pushBundle({ api: n8n.api, bundle })).rejects.toThrow(/2 workflows that could be "Example callee"/);
		await n8n.api.deleteWorkflow(copy.id);
	});

	it('says what to do about a wrong API key, without showing it', async () => {
		const api = createPublicApi({ baseUrl: n8n.origin, apiKey: 'not-the-key' });
		const error: unknown = await api.listWorkflows().catch((reason: unknown) => reason);
		expect(String(error)).toMatch(/401.*Settings > n8n API/);
		expect(String(error)).not.toContain('not-the-key');
	});

	it('names every fault of a bundle at once', async () => {
		const folder = join(userFolder, 'faulty');
		await cp(FIXTURES, folder, { recursive: true });
		const caller = await readFile(join(folder, 'caller.json'), 'utf8');
		await writeFile(join(folder, 'caller.json'), caller.replace('"exampleCaller"', '"exampleCallee"'));
		await writeFile(join(folder, 'on-error.json'), '{"nodes":[]}');
		await expect(readBundle(folder)).rejects.toThrow(/used twice[\s\S]*on-error\.json: needs an "id"/);
	});

	async function idOf(name: string): Promise<string> {
		return (await n8n.api.listWorkflows()).find((workflow) => workflow.name === name)?.id ?? '';
	}
});
