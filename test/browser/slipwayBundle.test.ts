import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import { executionError, waitForExecution } from '../../tools/executionOutcome';
import { isRecord, type JsonRecord, readPath, readRecords } from '../../tools/json';
import { type N8nInstance, startN8n } from '../../tools/n8n/instance';
import { ensureN8n } from '../../tools/n8n/runtime';
import { copyTemplateFolder } from '../../tools/n8n/templateFolder';
import { PROJECT_FOLDER } from '../../tools/stack';
import { readBundle } from '../../tools/workflows/bundle';
import { keepScreenshot, launchBrowser, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';
import { type EditorPage, editorPage } from './editorPage';

const STEP = 'Install or upgrade Slipway';

describeInBrowser('Slipway Bundle, in the editor of a fresh n8n', () => {
	let userFolder: string;
	let n8n: N8nInstance;
	let browser: Browser;
	let page: Page;
	let editor: EditorPage;
	let workflowId: string;
	let names: string[];
	let tables: string[];

	beforeAll(async () => {
		userFolder = await mkdtemp(join(tmpdir(), 'slipway-from-inside-'));
		const runtime = await ensureN8n();
		await copyTemplateFolder(runtime, userFolder);
		[n8n, browser] = await Promise.all([
			startN8n({ runtime, userFolder, packageDirs: [PROJECT_FOLDER] }),
			launchBrowser(),
		]);
		const context = await signedInContext(browser, n8n, { viewport: { width: 1680, height: 950 } });
		page = await context.newPage();
		editor = editorPage(page, n8n.origin);
		const bundle = await readBundle(join(PROJECT_FOLDER, 'workflows'));
		names = bundle.workflows.map(({ name }) => name).sort();
		tables = [...bundle.dataTables.keys()].sort();
		workflowId = await createWorkflow('installOrUpgrade');
	}, 300_000);

	afterAll(async () => {
		await browser?.close();
		await n8n?.stop();
		await rm(userFolder, { recursive: true, force: true });
	});

	it('installs everything with a credential that is made in the window', async () => {
		await editor.openWorkflow(workflowId, ['start', 'bundle']);
		await makeCredential();
		const items = await execute();
		expect(items[0]).toMatchObject({ kind: 'summary', workflows: names.length, created: names.length });
		expect(items.length).toBeLessThan(120);
		expect(JSON.stringify(items).length).toBeLessThan(32_000);

		const workflows = (await n8n.api.listWorkflows()).filter(({ name }) => names.includes(name));
		expect(workflows.map(({ name }) => name).sort()).toEqual(names);
		expect((await n8n.api.listDataTables()).map(({ name }) => name)).toEqual(expect.arrayContaining(tables));
		// What its trigger lacks is said; all else is live, but for what is only run by hand.
		const waiting = items.filter(({ publication }) => publication === 'blocked');
		expect(waiting.map(({ problems }) => String(problems))).toEqual(
			waiting.map(() => expect.stringMatching(/^its trigger needs the credential "/)),
		);
		const byHand = items.filter(({ publication }) => publication === 'none').length;
		expect(workflows.filter(({ active }) => active)).toHaveLength(names.length - waiting.length - byHand);
		expect(waiting.length).toBeLessThan(10);
		expect(items[0]?.leftToDo).toEqual(
			expect.arrayContaining([expect.stringMatching(/^Fill in the credential "GitHub" \(slipwayGitHubApi\)/)]),
		);
		const key = n8n.session.apiKey;
		expect(JSON.stringify(items)).not.toContain(key);
	});

	it('changes nothing when it is executed again, and says so', async () => {
		const before = await versions();
		const items = await execute();
		expect(items[0]).toMatchObject({ message: 'nothing changes', created: 0, updated: 0, published: 0 });
		expect(await versions()).toEqual(before);
	});

	it('keeps what a person edited, and says so', async () => {
		const edited = 'Slipway 34: Report the costs';
		const { id, nodes, raw } = await workflowNamed(edited);
		const connections = isRecord(raw.connections) ? raw.connections : {};
		const settings = { executionOrder: 'v1' };
		const mine = nodes.map((node) => ({ ...node, notes: 'My own note' }));
		await n8n.api.updateWorkflow(id, { name: edited, nodes: mine, connections, settings });

		const items = await execute();

		expect(items[0]).toMatchObject({ edited: 1, updated: 0 });
		expect(items.find(({ name }) => name === edited)).toMatchObject({
			change: 'edited',
			kept: ['what was edited in it'],
			problems: [],
		});
		expect((await n8n.api.getWorkflow(id)).nodes.map(({ notes }) => notes)).toEqual(mine.map(() => 'My own note'));
	});

	it('removes the workflows, and leaves the Data Tables and credentials', async () => {
		const credentials = (await n8n.api.listCredentials()).map(({ id }) => id).sort();
		const refused = await executeInApi(await createWorkflow('remove'));
		expect(refused[0]).toMatchObject({ message: 'nothing was removed', isComplete: false });
		expect(String(refused[0]?.leftToDo)).toMatch(/Report the costs: was edited by a person, so nothing was removed/);

		const items = await executeInApi(await createWorkflow('remove', { editedOnRemove: 'remove' }));

		expect(items[0]).toMatchObject({ removed: names.length, isComplete: true });
		expect((await n8n.api.listWorkflows()).filter(({ name }) => names.includes(name))).toEqual([]);
		expect((await n8n.api.listDataTables()).map(({ name }) => name)).toEqual(expect.arrayContaining(tables));
		expect((await n8n.api.listCredentials()).map(({ id }) => id).sort()).toEqual(credentials);
	});

	async function createWorkflow(operation: string, parameters: JsonRecord = {}): Promise<string> {
		const known = (await n8n.api.listCredentials()).find(({ type }) => type === 'slipwayN8nApi');
		const credentials = known === undefined ? {} : { slipwayN8nApi: { id: known.id, name: known.name } };
		const at = (x: number) => ({ typeVersion: 1, position: [x, 0] });
		const { id } = await n8n.api.createWorkflow({
			name: `By hand: ${operation} ${JSON.stringify(parameters)}`,
			nodes: [
				{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', ...at(0), parameters: {} },
				{
					id: 'bundle',
					name: STEP,
					type: 'n8n-nodes-slipway.slipwayBundle',
					...at(240),
					parameters: { resource: 'bundle', operation, ...parameters },
					credentials,
				},
			],
			connections: { Start: { main: [[{ node: STEP, type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
		return id;
	}

	/** As a person does it: in the step, *Create new credential*, key and address, *Save*, which tests it. */
	async function makeCredential(): Promise<void> {
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${STEP}"]`).dblclick();
		await page
			.locator('[data-test-id="node-credentials-empty-state"], [data-test-id="node-credentials-select"]')
			.first()
			.waitFor();
		await keepScreenshot(page, 'slipway-bundle-1');
		const open = page.locator('[data-test-id="node-credentials-empty-state"] button').first();
		if (await open.isVisible()) await open.click();
		else {
			await page.locator('[data-test-id="node-credentials-select"]').first().click();
			await page.locator('[data-test-id="node-credentials-select-item-new"]').first().click();
		}
		await fillIn('apiKey', n8n.session.apiKey);
		await fillIn('baseUrl', n8n.origin);
		await keepScreenshot(page, 'slipway-bundle-2');
		const tested = page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
		await page.locator('[data-test-id="credential-save-button"]').click();
		expect(await (await tested).json()).toMatchObject({ data: { status: 'OK' } });
		await keepScreenshot(page, 'slipway-bundle-3');
		const run = page.locator('[data-test-id="execute-workflow-button"]').first();
		for (let presses = 0; presses < 5 && !(await isUncovered(run)); presses++) {
			await page.keyboard.press('Escape');
			await page.waitForTimeout(700);
		}
		await keepScreenshot(page, 'slipway-bundle-4');
	}

	/** Whether a click would reach it: no window lies over it. */
	async function isUncovered(button: Locator): Promise<boolean> {
		return await button.click({ trial: true, timeout: 1000 }).then(
			() => true,
			() => false,
		);
	}

	async function fillIn(parameter: string, text: string): Promise<void> {
		await page.locator(`[data-test-id="parameter-input-${parameter}"] input`).first().fill(text);
	}

	/** Presses *Execute workflow*, and gives what the step gave. */
	async function execute(): Promise<JsonRecord[]> {
		const before = await latestExecution(workflowId);
		await page.locator('[data-test-id="execute-workflow-button"]').first().click();
		const deadlineMs = Date.now() + 240_000;
		for (;;) {
			const latest = await latestExecution(workflowId);
			if (latest !== undefined && latest !== before) return await itemsOf(latest);
			if (Date.now() > deadlineMs) throw new Error('The editor started no execution within 4 minutes.');
			await page.waitForTimeout(250);
		}
	}

	async function executeInApi(id: string): Promise<JsonRecord[]> {
		return await itemsOf(await n8n.session.runWorkflow(id, 'Start'));
	}

	/** Of all that ended. */
	async function latestExecution(id: string): Promise<string | undefined> {
		return (await n8n.api.listExecutions({ workflowId: id, limit: 1 }))[0]?.id;
	}

	async function itemsOf(executionId: string): Promise<JsonRecord[]> {
		const execution = await waitForExecution(n8n.api, executionId, 240_000);
		expect(executionError(execution)).toBeUndefined();
		const runs = readPath(execution.data, 'resultData', 'runData', STEP);
		const [output] = Array.isArray(runs) ? [readPath(runs[0], 'data', 'main')] : [];
		const [items] = Array.isArray(output) ? [output[0]] : [];
		return readRecords({ items }, 'items').map(({ json }) => (isRecord(json) ? json : {}));
	}

	async function versions(): Promise<JsonRecord> {
		return Object.fromEntries((await n8n.api.listWorkflows()).map(({ id, versionId }) => [id, versionId]));
	}

	async function workflowNamed(name: string) {
		const found = (await n8n.api.listWorkflows()).find((workflow) => workflow.name === name);
		if (!found) throw new Error(`${name} is not there.`);
		return found;
	}
});
