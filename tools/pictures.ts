import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Browser, chromium, type Page } from 'playwright-core';

import { buildPackage } from './buildPackage';
import { createPublicApi } from './n8n/publicApi';
import { ensureN8n } from './n8n/runtime';
import { OWNER } from './n8n/session';
import { createSandboxClient } from './push/sandboxClient';
import { runScenario } from './push/run';
import { SCENARIOS } from './push/scenarios';
import { findRunning } from './runningStack';
import { PROJECT_FOLDER, startStack } from './stack';
import { CHROMIUM_FLAGS, findChromium } from './systemPrograms';
import { createTerminal, runTool, type Terminal } from './terminal';
import { readBundle } from './workflows/bundle';

const PICTURES = join(PROJECT_FOLDER, 'docs', 'pictures');
const REPOSITORY = 'candlefish-ai/paintbox';

interface Target {
	readonly n8nOrigin: string;
	readonly sandboxOrigin: string;
	readonly apiKey: string;
	close(): Promise<void>;
}

/** The README's pictures, made from the running thing: of `npm start` when it runs, else of one of our own. */
async function main(): Promise<number> {
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
		const editor = await browser.newPage({
			viewport: { width: 1680, height: 900 },
			deviceScaleFactor: 1.5,
		});
		await takeEditor(editor, target, terminal);
		await editor.close();
		const page = await browser.newPage({
			viewport: { width: 1280, height: 900 },
			deviceScaleFactor: 1.5,
		});
		await takeSandbox(page, target, terminal);
	} finally {
		await browser?.close();
		await target.close();
	}
	return 0;
}

async function findTarget(terminal: Terminal): Promise<Target> {
	const running = await findRunning();
	if (running) return { ...running, close: async () => undefined };
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-pictures-'));
	const [runtime] = await Promise.all([ensureN8n(), buildPackage(PROJECT_FOLDER)]);
	const stack = await startStack({ runtime, userFolder, timeScale: 60, onEvent: terminal.event });
	return {
		n8nOrigin: stack.n8n.origin,
		sandboxOrigin: stack.sandbox.origin,
		apiKey: stack.n8n.session.apiKey,
		async close() {
			await stack.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

async function takeEditor(page: Page, target: Target, terminal: Terminal): Promise<void> {
	const bundle = await readBundle(join(PROJECT_FOLDER, 'workflows'));
	const bundled = bundle.workflows.find(({ file }) => file.startsWith('03-'));
	const api = createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey });
	const workflow = (await api.listWorkflows()).find(({ name }) => name === bundled?.name);
	if (!workflow) throw new Error('Workflow 03 is not in this n8n: run npm start once, it installs the bundle.');

	// In the browser's own context, so that its cookie carries over to the page.
	const login = await page.request.post(`${target.n8nOrigin}/rest/login`, {
		data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
	});
	if (!login.ok()) throw new Error(`n8n refused the login of ${OWNER.email}: ${login.status()}`);
	await page.goto(`${target.n8nOrigin}/workflow/${workflow.id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
	await closePanels(page);
	await page.keyboard.press('1'); // Zoom to fit.
	await page.waitForTimeout(1500);
	const path = join(PICTURES, 'deploy-workflow.png');
	await page.screenshot({ path });
	terminal.event(`Wrote ${path}`);
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

async function takeSandbox(page: Page, target: Target, terminal: Terminal): Promise<void> {
	const sandbox = createSandboxClient(target.sandboxOrigin, target.n8nOrigin);
	const api = createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey });
	// An empty cloud shows nothing: one deploy that goes well and one that is rolled back.
	for (const name of ['good', 'failing-health'] as const) {
		const scenario = SCENARIOS.find((candidate) => candidate.name === name);
		if (!scenario) continue;
		const { checks } = await runScenario({
			api,
			sandbox,
			repository: REPOSITORY,
			scenario,
			timeoutMs: 120_000,
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
	await page.goto(`${target.sandboxOrigin}/`);
	await page.getByText('live since').first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(1500);
	const path = join(PICTURES, 'sandbox.png');
	await page.screenshot({ path });
	terminal.event(`Wrote ${path}`);
}

runTool(main);
