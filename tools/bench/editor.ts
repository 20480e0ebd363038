import { type Browser, chromium } from 'playwright-core';

import type { N8nInstance } from '../n8n/instance';
import { CHROMIUM_FLAGS, findChromium } from '../systemPrograms';
import type { Benchmark } from './benchmark';
import { median } from './statistics';
import { withAndWithout } from './withAndWithout';

const rounds = 5;
/** The first time a person opens the editor, and the next time, with what the browser has kept. */
const openings = ['first', 'again'] as const;

interface OpenedEditor {
	/** Until the canvas can be used, in milliseconds. */
	readonly first: number;
	readonly again: number;
	/** The list of all nodes that n8n sends. */
	readonly nodesKb: number;
}

/** How long n8n's editor takes in a real browser until its canvas can be used, with the package and without. */
export const editorBenchmark: Benchmark = {
	word: 'editor',
	async run() {
		const executablePath = findChromium();
		if (executablePath === undefined) throw new Error('Chromium is missing: install it, or name it in $CHROMIUM.');
		const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
		try {
			const { withPackage, without } = await withAndWithout(rounds, async (n8n) => await openEditor(browser, n8n));
			return openings.map((opening) => {
				const [ours, theirs] = [withPackage, without].map((opened) => opened.map((each) => each[opening]));
				const [oursMs, theirsMs] = [median(ours ?? []), median(theirs ?? [])];
				const noiseMs = Math.max(...(theirs ?? [])) - Math.min(...(theirs ?? []));
				return {
					name: `The editor, ${opening === 'first' ? 'opened for the first time' : 'opened again'}`,
					ours: `${oursMs.toFixed(0)} ms with the package`,
					reference: `${theirsMs.toFixed(0)} ms without`,
					ratio: oursMs / theirsMs,
					goal: 'no measurable difference',
					reached: oursMs - theirsMs <= noiseMs,
					notes: [
						`median of ${rounds}; those without the package alone differ by ${noiseMs.toFixed(0)} ms`,
						`n8n's list of all nodes is ${nodesKbOf(withPackage)} kB with the package, ${nodesKbOf(without)} without`,
					],
				};
			});
		} finally {
			await browser.close();
		}
	},
};

const nodesKbOf = (opened: readonly OpenedEditor[]): string => median(opened.map(({ nodesKb }) => nodesKb)).toFixed(0);

async function openEditor(browser: Browser, { origin, session: { owner } }: N8nInstance): Promise<OpenedEditor> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
	try {
		const login = await context.request.post(`${origin}/rest/login`, {
			data: { emailOrLdapLoginId: owner.email, password: owner.password },
		});
		if (!login.ok()) throw new Error(`n8n refused the login of ${owner.email}: ${login.status()}`);
		const open = async (): Promise<number> => {
			const page = await context.newPage();
			const begunMs = performance.now();
			await page.goto(`${origin}/workflow/new`);
			// It is there when the list of nodes has come, and the canvas takes the first one.
			await page.locator('[data-test-id="canvas-plus-button"], [data-test-id="canvas-add-button"]').first().waitFor();
			const tookMs = performance.now() - begunMs;
			await page.close();
			return tookMs;
		};
		const first = await open();
		const again = await open();
		const nodes = await context.request.get(`${origin}/types/nodes.json`);
		if (!nodes.ok()) throw new Error(`n8n gave no list of its nodes: ${nodes.status()}`);
		return { first, again, nodesKb: (await nodes.body()).length / 1024 };
	} finally {
		await context.close();
	}
}
