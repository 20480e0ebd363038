import { chmod, cp, lstat, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { type JsonRecord, readRecords } from '../../tools/json';
import { type N8nInstance, startN8n } from '../../tools/n8n/instance';
import { createPublicApi } from '../../tools/n8n/publicApi';
import { ensureN8n } from '../../tools/n8n/runtime';
import { copyTemplateFolder } from '../../tools/n8n/templateFolder';
import { type BundleFolder, readBundle } from '../../tools/workflows/bundle';
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

	const readFixtureBundle = async (): Promise<BundleFolder> => await readBundle(bundleFolder);
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

	it('takes what was pulled for the last push, and leaves the name that a person gave', async () => {
		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect(report.workflows.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(report.workflows[1]?.kept).toEqual(['its name, "Renamed by a person"']);
		const names = (await n8n.api.listWorkflows()).map(({ name }) => name).sort();
		expect(names).toEqual(['Example caller', 'Example error workflow', 'Renamed by a person']);
	});

	it('changes nothing at all when a workflow was edited in n8n, and says what to do', async () => {
		await editNotes('exampleCallee', 'a person wrote this');
		await changeFile('on-error.json', (text) =>
			text.replace('"typeVersion"', '"notes": "of the new version",\n\t\t\t"typeVersion"'),
		);
		const before = await versions();
		const said: string[] = [];

		const report = await pushBundle({
			api: n8n.api,
			bundle: await readFixtureBundle(),
			onEvent: (text) => said.push(text),
		});

		expect(report.isComplete).toBe(false);
		expect(report.workflows.map(({ change }) => change)).toEqual(['unchanged', 'edited', 'unchanged']);
		expect(report.workflows[1]?.problems.join()).toMatch(/edited in n8n.*pull.*--force/s);
		expect(said.join()).toMatch(/Example callee: was edited in n8n/);
		expect(await versions()).toEqual(before);
	});

	it('finds the last push from another clone and another machine, as the note of it is in that n8n', async () => {
		const clone = await mkdtemp(join(tmpdir(), 'slipway-clone-'));
		try {
			await cp(bundleFolder, clone, { recursive: true });
			const report = await pushBundle({ api: n8n.api, bundle: await readBundle(clone), only: 'exampleOnError' });
			expect(report.workflows.map(({ change, publication }) => [change, publication])).toEqual([
				['updated', 'published'],
			]);
		} finally {
			await rm(clone, { recursive: true, force: true });
		}
	});

	it('pushes over edits once they were pulled, or when it is told to', async () => {
		await pullBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect((await fileTexts())[1]).toContain('a person wrote this');
		expect((await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() })).isComplete).toBe(true);

		await editNotes('exampleCallee', 'to be overwritten');
		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle(), force: true });

		expect(report.workflows[1]).toMatchObject({ change: 'updated', publication: 'published', problems: [] });
		const remote = await remoteOf('exampleCallee');
		expect(JSON.stringify(remote.nodes)).toContain('a person wrote this');
		expect(remote.name).toBe('Renamed by a person');
	});

	it('leaves a file that was changed beside its workflow, and takes it over when it is told to', async () => {
		await changeFile('callee.json', (text) => text.replaceAll('a person wrote this', 'changed in the file'));
		expect(await pullCallee(false)).toBe('unchanged');
		await editNotes('exampleCallee', 'changed there as well');

		expect(await pullCallee(false)).toBe('conflict');
		expect((await fileTexts())[1]).toContain('changed in the file');
		expect(await pullCallee(true)).toBe('written');
		expect((await fileTexts())[1]).toContain('changed there as well');
	});

	it('keeps the address that a person chose, and does not pull it', async () => {
		const { id, nodes } = await remoteOf('exampleCaller');
		await edit(
			id,
			nodes.map((node) =>
				node.name === 'Hook'
					? { ...node, parameters: { ...(node.parameters as object), path: 'my-own-address' } }
					: node,
			),
		);
		await n8n.api.publishWorkflow(id);

		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		expect(report.workflows[0]).toMatchObject({
			change: 'unchanged',
			publication: 'kept',
			kept: ['"Hook": path'],
			problems: [],
		});
		await changeFile('caller.json', (text) =>
			text.replace('"responseMode": "lastNode"', '"responseMode": "onReceived"'),
		);
		expect((await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() })).workflows[0]).toMatchObject({
			change: 'updated',
			publication: 'published',
		});
		expect((await remoteOf('exampleCaller')).nodes[0]?.parameters).toMatchObject({
			path: 'my-own-address',
			responseMode: 'onReceived',
		});

		const before = await fileTexts();
		await pullBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect(await fileTexts()).toEqual(before);
	});

	it('leaves unpublished what a person unpublished, until it is told otherwise', async () => {
		const { id } = await remoteOf('exampleCaller');
		await n8n.api.unpublishWorkflow(id);
		await changeFile('caller.json', (text) => text.replace('"onReceived"', '"lastNode"'));

		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle(), force: true });

		expect(report.workflows[0]).toMatchObject({ change: 'updated', publication: 'left', problems: [] });
		expect((await n8n.api.getWorkflow(id)).active).toBe(false);
		expect((await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() })).workflows[0]?.publication).toBe(
			'left',
		);
		await pushBundle({ api: n8n.api, bundle: await readFixtureBundle(), publish: true });
		expect((await n8n.api.getWorkflow(id)).active).toBe(true);
	});

	it('does not overwrite what it keeps no note of', async () => {
		const forget = async (): Promise<void> => {
			const table = (await n8n.api.listDataTables()).find(({ name }) => name === 'slipway_last_pushes');
			await publicApi('DELETE', `/data-tables/${table?.id ?? ''}`);
		};
		await forget();
		expect((await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() })).isComplete).toBe(true);
		await forget();
		await editNotes('exampleCallee', 'edited, and no note of it');
		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });
		expect(report.workflows[1]).toMatchObject({ change: 'edited', publication: 'left' });
	});

	it('makes no second copy of what a person archived', async () => {
		await pushBundle({ api: n8n.api, bundle: await readFixtureBundle(), force: true });
		const { id } = await remoteOf('exampleOnError');
		await n8n.api.unpublishWorkflow(id);
		await publicApi('POST', `/workflows/${id}/archive`);

		const report = await pushBundle({ api: n8n.api, bundle: await readFixtureBundle() });

		expect(report.workflows[2]).toMatchObject({ id, change: 'archived', publication: 'left' });
		expect((await n8n.api.listWorkflows()).filter(({ name }) => name === 'Example error workflow')).toHaveLength(1);
		await publicApi('POST', `/workflows/${id}/unarchive`);
	});

	it("keeps n8n's folder, its database and its log for this user alone", async () => {
		expect((await stat(userFolder)).mode & 0o777).toBe(0o700);
		const files = await readdir(userFolder, { recursive: true });
		const open = [];
		for (const file of files) {
			if (((await lstat(join(userFolder, file))).mode & 0o077) !== 0 && !file.startsWith('bundle')) open.push(file);
		}
		expect(files).toEqual(expect.arrayContaining(['n8n.log', 'slipway-owner.json', 'slipway-api-key.json']));
		expect(open).toEqual([]);
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

	it('gives an installation made before a password of its own, and closes its files', async () => {
		const { owner, cookie } = n8n.session;
		const former = 'Slipway-local-1';
		const changed = await axios.patch(
			`${n8n.origin}/rest/me/password`,
			{ currentPassword: owner.password, newPassword: former },
			{ headers: { cookie }, proxy: false },
		);
		expect(changed.status).toBe(200);
		await n8n.stop();
		await rm(join(userFolder, 'slipway-owner.json'));
		await chmod(userFolder, 0o755);
		await chmod(join(userFolder, 'n8n.log'), 0o644);
		await chmod(join(userFolder, '.n8n', 'database.sqlite'), 0o644);

		n8n = await startN8n({ runtime: await ensureN8n(), userFolder });

		expect(n8n.session.owner.password).toMatch(/^[\w-]{24}$/);
		expect([owner.password, former]).not.toContain(n8n.session.owner.password);
		for (const file of ['', 'n8n.log', '.n8n/database.sqlite']) {
			expect((await stat(join(userFolder, file))).mode & 0o077).toBe(0);
		}
	});

	async function remoteOf(portableId: string) {
		const { content } = (await readFixtureBundle()).workflows.find(({ id }) => id === portableId) ?? {};
		const firstNode = readRecords(content ?? {}, 'nodes')[0]?.id;
		const remote = (await n8n.api.listWorkflows()).find(({ nodes }) => nodes[0]?.id === firstNode);
		if (!remote) throw new Error(`${portableId} is not there.`);
		return remote;
	}

	async function publicApi(method: string, path: string): Promise<void> {
		const headers = { 'X-N8N-API-KEY': n8n.session.apiKey };
		await axios.request({ method, url: `${n8n.origin}/api/v1${path}`, headers, proxy: false });
	}

	async function edit(id: string, nodes: JsonRecord[]): Promise<void> {
		const { name, raw } = await n8n.api.getWorkflow(id);
		await n8n.api.updateWorkflow(id, {
			name,
			nodes,
			connections: raw.connections as JsonRecord,
			settings: { executionOrder: 'v1' },
		});
	}

	/** What a person does in the editor who changes something of a workflow. */
	async function editNotes(portableId: string, notes: string): Promise<void> {
		const { id, nodes } = await remoteOf(portableId);
		await edit(
			id,
			nodes.map((node) => ({ ...node, notes })),
		);
	}

	async function changeFile(file: string, change: (text: string) => string): Promise<void> {
		const path = join(bundleFolder, file);
		const before = await readFile(path, 'utf8');
		const after = change(before);
		expect(after).not.toBe(before);
		await writeFile(path, after);
	}

	async function pullCallee(force: boolean): Promise<string | undefined> {
		const pulled = await pullBundle({ api: n8n.api, bundle: await readFixtureBundle(), only: 'exampleCallee', force });
		return pulled[0]?.change;
	}

	async function versions(): Promise<unknown[]> {
		return (await n8n.api.listWorkflows()).map(({ id, versionId, activeVersionId }) => [
			id,
			versionId,
			activeVersionId,
		]);
	}

	async function idOf(name: string): Promise<string> {
		return (await n8n.api.listWorkflows()).find((workflow) => workflow.name === name)?.id ?? '';
	}
});
