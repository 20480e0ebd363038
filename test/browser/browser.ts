import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

import type { N8nInstance } from '../../tools/n8n/instance';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/systemPrograms';

/** A phone of the usual width: the rollback form is opened from bed. */
export const PHONE = { viewport: { width: 390, height: 844 } } as const;
export const DESKTOP = { viewport: { width: 1280, height: 900 } } as const;

/** Raises when there is no Chromium. */
export async function launchBrowser(): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === undefined) throw new Error('Chromium is missing: install it, or name it in $CHROMIUM.');
	return await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
}

/** A browser context of its own, signed in to n8n as its owner. */
export async function signedInContext(
	browser: Browser,
	{ origin, session: { owner } }: N8nInstance,
	options: BrowserContextOptions = DESKTOP,
): Promise<BrowserContext> {
	const context = await browser.newContext(options);
	// Beside the other suites, what takes a second can take thirty.
	context.setDefaultTimeout(120_000);
	const login = await context.request.post(`${origin}/rest/login`, {
		data: { emailOrLdapLoginId: owner.email, password: owner.password },
	});
	if (!login.ok()) throw new Error(`n8n refused the login of ${owner.email}: ${login.status()}`);
	return context;
}

/** Saves what the page shows to $SLIPWAY_SCREENSHOTS, for a person to look at; nothing without it. */
export async function keepScreenshot(page: Page, name: string, fullPage = false): Promise<void> {
	const folder = process.env.SLIPWAY_SCREENSHOTS;
	if (!folder) return;
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
