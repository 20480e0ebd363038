import { mkdir } from 'node:fs/promises';

import { chromium } from 'playwright-core';

import { takeWorkflows, WORKFLOW_PICTURES } from './pictures/editor';
import { PAGES, takePages } from './pictures/pages';
import { findTarget } from './pictures/target';
import { CHROMIUM_FLAGS, findChromium } from './systemPrograms';
import { createTerminal, runTool } from './terminal';

/**
 * The pictures of README and docs, made from the running thing: of `npm start` when it runs, else of one of our own.
 * `npm run pictures -- board` takes one of the pages alone, `workflows` the canvas of each workflow, `30 49` those of
 * workflows 30 and 49.
 */
async function main(): Promise<number> {
	const asked = process.argv.slice(2);
	const pages = Object.keys(PAGES).filter((page) => asked.length === 0 || asked.includes(page));
	const numbers = asked.filter((word) => /^\d+/.test(word));
	const unknown = asked.filter((word) => !pages.includes(word) && !numbers.includes(word) && word !== 'workflows');
	if (unknown.length > 0) {
		throw new Error(`There is no picture "${unknown.join('", "')}": workflows, ${Object.keys(PAGES).join(', ')}`);
	}
	const executablePath = findChromium();
	if (executablePath === undefined) {
		throw new Error('Chromium is missing. Install it (Debian: apt-get install chromium) or name it in $CHROMIUM.');
	}
	const terminal = createTerminal();
	const target = await findTarget(terminal);
	try {
		const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
		try {
			await mkdir(WORKFLOW_PICTURES, { recursive: true });
			if (asked.length === 0 || asked.includes('workflows') || numbers.length > 0) {
				await takeWorkflows(browser, target, terminal, numbers);
			}
			await takePages(browser, target, terminal, pages);
		} finally {
			await browser.close();
		}
	} finally {
		await target.close();
	}
	return 0;
}

runTool(main);
