import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Browser, chromium, type Page } from 'playwright-core';

import { buildPackage } from './buildPackage';
import { createPublicApi } from './n8n/publicApi';
import { ensureN8n } from './n8n/runtime';
import { type Owner, readOwner } from './n8n/owner';
import { createSandboxClient } from './deliver/sandboxClient';
import { runScenario } from './deliver/run';
import { SCENARIOS } from './deliver/scenarios';
import { findRunning, N8N_FOLDER } from './runningStack';
import { BOARD_LOGIN } from './sandboxCredentials';
import { PROJECT_FOLDER, startStack } from './stack';
import { CHROMIUM_FLAGS, findChromium } from './systemPrograms';
import { createTerminal, runTool, type Terminal } from './terminal';
import { readBundle } from './workflows/bundle';

const PICTURES = join(PROJECT_FOLDER, 'docs', 'pictures');
const REPOSITORY = 'candlefish-ai/candlefish';

interface Target {
	readonly n8nOrigin: string;
	readonly webhookOrigin: string;
	readonly sandboxOrigin: string;
	readonly apiKey: string;
	readonly owner: Owner;
	close(): Promise<void>;
}

/** What there is to take, in this order: the deploys that are made for the sandbox's picture are what the others show. */
const subjects = ['editor', 'sandbox', 'board', 'form'] as const;

/**
 * The README's pictures, made from the running thing: of `npm start` when it runs, else of one of our own.
 * `npm run pictures -- board` takes one of them alone.
 */
async function main(): Promise<number> {
	const asked = subjects.filter((subject) => process.argv.length <= 2 || process.argv.includes(subject));
	const terminal = createTerminal();
	const executablePath = findChromium();
	if (executablePath === undefined) {
		throw new Error('Chromium is missing. Install it (Debian: apt-get install chromium) or name it in $CHROMIUM.');
	}
	const target = await findTarget(terminal);
	let browser: Browser | undefined;
	try {
		browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
		await mkdir(PICTURES, { recursive: true });
		if (asked.includes('editor')) {
			const editor = await browser.newPage({ viewport: { width: 1680, height: 900 }, deviceScaleFactor: 2 });
			await takeEditor(editor, target, terminal);
			await editor.close();
		}
		if (asked.some((subject) => subject !== 'editor')) await fillSandbox(target, terminal);
		if (asked.includes('sandbox')) {
			const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 });
			await takeSandbox(page, target, terminal);
			await page.close();
		}
		if (asked.includes('board')) {
			const board = await browser.newPage({
				viewport: { width: 1280, height: 900 },
				deviceScaleFactor: 1.5,
				httpCredentials: { username: BOARD_LOGIN.user, password: BOARD_LOGIN.password },
			});
			await takeBoard(board, target, terminal);
			await board.close();
		}
		if (asked.includes('form')) {
			const form = await browser.newPage({ viewport: { width: 800, height: 660 }, deviceScaleFactor: 1.5 });
			await takeRollbackForm(form, target, terminal);
		}
	} finally {
		await browser?.close();
		await target.close();
	}
	return 0;
}

