import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { sandboxUpstashToken } from '../../sandbox/upstash';
import { createSandboxClient, type SandboxClient } from '../../tools/deliver/sandboxClient';
import { runScenario } from '../../tools/deliver/run';
import { type Acted, type Actor, commitOf, type Scenario } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';
import type { JsonRecord } from '../../tools/json';
import { ensureN8n } from '../../tools/n8n/runtime';
import { openSignedInForm } from '../../tools/n8n/signedInForm';
import { findQueuePrograms, type QueueN8n } from '../../tools/queue/queueN8n';
import { BOARD_LOGIN } from '../../tools/sandboxCredentials';
import { startStack, type Stack } from '../../tools/stack';
import { DESKTOP, launchBrowser, signedInContext } from '../browser/browser';
import { describeInBrowser } from '../browser/describeInBrowser';
import { rollbackFormPage } from '../browser/rollbackFormPage';

/*
 * The bundle in a real n8n in queue mode, with the accidents that only it knows: main starts again while a worker runs a
 * release; a worker dies and comes back, as under a service manager; a worker dies and does not, so that n8n itself
 * never says that its runs are dead. Each time the release goes on, and no platform is asked for anything twice. And
 * what people open: the board and the forms, which another process than the editor's serves.
 */

const programs = findQueuePrograms();
const describeInQueueMode = typeof programs === 'string' ? describe.skip : describe;
if (typeof programs === 'string' && process.env.SLIPWAY_MISSING_SAID_LATER === undefined) {
	console.warn(`The tests of queue mode are skipped: ${programs}.`);
}

const REPOSITORY = 'candlefish-ai/candlefish';
const SITE = 'paintbox-frontend';
const TURN = `slipway:turn:${REPOSITORY}@main`;

jest.setTimeout(600_000);

