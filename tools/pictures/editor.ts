import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { createPublicApi } from '../n8n/publicApi';
import { PROJECT_FOLDER } from '../stack';
import type { Terminal } from '../terminal';
import { readBundle } from '../workflows/bundle';
import { reduceColours } from './png';
import { signIn, type Target } from './target';

/** Where a workflow's page shows its canvas from: `docs/workflows/<file>.md` beside it. */
export const WORKFLOW_PICTURES = join(PROJECT_FOLDER, 'docs', 'pictures', 'workflows');

/**
 * Only the steps and notes are shown: neither what floats over the canvas (buttons, invitations, its controls), nor its
 * grid, nor the plus at an output that leads nowhere.
 */
const ONLY_THE_WORKFLOW = `
	html, body { background: #f5f5f5 !important; }
	body * { visibility: hidden; }
	.vue-flow__viewport { visibility: visible !important; }
	.vue-flow__viewport * { visibility: inherit; }
	[data-test-id="canvas-handle-plus-wrapper"] { visibility: hidden !important; }
`;

/** Takes the canvas of every workflow of the bundle, or of those whose file begins with one of `only`. */
export async function takeWorkflows(
	browser: Browser,
	target: Target,
	terminal: Terminal,
	only: readonly string[],
): Promise<void> {
	const bundle = await readBundle(join(PROJECT_FOLDER, 'workflows'));
	const installed = await createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey }).listWorkflows();
	const page = await browser.newPage({ viewport: { width: 1680, height: 900 }, deviceScaleFactor: 1.5 });
	await signIn(page, target);
	for (const { file, name } of bundle.workflows) {
		if (only.length > 0 && !only.some((begin) => file.startsWith(begin))) continue;
		const workflow = installed.find((candidate) => candidate.name === name);
		if (!workflow) throw new Error(`"${name}" is not in this n8n: run npm start once, it installs the bundle.`);
		await page.goto(`${target.n8nOrigin}/workflow/${workflow.id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
		await page.waitForTimeout(1500); // The invitations come a moment after the nodes.
		await closePanels(page);
		await page.addStyleTag({ content: ONLY_THE_WORKFLOW });
		await page.keyboard.press('1'); // Zoom to fit.
		await page.waitForTimeout(1500);
		await hideIds(page);
		const path = join(WORKFLOW_PICTURES, file.replace(/\.json$/, '.png'));
		await writeFile(path, reduceColours(await page.screenshot({ clip: await aroundNodes(page) })));
		terminal.event(`Wrote ${path}`);
	}
	await page.close();
}

/** Under a step that calls a workflow stands its id in this n8n, which tells nobody anything. */
async function hideIds(page: Page): Promise<void> {
	await page.locator('.vue-flow__node').evaluateAll((nodes) => {
		const words = nodes.flatMap((node) => [...node.querySelectorAll('*')]);
		for (const word of words) {
			if (word.children.length === 0 && /^\s*Workflow: /.test(word.textContent ?? '')) word.textContent = ' ';
		}
	});
}

/** The part of the canvas that has steps, their labels and notes on it: the rest of the editor only makes them small. */
async function aroundNodes(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
	const boxes = await page.locator('.vue-flow__node').evaluateAll((nodes) =>
		nodes
			.flatMap((node) => [
				node,
				...[...node.querySelectorAll('*')].filter(
					(element) => element.children.length === 0 && (element.textContent ?? '').trim() !== '',
				),
			])
			.map((element) => element.getBoundingClientRect())
			.map(({ left, top, right, bottom }) => ({ left, top, right, bottom })),
	);
	const margin = 24;
	const x = Math.max(0, Math.min(...boxes.map(({ left }) => left)) - margin);
	const y = Math.max(0, Math.min(...boxes.map(({ top }) => top)) - margin);
	return {
		x,
		y,
		width: Math.max(...boxes.map(({ right }) => right)) + margin - x,
		height: Math.max(...boxes.map(({ bottom }) => bottom)) + margin - y,
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
