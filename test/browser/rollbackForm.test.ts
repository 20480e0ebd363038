import type { Browser, BrowserContext, Page } from 'playwright-core';

import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import type { JsonRecord } from '../../tools/json';
import { createSandboxClient, type SandboxClient } from '../../tools/deliver/sandboxClient';
import { startStack, type TestStack } from '../n8n/realN8n';
import { launchBrowser, PHONE, signedInContext } from './browser';
import { describeInBrowser } from './describeInBrowser';
import { type RollbackFormPage, rollbackFormPage } from './rollbackFormPage';

const REPOSITORY = 'candlefish-ai/promoteros';
const SERVICE = 'promoteros';
const LABEL = `${SERVICE} / production`;
const WHY = 'Checkout shows <b>blank</b> pages';

describeInBrowser('the rollback form, filled in a browser', () => {
	let stack: TestStack;
	let sandbox: SandboxClient;
	let browser: Browser;
	let context: BrowserContext;
	let page: Page;
	let siteUrl: string;
	/** The commits that were pushed and went live, the oldest first. */
	const good: string[] = [];
	/** The commit that was pushed while the service was held. */
	let held = '';

	beforeAll(async () => {
		[stack, browser] = await Promise.all([startStack(), launchBrowser()]);
		sandbox = createSandboxClient(stack.sandbox.origin, stack.n8n.origin);
		siteUrl = (await sandbox.siteOf(REPOSITORY)).url;
		context = await signedInContext(browser, stack.n8n, PHONE);
		for (let count = 0; count < 2; count += 1) {
			const { sha, release } = await push();
			expect(release).toMatchObject({ state: 'live' });
			good.push(sha);
		}
	}, 900_000);

	afterAll(async () => {
		await browser?.close();
		await stack?.close();
	});

	beforeEach(async () => {
		page = await context.newPage();
	});

	afterEach(async () => {
		await page.close();
		for (const { id } of await faults()) stack.sandbox.removeFault(String(id));
	});

	/** Pushes a good commit and follows its release in the ledger to the end. */
	async function push(): Promise<{ readonly sha: string; readonly release: JsonRecord }> {
		const pushed = await sandbox.control('/github/push', { repository: REPOSITORY, scenario: 'good', deliver: true });
		const release = await eventually(async () =>
			(await rows('slipway_releases')).find(
				(row) => row.repository === REPOSITORY && row.commit === pushed.sha && row.finished_at,
			),
		);
		return { sha: String(pushed.sha), release };
	}

	async function rows(table: string): Promise<JsonRecord[]> {
		const found = (await stack.api.listDataTables()).find(({ name }) => name === table);
		if (!found) throw new Error(`n8n has no Data Table ${table}.`);
		return await stack.api.listRows(found.id);
	}

	async function service(): Promise<JsonRecord | undefined> {
		return (await rows('slipway_services')).find((row) => row.service === SERVICE);
	}

	async function rollbacks(): Promise<JsonRecord[]> {
		return (await rows('slipway_deployments')).filter((row) => row.kind === 'rollback');
	}

	async function faults(): Promise<JsonRecord[]> {
		const answer = await fetch(`${stack.sandbox.origin}/_sandbox/faults`);
		return (await answer.json()) as JsonRecord[];
	}

	/** What could have changed a site: every request to Netlify that is not a read. */
	function netlifyWrites(): number {
		return stack.sandbox.requests({ platform: 'netlify' }).filter(({ method }) => method !== 'GET').length;
	}

	function form(name: string): RollbackFormPage {
		return rollbackFormPage(page, stack.n8n.origin, name);
	}

	async function formOnDeployments(name: string, reason = WHY): Promise<RollbackFormPage> {
		const opened = form(name);
		await opened.open();
		await opened.ask('Roll back a service', reason);
		await opened.choose(LABEL);
		await page.getByRole('heading', { name: `Roll back ${LABEL}`, exact: true }).waitFor();
		return opened;
	}

	async function formOnConfirmation(name: string, commit: string, reason = WHY): Promise<RollbackFormPage> {
		return await confirmationOf(await formOnDeployments(name, reason), commit);
	}

	async function confirmationOf(opened: RollbackFormPage, commit: string): Promise<RollbackFormPage> {
		await opened.chooseDeployment(commit);
		await page.getByRole('heading', { name: `Roll back ${LABEL}?`, exact: true }).waitFor();
		return opened;
	}

	it('is not shown to anyone who is not signed in to n8n', async () => {
		const stranger = await browser.newContext(PHONE);
		const strangersPage = await stranger.newPage();
		await strangersPage.goto(`${stack.n8n.origin}/form/slipway-rollback`);
		await strangersPage.getByRole('button', { name: 'Sign in' }).waitFor();
		expect(await strangersPage.locator('#n8n-form').count()).toBe(0);
		expect(await strangersPage.locator('body').innerText()).not.toContain('What do you want to do?');
		const sent = await stranger.request.post(`${stack.n8n.origin}/form/slipway-rollback`, {
			multipart: { 'field-0': '["Lift a hold"]', 'field-1': 'I am nobody' },
		});
		expect(sent.ok()).toBe(false);
		await stranger.close();
	});

	it('says that a service has no verified deployment but what is live', async () => {
		const opened = form('none');
		await opened.open();
		await opened.ask('Roll back a service', WHY);
		await opened.choose('crown-trophy / production');
		expect(await opened.ending()).toEqual({
			title: 'Nothing was changed',
			message: expect.stringMatching(/crown-trophy \/ production has no (other )?verified deployment/),
		});
	});

	it('changes nothing when another name is typed to confirm', async () => {
		const writesBefore = netlifyWrites();
		const opened = await formOnConfirmation('wrong-name', good[0] ?? '');
		expect(await opened.confirm('crown-trophy')).toEqual({
			title: 'Nothing was changed',
			message: expect.stringMatching(/You typed crown-trophy instead of promoteros/),
		});
		expect(netlifyWrites()).toBe(writesBefore);
		expect((await sandbox.live(siteUrl)).commit).toBe(good[1]);
		expect(await rollbacks()).toEqual([]);
		expect(await service()).toMatchObject({ hold: false });
	});

	it('changes nothing when a deployment is sent that was not offered', async () => {
		const writesBefore = netlifyWrites();
		const opened = await formOnDeployments('forged');
		await page.locator('.multiselect-option input').evaluateAll((inputs) => {
			for (const input of inputs) input.setAttribute('value', 'mine [7a1e0001d00000000000a001]');
		});
		await opened.chooseDeployment(good[0] ?? '');
		expect(await opened.ending()).toEqual({
			title: 'Nothing was changed',
			message: expect.stringContaining('not one of those on the page'),
		});
		expect(netlifyWrites()).toBe(writesBefore);
	});

	it('offers what can be gone back to, and not what is live, below a table of what there was', async () => {
		const opened = await formOnDeployments('offer');
		const offered = await opened.deployments();
		expect(offered[0]).toContain((good[0] ?? '').slice(0, 7));
		expect(offered[0]).toMatch(/ went live \d+ \w+ \d\d:\d\d UTC$/);
		expect(offered.filter((label) => label.includes((good[1] ?? '').slice(0, 7)))).toEqual([]);
		expect(await opened.text()).toContain(`${(good[1] ?? '').slice(0, 7)} is live now.`);
		const [newest, before] = await opened.table();
		const message = `Change ${SERVICE} (good)`;
		expect(newest).toEqual([
			`${(good[1] ?? '').slice(0, 7)} ${message}`,
			'candlefish-bot',
			expect.stringMatching(/^(just now|\d+ minutes? ago)$/),
			'healthy, live now',
		]);
		expect(before?.[0]).toContain((good[0] ?? '').slice(0, 7));
		expect(before?.[3]).toBe('healthy');
	});

	it('offers all of the ledger, and says why, when Netlify does not answer', async () => {
		stack.sandbox.addFault({ platform: 'netlify', kind: 'status', status: 401, times: 'always' });
		const opened = await formOnDeployments('netlify-down');
		const offered = (await opened.deployments()).map((label) => label.slice(0, 7));
		expect(offered).toEqual(expect.arrayContaining(good.map((commit) => commit.slice(0, 7))));
		expect(await opened.text()).toContain('Nobody could see what is live now');
	});

	it('shows what a release would do, as a table, and changes nothing', async () => {
		const writesBefore = netlifyWrites();
		const opened = form('show');
		await opened.open();
		await opened.ask('Show what a release would do', '');
		await opened.choose(`${REPOSITORY}@main`);
		expect((await opened.ending()).title).toBe(`A release of ${REPOSITORY}@main would change nothing`);
		expect((await opened.table())[0]).toEqual(
			expect.arrayContaining([expect.stringContaining(LABEL), (good[1] ?? '').slice(0, 7)]),
		);
		expect(netlifyWrites()).toBe(writesBefore);
	});

	it('puts the earlier deployment live, records it and holds the service', async () => {
		const opened = await formOnConfirmation('good', good[0] ?? '');
		expect(await opened.text()).toMatch(/goes back from .*, which is live, to .*A dry run passed: Netlify would/);
		expect(await page.getByLabel('Why?').count()).toBe(0);
		expect(await opened.confirm(' PromoterOS ')).toEqual({
			title: 'Rolled back',
			message: expect.stringContaining(`${SERVICE} serves ${(good[0] ?? '').slice(0, 7)} again, and it is healthy.`),
		});
		expect(await sandbox.live(siteUrl)).toMatchObject({ commit: good[0], pageStatus: 200 });
		expect(await service()).toMatchObject({
			hold: true,
			hold_reason: expect.stringMatching(
				/^Rolled back by hand by Slipway Owner on .+ UTC: Checkout shows <b>blank<\/b> pages$/,
			),
		});
		const restored = (await rows('slipway_deployments')).find((row) => row.commit === good[0] && row.kind === 'deploy');
		expect(await rollbacks()).toEqual([
			expect.objectContaining({
				service: SERVICE,
				state: 'live',
				verified: true,
				commit: good[0],
				deployment_id: restored?.deployment_id,
				actor: 'Slipway Owner',
				reason: WHY,
			}),
		]);
	});

	it('keeps the next push from being deployed, and says why', async () => {
		const { sha, release } = await push();
		expect(release).toMatchObject({ state: 'blocked', services: `${SERVICE}/production` });
		expect(release.decisions).toMatch(/promoteros\/production: blocked, .*Rolled back by hand by Slipway Owner/);
		held = sha;
		expect((await sandbox.live(siteUrl)).commit).toBe(good[0]);
		expect((await rows('slipway_deployments')).some((row) => row.commit === sha)).toBe(false);
	});

	it('lifts the hold, and what was pushed meanwhile is deployed', async () => {
		const opened = form('lift');
		await opened.open();
		await opened.ask('Lift a hold', 'The fix is on its way');
		expect(await opened.text()).toContain('Checkout shows <b>blank</b> pages');
		expect(await opened.offered()).toEqual([LABEL]);
		await opened.choose(LABEL);
		expect(await opened.ending()).toEqual({
			title: 'The hold is lifted',
			message: expect.stringContaining(`Whether ${LABEL} is behind its branch is looked at right now`),
		});
		expect(await service()).toMatchObject({
			hold: false,
			hold_reason: expect.stringMatching(/^Lifted by Slipway Owner on .+: The fix is on its way$/),
		});
		await eventually(async () =>
			(await rows('slipway_releases')).find((row) => row.commit === held && row.state === 'live'),
		);
		expect((await sandbox.live(siteUrl)).commit).toBe(held);
	});

	it('asks why before it is confirmed when nobody said so, and says so when the deployment is gone by then', async () => {
		const deployId = (await rows('slipway_deployments')).find(
			(row) => row.commit === good[1] && row.kind === 'deploy',
		)?.deployment_id;
		// It was rolled back by hand above: nothing of ours goes back to it, but a person may.
		const offering = await formOnDeployments('gone', '');
		expect((await offering.deployments()).filter((label) => label.endsWith('rolled back by Slipway Owner'))).toEqual([
			expect.stringContaining((good[1] ?? '').slice(0, 7)),
		]);
		const opened = await confirmationOf(offering, good[1] ?? '');
		const gone = await fetch(`${stack.sandbox.origin}/netlify/api/v1/deploys/${String(deployId)}`, {
			method: 'DELETE',
			headers: { authorization: `Bearer ${NETLIFY_TOKEN}` },
		});
		expect(gone.status).toBe(204);
		const { title, message } = await opened.confirm(SERVICE, 'Nobody can log in');
		expect(title).toBe('It was NOT rolled back');
		expect(message).toContain(`${SERVICE} was not put back to ${(good[1] ?? '').slice(0, 7)}.`);
		expect(message).toContain(String(deployId));
		expect(message).toContain('Pushes do not deploy it from now on.');
		expect(message).not.toContain(NETLIFY_TOKEN);
		expect((await sandbox.live(siteUrl)).commit).toBe(held);
		expect((await rollbacks()).at(-1)).toMatchObject({
			service: SERVICE,
			state: 'failed',
			verified: false,
			reason: expect.stringContaining(String(deployId)),
		});
		expect(await service()).toMatchObject({
			hold: true,
			hold_reason: expect.stringMatching(/^Rolled back by hand by Slipway Owner on .+: Nobody can log in$/),
		});
	});
});

/** Asks again until there is something; fails after 120 s: on a busy machine a release takes more than 45. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
	const deadlineMs = Date.now() + 120_000;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadlineMs) throw new Error('It did not happen within 120 s.');
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