describeInQueueMode('n8n in queue mode', () => {
	let folder: string;
	let postgresFolder: string;
	let stack: Stack;
	let queue: QueueN8n;
	let sandbox: SandboxClient;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-queue-'));
		postgresFolder = await mkdtemp(join(tmpdir(), 'slipway-queue-postgres-'));
		stack = await startStack({
			runtime: await ensureN8n(),
			userFolder: folder,
			timeScale: 10,
			queue: { postgresFolder },
		});
		if (stack.queue === undefined) throw new Error('n8n does not run in queue mode');
		queue = stack.queue;
		sandbox = createSandboxClient(stack.sandbox.origin, stack.n8n.webhookOrigin);
	});

	afterAll(async () => {
		await stack?.close();
		for (const each of [folder, postgresFolder]) await rm(each, { recursive: true, force: true });
	});

	const scenarioOf = (name: string): Scenario => {
		const found = SCENARIOS.find((scenario) => scenario.name === name);
		if (found === undefined) throw new Error(`There is no scenario ${name}`);
		return found;
	};

	/** The worker that runs the newest release: a sub-workflow runs where the run that called it does. */
	async function workerOfRelease(): Promise<string> {
		const asking = (await stack.api.listWorkflows()).find(({ name }) => name.startsWith('Slipway 01'));
		const [newest] = (await stack.api.listExecutions({ limit: 100 })).filter(
			({ workflowId }) => workflowId === asking?.id,
		);
		for (const [name, { logFile }] of queue.members) {
			const log = await readFile(logFile, 'utf8');
			if (log.includes(`Worker started execution ${newest?.id ?? 'none'} (`)) return name;
		}
		throw new Error(`No worker began execution ${newest?.id ?? 'none'}`);
	}

	async function redis(...command: readonly string[]): Promise<void> {
		const headers = { authorization: `Bearer ${sandboxUpstashToken}`, 'content-type': 'application/json' };
		const { origin } = stack.sandbox;
		const answer = await fetch(`${origin}/upstash`, { method: 'POST', headers, body: JSON.stringify(command) });
		if (!answer.ok) throw new Error(`The sandbox's Redis answered ${answer.status}: ${await answer.text()}`);
	}

	async function expectGoodEnd(scenario: Scenario, killN8n?: () => Promise<void>): Promise<void> {
		const { checks, hasSettled } = await runScenario({
			api: stack.api,
			sandbox,
			repository: REPOSITORY,
			scenario,
			timeoutMs: 400_000,
			...(killN8n && { killN8n }),
			openForm: async (url) => await openSignedInForm(stack.n8n.origin, stack.n8n.session.owner, url),
			say: () => undefined,
		});
		const failed = checks.filter(({ isMet }) => !isMet);
		const incidents = (await sandbox.incidents()).map(({ summary }) => summary);
		expect({ failed, incidents, hasSettled }).toEqual({ failed: [], incidents: [], hasSettled: true });
	}

	it('releases on three platforms in order, although main is started again in the middle of it', async () => {
		const release = scenarioOf('release');
		let restarts = 0;
		await expectGoodEnd({
			...release,
			async play(actor: Actor): Promise<Acted> {
				const acted = await release.play(actor);
				const commit = commitOf(acted, 'pushed');
				await actor.until('it has begun', (now) => now.gitHubDeployments.some((each) => each.commit === commit));
				await queue.main.stop();
				await queue.start('main');
				restarts += 1;
				return acted;
			},
		});
		expect(restarts).toBe(1);
	});

	it('takes a release up again when its worker is killed and comes back', async () => {
		await expectGoodEnd(scenarioOf('crash'), async () => {
			const worker = await workerOfRelease();
			await queue.kill(worker);
			await queue.start(worker);
		});
	});

	it('takes a release up again when its worker never comes back, and does nothing twice when it does later', async () => {
		const crash = scenarioOf('crash');
		let worker = '';
		await expectGoodEnd(
			{
				...crash,
				async play(actor: Actor): Promise<Acted> {
					const acted = await crash.play(actor);
					// Now its own event log tells it of runs that were taken up long ago.
					await queue.start(worker);
					return acted;
				},
			},
			async () => {
				worker = await workerOfRelease();
				await queue.kill(worker);
				// Five minutes later, without waiting for them.
				await redis('HSET', TURN, 'beat', '1', 'leaseUntil', '1');
			},
		);
	});

	it('deploys what a person approves by its form, and nothing before', async () => {
		await expectGoodEnd(scenarioOf('approve'));
	});

	it("makes a pull request's preview, whose database has its migration, and takes all of it away", async () => {
		await expectGoodEnd(scenarioOf('preview-open'));
		await expectGoodEnd(scenarioOf('preview-close'));
	});

	async function rows(table: string): Promise<JsonRecord[]> {
		const found = (await stack.api.listDataTables()).find(({ name }) => name === table);
		if (!found) throw new Error(`n8n has no Data Table ${table}.`);
		return await stack.api.listRows(found.id);
	}

	/** Releases the site alone, and gives the commit. */
	async function push(): Promise<string> {
		const { sha } = await sandbox.control('/github/push', {
			repository: REPOSITORY,
			files: { 'apps/paintbox/change.txt': `${Date.now()}\n` },
			deliver: true,
		});
		return String(sha);
	}

	const serves = async (): Promise<string> => (await sandbox.live((await sandbox.siteOf(REPOSITORY)).url)).commit;
	const deploymentsOf = async (commit: string, kind: string): Promise<JsonRecord[]> =>
		(await rows('slipway_deployments')).filter((row) => row.commit === commit && row.kind === kind);

	describeInBrowser('opened by people', () => {
		let browser: Browser;
		let page: Page;
		beforeAll(async () => {
			browser = await launchBrowser();
			page = await (await signedInContext(browser, stack.n8n, DESKTOP)).newPage();
		});
		afterAll(async () => await browser?.close());

		it('has its board at the process for webhooks, and nowhere else', async () => {
			const authorization = `Basic ${Buffer.from(`${BOARD_LOGIN.user}:${BOARD_LOGIN.password}`).toString('base64')}`;
			const ask = async (origin: string): Promise<Response> =>
				await fetch(`${origin}/webhook/slipway-board`, { headers: { authorization } });
			const answer = await ask(stack.n8n.webhookOrigin);
			expect(answer.status).toBe(200);
			expect(await answer.text()).toContain((await serves()).slice(0, 7));
			// The editor's process answers what it does not know with its own page.
			expect(await (await ask(stack.n8n.origin)).text()).not.toContain('What is live');
		});

		it('rolls a service back by its form, once, and lifts the hold', async () => {
			const good = await serves();
			const newest = await push();
			await eventually('the newest commit is live', async () => (await serves()) === newest);
			await eventually('its release is over', async () => (await sandbox.turns()).length === 0);
			const form = rollbackFormPage(page, stack.n8n.webhookOrigin, 'queue');
			await form.open();
			await form.ask('Roll back a service', 'It is slow');
			await form.choose(`${SITE} / production`);
			await form.chooseDeployment(good);
			expect(await form.confirm(SITE)).toMatchObject({ title: 'Rolled back' });
			expect(await serves()).toBe(good);
			expect(await deploymentsOf(good, 'rollback')).toMatchObject([
				{ service: SITE, state: 'live', verified: true, actor: 'Slipway Owner' },
			]);
			await form.open();
			await form.ask('Lift a hold', 'Mended');
			await form.choose(`${SITE} / production`);
			await form.ending();
			await eventually('the newest commit is live again', async () => (await serves()) === newest);
		});
	});
});

/** Looks until it is so; fails after three minutes. */
async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
	const deadlineMs = Date.now() + 180_000;
	while (!(await isSo())) {
		if (Date.now() > deadlineMs) throw new Error(`After three minutes it was not so: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
