import type { Browser, BrowserContext, Page } from 'playwright-core';

import { createSandboxClient, type SandboxClient } from '../../tools/deliver/sandboxClient';
import type { JsonRecord } from '../../tools/json';
import { BOARD_LOGIN } from '../../tools/sandboxCredentials';
import { startStack, type TestStack } from '../n8n/realN8n';
import { DESKTOP, keepScreenshot, launchBrowser, PHONE, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';

const REPOSITORY = 'candlefish-ai/promoteros';
/** A commit's message as somebody may write it who wants more than a deployment. */
const HOSTILE = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'"> prices`;
const LOGIN = { username: BOARD_LOGIN.user, password: BOARD_LOGIN.password };

describeInBrowser('the board, opened in a browser', () => {
	let stack: TestStack;
	let sandbox: SandboxClient;
	let browser: Browser;
	let boardUrl: string;

	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchBrowser()]);
		sandbox = createSandboxClient(stack.sandbox.origin, stack.n8n.origin);
		boardUrl = `${stack.n8n.webhookOrigin}/webhook/slipway-board`;
		await push('good', 'Newer prices');
		await push('good', HOSTILE);
		await push('bad-build', 'A build that breaks');
	});

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	});

	async function push(scenario: string, message: string): Promise<void> {
		const { sha } = await sandbox.control('/github/push', { repository: REPOSITORY, scenario, message, deliver: true });
		const deadline = Date.now() + 60_000;
		while (!(await rows('slipway_releases')).some((row) => row.commit === sha && row.finished_at)) {
			if (Date.now() > deadline) throw new Error(`The release of ${String(sha)} did not end.`);
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}

	async function rows(table: string): Promise<JsonRecord[]> {
		const found = (await stack.api.listDataTables()).find(({ name }) => name === table);
		if (!found) throw new Error(`n8n has no Data Table ${table}.`);
		return await stack.api.listRows(found.id);
	}

	async function openBoard(context: BrowserContext): Promise<Page> {
		const page = await context.newPage();
		await page.goto(boardUrl);
		await page.getByRole('heading', { name: 'What is live', exact: true }).waitFor();
		return page;
	}

	it('asks for a name and a password', async () => {
		const stranger = await fetch(boardUrl);
		expect(stranger.status).toBe(401);
		expect(stranger.headers.get('www-authenticate')).toMatch(/^Basic/);
		const guess = `Basic ${Buffer.from(`${BOARD_LOGIN.user}:guess`).toString('base64')}`;
		expect((await fetch(boardUrl, { headers: { authorization: guess } })).ok).toBe(false);
		// n8n's own login opens n8n, and not the board.
		const owner = await signedInContext(browser, stack.n8n);
		expect((await owner.request.get(boardUrl)).status()).toBe(401);
		await owner.close();
	});

	it('is sent in a sandbox, and nobody keeps it', async () => {
		const authorization = `Basic ${Buffer.from(`${BOARD_LOGIN.user}:${BOARD_LOGIN.password}`).toString('base64')}`;
		const answer = await fetch(boardUrl, { headers: { authorization } });
		expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(answer.headers.get('content-security-policy')).toMatch(/\bsandbox\b/);
		expect(answer.headers.get('content-security-policy')).not.toContain('allow-same-origin');
		expect(answer.headers.get('cache-control')).toBe('no-store');
	});

	it('shows what is live, what failed, and runs nothing of what others wrote', async () => {
		const context = await browser.newContext({ ...DESKTOP, httpCredentials: LOGIN });
		const asked: string[] = [];
		context.on('request', (request) => asked.push(request.url()));
		const page = await openBoard(context);
		const row = page.locator('tr', { hasText: 'promoteros' });
		expect(await row.innerText()).toMatch(/<script>document\.title='owned'/);
		expect(await row.innerText()).toContain('Healthy');
		// On a busy machine nobody may see the end of the build that breaks: it is tried again then.
		expect(await row.locator('svg.spark').getAttribute('aria-label')).toMatch(/^\d deployments: 2 went well, \d /);
		expect(await page.locator('#look').innerText()).toMatch(
			/PromoterOS \(production\): (The last deployment|Nobody saw)/,
		);
		expect(await page.locator('#delivery').innerText()).toMatch(/Deployment frequency/);
		await page.getByText('How it is computed').first().click();
		expect(await page.title()).toBe('Slipway: what is live');
		expect(asked).toEqual([boardUrl]);
		await context.close();
	});

	it.each([
		['phone-light', { ...PHONE, colorScheme: 'light' }],
		['phone-dark', { ...PHONE, colorScheme: 'dark' }],
		['desktop-light', { ...DESKTOP, colorScheme: 'light' }],
		['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }],
	] as const)('fits on %s, and can be read there', async (name, options) => {
		const context = await browser.newContext({ ...options, httpCredentials: LOGIN });
		const page = await openBoard(context);
		const root = page.locator('html');
		expect(await root.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
		const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
		expect(background).toBe(options.colorScheme === 'dark' ? 'rgb(14, 18, 23)' : 'rgb(243, 245, 248)');
		await keepScreenshot(page, `board-${name}`, true);
		await context.close();
	});

	it('leads to the form that knows what it is about', async () => {
		const context = await signedInContext(browser, stack.n8n, {
			...PHONE,
			httpCredentials: { ...LOGIN, origin: stack.n8n.origin },
		});
		const page = await openBoard(context);
		const [form] = await Promise.all([
			context.waitForEvent('page'),
			page.locator('tr', { hasText: 'promoteros' }).getByRole('link', { name: 'Roll back' }).click(),
		]);
		const allow = form.getByRole('button', { name: 'Allow access' });
		await form.locator('#n8n-form').or(allow).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		await form.locator('#n8n-form').waitFor();
		expect(await form.getByLabel('Roll back a service', { exact: true }).isChecked()).toBe(true);
		await form.getByLabel('Why?').fill('Seen on the board');
		await form.getByRole('button', { name: 'Next', exact: true }).click();
		await form.getByRole('heading', { name: 'Roll back which service?' }).waitFor();
		expect(await form.getByRole('combobox').inputValue()).toBe('promoteros / production');
		await context.close();
	});

	it('says what could not be read, and is there all the same', async () => {
		stack.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 401, times: 'always' });
		const context = await browser.newContext({ ...DESKTOP, httpCredentials: LOGIN });
		const page = await openBoard(context);
		expect(await page.locator('#look').innerText()).toContain('Upstash Redis could not be asked');
		expect(await page.locator('#live').innerText()).toContain('promoteros');
		await context.close();
	});

	it('keeps no view, and so no password', async () => {
		const workflow = (await stack.api.listWorkflows()).find(({ name }) => name === 'Slipway 10: Show the board');
		const kept = await stack.api.listExecutions({ workflowId: workflow?.id ?? '' });
		expect(kept).toEqual([]);
		expect(await stack.n8nLog()).not.toContain(BOARD_LOGIN.password);
	});
});
