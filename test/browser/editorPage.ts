import type { Page } from 'playwright-core';

/** n8n's editor, as far as these tests use it. */
export interface EditorPage {
	/** Opens a workflow and shows all of it. Waits until every node, by its id, is drawn. */
	openWorkflow(id: string, nodeIds: readonly string[]): Promise<void>;
	/** The texts of the error messages that are on the screen. */
	errorMessages(): Promise<string[]>;
	/** Of each node but the notes: its name, its n8n type, and whether its icon is drawn. */
	nodes(): Promise<CanvasNode[]>;
	/** Where each node and its labels, and each note, lies on the screen. */
	boxes(): Promise<CanvasBox[]>;
	/** Searches the node panel; gives the titles of what it finds. */
	searchNodes(words: string): Promise<string[]>;
	/** Opens the parameters of a node by its name on the canvas. */
	openNode(name: string): Promise<void>;
	/** What the picker of a parameter offers, in its list mode. */
	pickerOptions(parameter: string): Promise<string[]>;
}

export interface CanvasNode {
	readonly name: string;
	readonly type: string;
	readonly hasIcon: boolean;
}

export interface CanvasBox {
	readonly name: string;
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** For the page: what its router does for a link. */
function goTo(path: string): string {
	return `history.pushState(history.state, '', ${JSON.stringify(path)});
dispatchEvent(new PopStateEvent('popstate', { state: history.state }));`;
}

const NODE = '[data-test-id="canvas-node"]';

export function editorPage(page: Page, n8nOrigin: string): EditorPage {
	const texts = async (selector: string): Promise<string[]> =>
		(await page.locator(selector).allInnerTexts()).map((text) => text.trim());
	const closeChecklist = async (): Promise<void> => {
		const close = page.locator('[data-test-id="suggested-actions-close"]');
		if (await close.isVisible()) await close.click();
	};
	return {
		async openWorkflow(id, nodeIds) {
			const path = `/workflow/${id}`;
			// As a click on a link of n8n's does: loading the whole editor anew takes three times as long.
			if (page.url().startsWith(n8nOrigin)) await page.evaluate(goTo(path));
			else await page.goto(`${n8nOrigin}${path}`);
			for (const nodeId of nodeIds) {
				await page.locator(`.vue-flow__node[data-id="${nodeId}"]`).waitFor({ timeout: 60_000 });
			}
			await page.waitForTimeout(700);
			await closeChecklist();
			await page.keyboard.press('1'); // Zoom to fit.
			await page.waitForTimeout(700);
		},
		errorMessages: async () =>
			await page
				.locator('.el-notification')
				.filter({ has: page.locator('[class*="error"]') })
				.allInnerTexts(),
		nodes: async () =>
			await page.locator(NODE).evaluateAll((elements) =>
				elements.flatMap((element) => {
					const type = element.getAttribute('data-node-type') ?? '';
					if (type.endsWith('.stickyNote')) return [];
					const image = element.querySelector('img');
					const isDrawn = image ? image.complete && image.naturalWidth > 0 : element.querySelector('svg') !== null;
					return [{ name: element.getAttribute('data-node-name') ?? '', type, hasIcon: isDrawn }];
				}),
			),
		boxes: async () =>
			await page.locator('.vue-flow__node').evaluateAll((elements) =>
				elements.map((element) => {
					const { left, top, right, bottom } = element.getBoundingClientRect();
					const named = element.querySelector('[data-node-name]');
					return { name: named?.getAttribute('data-node-name') ?? 'a note', left, top, right, bottom };
				}),
			),
		async searchNodes(words) {
			await page.locator('[data-test-id="node-creator-plus-button"]').first().click();
			const search = page.locator('[data-test-id="node-creator-search-bar"]').locator('visible=true').last();
			await search.waitFor();
			await search.locator('input').or(search).last().fill(words);
			await page.waitForTimeout(700);
			const found = await texts('[data-test-id="node-creator-item-name"]');
			await page.keyboard.press('Escape');
			return found;
		},
		async openNode(name) {
			await page.locator(`${NODE}[data-node-name="${name}"]`).dblclick();
			await page.locator('[data-test-id^="resource-locator-"]').first().waitFor();
		},
		async pickerOptions(parameter) {
			const picker = page.locator(`[data-test-id="resource-locator-${parameter}"]`);
			await picker.locator('[data-test-id="rlc-input"]').first().click();
			await page.locator('[data-test-id="rlc-item"]').first().waitFor();
			return await texts('[data-test-id="rlc-item"]');
		},
	};
}
