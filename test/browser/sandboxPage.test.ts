import type { Browser, Page } from 'playwright-core';

import { createSandbox, type Sandbox } from '../../sandbox';
import { DESKTOP, keepScreenshot, launchBrowser, PHONE } from './browser';
import { describeInBrowser } from './describeInBrowser';
import { activeFaults, type SandboxStory, sandboxStory } from './sandboxStory';

const MARKUP = '<img src=x onerror="document.title=\'taken over\'"><b>bold</b>';

describeInBrowser('the page of the sandbox', () => {
	let sandbox: Sandbox;
	let story: SandboxStory;
	let browser: Browser;
	let page: Page;
	let goodCommit: string;
	let badCommit: string;
	const pageErrors: string[] = [];

	beforeAll(async () => {
		[sandbox, browser] = await Promise.all([createSandbox({ timeScale: 500 }), launchBrowser()]);
		story = sandboxStory(sandbox);
		goodCommit = await story.deploy({ scenario: 'good', message: `Show the price ${MARKUP}` });
		badCommit = await story.deploy({ scenario: 'failing-health', message: 'Read the colours from the API' });
		await story.restore(goodCommit);
		await story.page('paintbox-frontend: rolled back, it was not healthy');
		await story.lock();
	});

	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	beforeEach(async () => {
		page = await browser.newPage({ ...DESKTOP, colorScheme: 'light' });
		page.on('pageerror', ({ message }) => pageErrors.push(message));
		page.on('console', (entry) => {
			if (entry.type() === 'error') pageErrors.push(entry.text());
		});
		await page.goto(`${sandbox.origin}/`);
		await page.getByText('live since').first().waitFor();
	});

	afterEach(async () => {
		await page.close();
		expect(pageErrors.splice(0)).toEqual([]);
	});

	const section = (name: string): ReturnType<Page['locator']> =>
		page.locator('section', { has: page.getByRole('heading', { name }) });

	it('shows for each site the commit that is live, and whether it answers', async () => {
		const card = section('Live sites').locator('.card', { hasText: 'paintbox' });
		await card.getByText('healthy 200').waitFor();
		expect(await card.innerText()).toContain(goodCommit.slice(0, 7));
		expect(await card.innerText()).toMatch(new RegExp(`live since .* newest ${badCommit.slice(0, 7)} ready`));
		expect(await section('Live sites').locator('.card').count()).toBe(3);
		await page.waitForTimeout(600);
		await keepScreenshot(page, 'sandbox-light');
		const served = await fetch((await card.getByRole('link').getAttribute('href')) ?? '');
		expect(await served.text()).toContain('<title>Paintbox</title>');
	});

	it('shows the deploys, what GitHub was told, the lock and the requests', async () => {
		const deploys = section('Netlify deploys');
		expect(await deploys.getByRole('row', { name: goodCommit.slice(0, 7) }).innerText()).toContain('live');
		expect(await deploys.getByRole('row', { name: badCommit.slice(0, 7) }).innerText()).toContain('ready');
		const statuses = section('GitHub deployments');
		expect(await statuses.getByRole('row', { name: badCommit.slice(0, 7) }).innerText()).toMatch(
			/failure[\s\S]*It was not healthy/,
		);
		expect(await section('Redis').innerText()).toContain('slipway:lock:paintbox-frontend/production');
		expect(await section('Last requests').innerText()).toMatch(/POST .*\/restore/);
		expect(await page.locator('body').innerText()).not.toMatch(/sandbox-(netlify|github|upstash)-token/);
	});

	it('shows what runs on Fly.io and ECS, the branches of Neon, and secrets without their values', async () => {
		const machines = await section('Fly.io machines').innerText();
		expect(machines).toMatch(
			/paintbox-api\s+worker\s+\w+\s+started\s+paintbox-api:v1 [0-9a-f]{12}\s+v1\s+1 of 1 passing/,
		);
		expect(await section('AWS ECS deployments').innerText()).toMatch(
			/candlefish\/nanda-workers\s+completed\s+nanda-workers:3\s+nanda-workers:[0-9a-f]{40} [0-9a-f]{12}\s+2 of 2/,
		);
		expect(await section('Neon branches').innerText()).toMatch(/paintbox\s+main\s+ready\s+idle\s+default, protected/);
		expect(await section('AWS Secrets Manager').innerText()).toMatch(
			/candlefish\/production\/paintbox-api\s+AWSPREVIOUS [0-9a-f]{12} · AWSCURRENT [0-9a-f]{12}/,
		);
	});

	it('shows text from commits as text', async () => {
		expect(await section('GitHub commits').innerText()).toContain(MARKUP);
		expect(await page.locator('main img, main b').count()).toBe(0);
		expect(await page.title()).not.toBe('taken over');
	});

	it('shows an incident as open, then as resolved, without a reload', async () => {
		const incident = section('PagerDuty').getByRole('row', { name: 'rolled back, it was not healthy' });
		expect(await incident.innerText()).toContain('triggered');
		await page.getByText('1 open incident').waitFor();
		await story.resolve();
		await incident.getByText('resolved').waitFor({ timeout: 5000 });
		await page.getByText('No open incidents').waitFor({ timeout: 5000 });
	});

	it('adds a fault by its button, shows what it does to a request, and removes it', async () => {
		const faults = section('Faults');
		await faults.getByRole('button', { name: 'Netlify: 3 times 503' }).click();
		await faults.getByRole('button', { name: 'Remove' }).waitFor();
		expect(await activeFaults(sandbox)).toMatchObject([{ platform: 'netlify', status: 503, remaining: 3 }]);
		const hit = await fetch(`${sandbox.origin}/netlify/api/v1/sites`);
		expect(hit.status).toBe(503);
		await section('Last requests').getByRole('row', { name: '503' }).first().waitFor({ timeout: 5000 });
		await keepScreenshot(page, 'sandbox-fault');
		await faults.getByRole('button', { name: 'Remove' }).click();
		await faults.getByText('No fault is active').waitFor();
		expect(await activeFaults(sandbox)).toEqual([]);
	});

	it('fits a phone and the dark', async () => {
		const dark = await browser.newPage({ ...DESKTOP, colorScheme: 'dark' });
		await dark.goto(`${sandbox.origin}/`);
		await dark.getByText('healthy 200').first().waitFor();
		await keepScreenshot(dark, 'sandbox-dark');
		await dark.setViewportSize(PHONE.viewport);
		await keepScreenshot(dark, 'sandbox-phone');
		const overflow = await dark.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
		expect(overflow).toBeLessThanOrEqual(0);
		await dark.close();
	});

	it('puts everything back to the seed by its button', async () => {
		await page.getByRole('button', { name: 'Reset everything' }).click();
		await section('PagerDuty').getByText('Nobody has been paged').waitFor({ timeout: 5000 });
		await section('GitHub commits').getByText(goodCommit.slice(0, 7)).waitFor({ state: 'detached', timeout: 5000 });
		expect(sandbox.requests()).toEqual([]);
	});

	it('says so when the sandbox is gone', async () => {
		const short = await createSandbox();
		await page.goto(`${short.origin}/`);
		await page.getByText('live since').first().waitFor();
		await short.close();
		await page.getByText('no answer from the sandbox').waitFor({ timeout: 5000 });
		// What Chromium itself prints about the refused connections.
		pageErrors.length = 0;
	});
});