async function findTarget(terminal: Terminal): Promise<Target> {
	const running = await findRunning();
	if (running) {
		const owner = await readOwner(N8N_FOLDER);
		if (!owner)
			throw new Error(`The login of the n8n that runs is not in ${N8N_FOLDER}: end it and run npm start again.`);
		return { ...running, owner, close: async () => undefined };
	}
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-pictures-'));
	const [runtime] = await Promise.all([ensureN8n(), buildPackage(PROJECT_FOLDER, 'emit')]);
	const stack = await startStack({ runtime, userFolder, timeScale: 60, onEvent: terminal.event });
	return {
		n8nOrigin: stack.n8n.origin,
		webhookOrigin: stack.n8n.webhookOrigin,
		sandboxOrigin: stack.sandbox.origin,
		apiKey: stack.n8n.session.apiKey,
		owner: stack.n8n.session.owner,
		async close() {
			await stack.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

/** Workflows whose canvas the README shows, by the beginning of their file's name. */
const EDITOR_PICTURES = { '02-': 'release-workflow.png', '03-': 'deploy-workflow.png' } as const;

async function takeEditor(page: Page, target: Target, terminal: Terminal): Promise<void> {
	const bundle = await readBundle(join(PROJECT_FOLDER, 'workflows'));
	const api = createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey });
	const workflows = await api.listWorkflows();
	await signIn(page, target);
	for (const [prefix, picture] of Object.entries(EDITOR_PICTURES)) {
		const bundled = bundle.workflows.find(({ file }) => file.startsWith(prefix));
		const workflow = workflows.find(({ name }) => name === bundled?.name);
		if (!workflow) throw new Error(`${prefix} is not in this n8n: run npm start once, it installs the bundle.`);
		await page.goto(`${target.n8nOrigin}/workflow/${workflow.id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
		await page.waitForTimeout(1500); // The invitations come a moment after the nodes.
		await closePanels(page);
		await page.keyboard.press('1'); // Zoom to fit.
		await page.waitForTimeout(1500);
		const path = join(PICTURES, picture);
		await page.screenshot({ path, clip: await aroundNodes(page) });
		terminal.event(`Wrote ${path}`);
	}
}

/** In the browser's own context, so that its cookie carries over to the page. */
async function signIn(page: Page, target: Target): Promise<void> {
	const login = await page.request.post(`${target.n8nOrigin}/rest/login`, {
		data: { emailOrLdapLoginId: target.owner.email, password: target.owner.password },
	});
	if (!login.ok()) throw new Error(`n8n refused the login of ${target.owner.email}: ${login.status()}`);
}

/** The part of the canvas that has nodes and notes on it: the rest of the editor only makes them small. */
async function aroundNodes(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
	const boxes = await page.locator('.vue-flow__node').evaluateAll((nodes) =>
		nodes.map((node) => {
			const { left, top, right, bottom } = node.getBoundingClientRect();
			return { left, top, right, bottom };
		}),
	);
	const margin = 36;
	const x = Math.min(...boxes.map(({ left }) => left)) - margin;
	const y = Math.min(...boxes.map(({ top }) => top)) - margin;
	return {
		x,
		y,
		width: Math.max(...boxes.map(({ right }) => right)) + margin - x,
		// The labels are below the boxes.
		height: Math.max(...boxes.map(({ bottom }) => bottom)) + 2 * margin - y,
	};
}

/** Whatever lies over the canvas: invitations, side panels. Each may or may not be there. */
async function closePanels(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	for (const selector of [
		'[data-test-id="suggested-actions-close"]',
		'.el-dialog__headerbtn',
		'.el-notification__closeBtn',
	]) {
		for (const button of await page.locator(selector).all()) {
			if (await button.isVisible()) await button.click();
		}
	}
}

/** An empty cloud shows nothing: a release that goes well, and one that is compensated. */
async function fillSandbox(target: Target, terminal: Terminal): Promise<void> {
	const sandbox = createSandboxClient(target.sandboxOrigin, target.webhookOrigin);
	const api = createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey });
	for (const name of ['good', 'release', 'release-fails-last'] as const) {
		const scenario = SCENARIOS.find((candidate) => candidate.name === name);
		if (!scenario) continue;
		const { checks } = await runScenario({
			api,
			sandbox,
			repository: REPOSITORY,
			scenario,
			say: (text) => terminal.event(text),
		});
		const unmet = checks.filter(({ isMet }) => !isMet);
		if (unmet.length > 0) {
			// A picture of something that does not work would be a lie in the README.
			throw new Error(
				`"${name}" did not end as expected, so no picture was made:\n${unmet.map(({ what, seen }) => `- ${what} (seen: ${seen})`).join('\n')}`,
			);
		}
	}
}

async function takeSandbox(page: Page, target: Target, terminal: Terminal): Promise<void> {
	await page.goto(`${target.sandboxOrigin}/`);
	await page.getByText('live since').first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(1500);
	const path = join(PICTURES, 'sandbox.png');
	await page.screenshot({ path });
	terminal.event(`Wrote ${path}`);
}

async function takeBoard(page: Page, target: Target, terminal: Terminal): Promise<void> {
	await page.goto(`${target.webhookOrigin}/webhook/slipway-board`);
	await page.getByRole('heading', { name: 'What is live', exact: true }).waitFor();
	const path = join(PICTURES, 'board.png');
	await page.screenshot({ path });
	terminal.event(`Wrote ${path}`);
}

/** The page on which a person chooses what to go back to. Nothing is sent: the form ends by itself after a while. */
async function takeRollbackForm(page: Page, target: Target, terminal: Terminal): Promise<void> {
	await signIn(page, target);
	await page.goto(`${target.webhookOrigin}/form/slipway-rollback`);
	const form = page.locator('#n8n-form');
	const allow = page.getByRole('button', { name: 'Allow access' });
	await form.or(allow).first().waitFor();
	if (await allow.isVisible()) await allow.click();
	await page.getByLabel('Why?').fill('Checkout shows blank pages');
	await page.getByRole('button', { name: 'Next' }).click();
	const service = 'paintbox-frontend / production';
	await page.getByRole('combobox', { name: 'Service' }).selectOption(service);
	await page.getByRole('button', { name: 'Next' }).click();
	await page.getByRole('heading', { name: `Roll back ${service}`, exact: true }).waitFor({ timeout: 30_000 });
	await page.locator('.multiselect-option input').first().check();
	const path = join(PICTURES, 'rollback-form.png');
	await page.screenshot({ path });
	terminal.event(`Wrote ${path}`);
}

runTool(main);
