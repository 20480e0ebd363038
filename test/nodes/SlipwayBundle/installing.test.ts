import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SlipwayN8nApi } from '../../../credentials/SlipwayN8nApi.credentials';
import { rehearse } from '../../../nodes/SlipwayBundle/api/rehearsal';
import { compareBundle } from '../../../nodes/SlipwayBundle/changes/compare';
import { confirmByTriggerCount } from '../../../nodes/SlipwayBundle/changes/confirmPublication';
import { pushBundle, type PushOptions } from '../../../nodes/SlipwayBundle/changes/push';
import { removeBundle, type RemoveOptions } from '../../../nodes/SlipwayBundle/changes/remove';
import type { Bundle } from '../../../nodes/SlipwayBundle/state/bundle';
import { bundledWorkflows } from '../../../nodes/SlipwayBundle/state/bundledWorkflows';
import { editorAdvice } from '../../../nodes/SlipwayBundle/state/editorAdvice';
import type { PushReport } from '../../../nodes/SlipwayBundle/state/pushReport';
import { SlipwayBundle } from '../../../nodes/SlipwayBundle/SlipwayBundle.node';
import { isRecord, type JsonRecord } from '../../../tools/json';
import { type N8nInstance, startN8n } from '../../../tools/n8n/instance';
import { ensureN8n } from '../../../tools/n8n/runtime';
import { copyTemplateFolder } from '../../../tools/n8n/templateFolder';
import { readBundle } from '../../../tools/workflows/bundle';
import { processClock } from '../../../tools/workflows/processClock';
import { losing, watched, withNotes } from './n8nApis';
import { runNodeForJson } from '../../n8n/nodeHarness';

