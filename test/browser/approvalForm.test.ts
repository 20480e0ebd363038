import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import type { JsonRecord } from '../../tools/json';
import { createSandboxClient, type SandboxClient } from '../../tools/deliver/sandboxClient';
import { startStack, type TestStack } from '../n8n/realN8n';
import { DESKTOP, keepScreenshot, launchBrowser, PHONE, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';

const REPOSITORY = 'candlefish-ai/promoteros';
const SERVICE = 'promoteros';
const RELEASE = `${REPOSITORY}@main/${SERVICE}/production`;
const looks: ReadonlyArray<readonly [string, BrowserContextOptions]> = [
	['phone-light', { ...PHONE, colorScheme: 'light' }],
	['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }],
];

describeInBrowser('the form that approves, filled in a browser', () => {
	let stack: TestStack;
	let sandbox: SandboxClient;
	let browser: Browser;

	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchBrowser()]);
		sandbox = createSandboxClient(stack.sandbox.origin, stack.n8n.origin);
		await stack.api.upsertRow(await tableId('slipway_services'), 'service', { service: SERVICE, approval: 'required' });
	});

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	});

	async function tableId(name: string): Promise<string> {
		const found = (await stack.api.listDataTables()).find((table) => table.name === name);
		if (!found) throw new Error(`n8n has no Data Table ${name}.`);
		return found.id;
	}

	async function rows(table: string): Promise<JsonRecord[]> {
		return await stack.api.listRows(await tableId(table));
	}

	async function open(page: Page): Promise<void> {
		await page.goto(`${stack.n8n.origin}/form/slipway-approve?release=${encodeURIComponent(RELEASE)}`);
		const form = page.locator('#n8n-form');
		const allow = page.getByRole('button', { name: 'Allow access' });
		await form.or(allow).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		await form.waitFor();
		expect(await page.getByLabel('Whose?').inputValue()).toBe(RELEASE);
	}

	it.each(looks)('shows what waits, and has it deployed once it is approved: %s', async (name, options) => {
		const message = `Change <b>${name}</b> & more`;
		const pushed = await sandbox.control('/github/push', {
			repository: REPOSITORY,
			scenario: 'good',
			message,
			deliver: true,
		});
		const commit = String(pushed.sha);
		await eventually(async () => (await rows('slipway_approvals')).find((row) => row.commit === commit));
		const context = await signedInContext(browser, stack.n8n, options);
		const page = await context.newPage();
		await open(page);
		await keepScreenshot(page, `approve-${name}-1`, true);
		await page.getByRole('button', { name: 'Show what waits' }).click();
		const choice = page.locator('.multiselect-option', { hasText: commit.slice(0, 7) }).locator('input');
		await choice.waitFor({ timeout: 60_000 });
		expect(await page.locator('table tbody').innerText()).toContain(message);
		await choice.check();
		await page.getByLabel('Why?').fill('Looked at it');
		await keepScreenshot(page, `approve-${name}-2`, true);
		const width = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
		expect(width).toBe(0);
		await page.getByRole('button', { name: 'Approve', exact: true }).click();
		await page.locator('h1', { hasText: /^\s*Approved\s*$/ }).waitFor({ timeout: 60_000 });
		await keepScreenshot(page, `approve-${name}-3`, true);
		await context.close();

		const { url } = await sandbox.siteOf(REPOSITORY);
		await eventually(async () => ((await sandbox.live(url)).commit === commit ? true : undefined));
		const used = await eventually(async () =>
			(await rows('slipway_approvals')).find((row) => row.commit === commit && row.state === 'used'),
		);
		expect(used).toMatchObject({ given_by: stack.n8n.session.owner.email, reason: 'Looked at it' });
	});

	it('is not shown to anyone who is not signed in to n8n', async () => {
		const stranger = await browser.newContext(PHONE);
		const page = await stranger.newPage();
		await page.goto(`${stack.n8n.origin}/form/slipway-approve`);
		await page.getByRole('button', { name: 'Sign in' }).waitFor();
		expect(await page.locator('#n8n-form').count()).toBe(0);
		const sent = await stranger.request.post(`${stack.n8n.origin}/form/slipway-approve`, {
			multipart: { 'field-0': RELEASE },
		});
		expect(sent.ok()).toBe(false);
		await stranger.close();
	});
});

/** Asks again until there is something; fails after 120 s. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
	const deadlineMs = Date.now() + 120_000;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadlineMs) throw new Error('It did not happen within 120 s.');
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