describe('installing as the node Slipway Bundle does, into a real n8n', () => {
	let userFolder: string;
	let n8n: N8nInstance;
	let bundle: Bundle;

	beforeAll(async () => {
		userFolder = await mkdtemp(join(tmpdir(), 'slipway-inside-'));
		const runtime = await ensureN8n();
		await copyTemplateFolder(runtime, userFolder);
		n8n = await startN8n({ runtime, userFolder });
		bundle = await readBundle(join(__dirname, '../../tools/fixtures'));
	}, 900_000);

	afterAll(async () => {
		await n8n?.stop();
		await rm(userFolder, { recursive: true, force: true });
	});

	it('plans what it would do, and writes nothing', async () => {
		const written: string[] = [];
		const report = await install({ api: rehearse(watched(n8n, written)) });

		expect(report.workflows.map(({ change }) => change)).toEqual(['created', 'created', 'created']);
		expect(report.credentials.map(({ name, change }) => [name, change])).toEqual([['Header', 'created']]);
		expect(report.dataTables).toEqual([{ name: 'example_notes', change: 'created' }]);
		expect(written).toEqual([]);
		expect(await n8n.api.listWorkflows()).toEqual([]);
	});

	it('takes a workflow for its own of whose making it had no answer', async () => {
		await expect(install({ api: losing(n8n, 'POST', '/workflows') })).rejects.toThrow('lost on the way');
		expect(await n8n.api.listWorkflows()).toHaveLength(1);

		const report = await install();

		expect(report.workflows.flatMap(({ kept }) => kept)).toEqual([]);
		expect(report.workflows.map(({ change }) => change)).toEqual(['created', 'created', 'created']);
		expect(report.workflows.map(({ publication }) => publication)).toEqual(['blocked', 'published', 'published']);
		expect(await n8n.api.listWorkflows()).toHaveLength(3);
		expect(report.dataTables).toEqual([]);
	});

	it('publishes what waits for a credential only when somebody has filled it in', async () => {
		const waiting = await install();
		expect(callerOf(waiting)).toMatchObject({
			change: 'unchanged',
			publication: 'blocked',
			problems: ['its trigger needs the credential "Header": fill that in, then run this again'],
		});
		expect(waiting.credentials).toMatchObject([{ name: 'Header', change: 'toFillIn' }]);
		const id = waiting.credentials[0]?.id ?? '';
		await n8n.api.updateCredential(id, { name: 'Header', data: { name: 'x-example', value: 'a-value' } });

		const report = await install();

		expect(report.credentials).toMatchObject([{ name: 'Header', change: 'unchanged' }]);
		expect(callerOf(report)).toMatchObject({ publication: 'published', problems: [] });
		expect((await install()).workflows.map(({ change, publication }) => [change, publication])).toEqual([
			['unchanged', 'kept'],
			['unchanged', 'kept'],
			['unchanged', 'kept'],
		]);
	});

	it('keeps what a person edited and upgrades the rest; says so where the bundle changed it, too', async () => {
		await edit('Example callee', 'Mine');
		const upgraded = withNotes(bundle, 'Example caller', 'The next version');
		expect(await states(upgraded)).toEqual(['newer', 'edited', 'same']);

		const report = await install({ bundle: upgraded });

		expect(report.workflows.map(({ change, problems }) => [change, problems])).toEqual([
			['updated', []],
			['edited', []],
			['unchanged', []],
		]);
		const both = withNotes(upgraded, 'Example callee', 'The next version');
		expect(await states(both)).toEqual(['same', 'both', 'same']);
		expect((await install({ bundle: both })).workflows[1]?.problems).toEqual([
			'was edited there, and this version of the bundle changes it as well: your edit stays, the change of the bundle is missing',
		]);
		expect((await compareBundle(n8n.api, both, editorAdvice))[1]?.differences).toEqual([
			expect.stringMatching(/^".*": notes is "Mine" there, "The next version" in the bundle$/),
		]);
		const stopped = await install({ bundle: both, edited: 'stop' });
		expect(stopped.workflows[1]?.problems.join()).toMatch(/Nothing was changed\. Choose Keep or Overwrite/);
		await install({ bundle: both, edited: 'overwrite' });
		expect(await states(both)).toEqual(['same', 'same', 'same']);
		await install();
	});

	it('says of a new name and a new credential that they were chosen, not that they differ', async () => {
		const { id, nodes, raw } = await named('Example caller');
		await save(id, 'My caller', nodes, raw);
		const [caller] = await compareBundle(n8n.api, bundle, editorAdvice);
		expect(caller).toMatchObject({ state: 'same', differences: [], chosen: ['its name, "My caller"'] });
		await save(id, 'Example caller', nodes, raw);
	});

	it('removes nothing when a person edited one, until told; then all, and leaves what holds data', async () => {
		await edit('Example callee', 'Mine again');
		const refused = await remove();
		expect(refused).toMatchObject([{ name: 'Example callee', change: 'kept' }]);
		expect(await n8n.api.listWorkflows()).toHaveLength(3);

		const removed = await remove({ edited: true });

		expect(removed.filter(({ kind }) => kind === 'workflow').map(({ change }) => change)).toEqual(
			Array.from({ length: 3 }, () => 'removed'),
		);
		expect(await n8n.api.listWorkflows()).toEqual([]);
		expect((await n8n.api.listDataTables()).map(({ name }) => name)).toContain('example_notes');
		expect(await n8n.api.listCredentials()).toHaveLength(1);
	});

	it('installs anew after that, and removes tables and its own credentials when told', async () => {
		await n8n.api.createCredential({ name: 'Ours', type: 'httpHeaderAuth', data: { name: 'x', value: 'y' } });
		expect((await install()).isComplete).toBe(true);

		await remove({ tables: true, credentials: true });

		expect(await n8n.api.listWorkflows()).toEqual([]);
		expect(await n8n.api.listDataTables()).toEqual([]);
		expect((await n8n.api.listCredentials()).map(({ name }) => name)).toEqual(['Ours']);
		expect(await remove()).toEqual([]);
	});

	it('as a step, says what is wrong with key or address, and shows no key', async () => {
		const step = async (apiKey: string, baseUrl: string, operation = 'compare') =>
			await runNodeForJson({
				node: new SlipwayBundle(),
				parameters: { resource: 'bundle', operation },
				credentials: [{ type: new SlipwayN8nApi(), data: { apiKey, baseUrl } }],
			});
		expect((await step(n8n.session.apiKey, n8n.origin)).map(({ state }) => state)).toEqual(
			Array.from({ length: bundledWorkflows().workflows.length }, () => 'absent'),
		);
		expect(await step(n8n.session.apiKey, `${n8n.origin}/`, 'plan')).toEqual(
			expect.arrayContaining([expect.objectContaining({ kind: 'credential', change: 'unknownType' })]),
		);
		await expect(step('no-such-key', n8n.origin)).rejects.toMatchObject({
			message: expect.not.stringContaining('no-such-key'),
			description: expect.stringContaining('Make one in n8n under Settings > n8n API'),
		});
		await expect(step(n8n.session.apiKey, `${n8n.origin}/workflow`)).rejects.toMatchObject({
			description: expect.stringMatching(/address of n8n itself|answered in the platform's place/),
		});
		expect(await n8n.api.listWorkflows()).toEqual([]);
	});

	async function install(options: Partial<PushOptions> = {}): Promise<PushReport> {
		return await pushBundle({
			api: n8n.api,
			bundle,
			placeholders: true,
			edited: 'keep',
			advice: editorAdvice,
			confirmPublication: confirmByTriggerCount(options.api ?? n8n.api, processClock),
			...options,
		});
	}

	async function remove(options: Partial<RemoveOptions> = {}) {
		const clock = processClock;
		const kept = { edited: false, tables: false, credentials: false };
		return await removeBundle({ api: n8n.api, bundle, advice: editorAdvice, clock, ...kept, ...options });
	}

	const states = async (of: Bundle) => (await compareBundle(n8n.api, of, editorAdvice)).map(({ state }) => state);
	const callerOf = ({ workflows }: PushReport) => workflows.find(({ portableId }) => portableId === 'exampleCaller');

	async function named(name: string) {
		const found = (await n8n.api.listWorkflows()).find((workflow) => workflow.name === name);
		if (!found) throw new Error(`${name} is not there.`);
		return found;
	}

	async function save(id: string, name: string, nodes: readonly JsonRecord[], { connections, settings }: JsonRecord) {
		const { errorWorkflow, callerPolicy, executionOrder } = isRecord(settings) ? settings : {};
		await n8n.api.updateWorkflow(id, {
			name,
			nodes,
			connections: isRecord(connections) ? connections : {},
			settings: JSON.parse(JSON.stringify({ executionOrder, errorWorkflow, callerPolicy })) as JsonRecord,
		});
	}

	/** What a person does in the editor. */
	async function edit(name: string, notes: string): Promise<void> {
		const { id, nodes, raw } = await named(name);
		const [first, ...rest] = nodes;
		await save(id, name, [{ ...first, notes }, ...rest], raw);
	}
});
