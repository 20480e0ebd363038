import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import axios from 'axios';

import { executionError } from '../../tools/executionOutcome';
import { type JsonRecord, readRecords } from '../../tools/json';
import { createContractRecorder, type ContractRecorder } from '../contract/contractValidator';
import { startStack, type TestStack } from '../n8n/realN8n';
import { beImpatient } from './impatience';
import { createSlipwayDriver, type Pushed, type SlipwayDriver } from './slipwayDriver';

const REPOSITORY = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';
const LOCK = 'slipway:lock:netlify/crown-trophy';

let stack: TestStack;
let driver: SlipwayDriver;
let contract: ContractRecorder;

beforeAll(async () => {
	stack = await startStack({ timeScale: 120 });
	contract = createContractRecorder(stack.sandbox);
	driver = await createSlipwayDriver(stack);
});

afterAll(async () => {
	await stack?.close();
});

const triggers = (): number => driver.incidents().reduce((sum, { triggerCount }) => sum + Number(triggerCount), 0);

/** What the last event said: PagerDuty keeps the first one's words as the incident's title. */
function lastTrigger(): string {
	const events = driver.incidents().flatMap((incident) => readRecords(incident, 'history'));
	const [last] = events
		.filter(({ action }) => action === 'trigger')
		.sort((left, right) => Number(right.atMs) - Number(left.atMs));
	return String(last?.summary);
}

const deployCount = (): number => driver.deploys(SERVICE).length;

interface Aftermath {
	readonly pushed: Pushed;
	readonly release: JsonRecord | undefined;
	readonly row: JsonRecord | undefined;
	readonly newTriggers: number;
	readonly newDeploys: number;
}

/** Pushes, waits for the end, and looks at what came of it. */
async function aftermathOf(change: JsonRecord = {}): Promise<Aftermath> {
	const [triggersBefore, deploysBefore] = [triggers(), deployCount()];
	const pushed = await driver.push(REPOSITORY, change);
	expect(pushed.statusCode).toBe(202);
	await driver.settled();
	expect(await driver.locks()).toEqual([]);
	return {
		pushed,
		release: (await driver.releaseOf(pushed.deliveryId)).at(-1),
		row: (await driver.deploymentsOf(pushed.deliveryId)).find(({ kind }) => kind === 'deploy'),
		newTriggers: triggers() - triggersBefore,
		newDeploys: deployCount() - deploysBefore,
	};
}

describe('a push that deploys nothing', () => {
	it('says so when it touches no service', async () => {
		const { release, newTriggers, newDeploys } = await aftermathOf({
			scenario: undefined,
			files: { 'docs/notes.txt': 'Nothing that runs\n' },
		});
		expect(release).toMatchObject({
			state: 'nothing',
			reason: expect.stringMatching(/\w/),
			finished_at: expect.any(String),
		});
		console.info(`nothing: ${String(release?.reason)}`);
		expect({ newTriggers, newDeploys }).toEqual({ newTriggers: 0, newDeploys: 0 });
	});

	it('says who holds a service that is held', async () => {
		await driver.changeService(SERVICE, { hold: true, hold_reason: 'Ana looks into the checkout' });
		const { release, newTriggers, newDeploys } = await aftermathOf();
		await driver.changeService(SERVICE, { hold: false, hold_reason: '' });
		expect(release).toMatchObject({
			state: 'nothing',
			reason: expect.stringMatching(/crown-trophy.*holds.*Ana looks into the checkout/),
		});
		expect({ newTriggers, newDeploys }).toEqual({ newTriggers: 0, newDeploys: 0 });
	});
});

describe('a catalog that cannot be used', () => {
	let kept: JsonRecord[] = [];

	beforeEach(async () => {
		kept = await driver.services();
	});

	afterEach(async () => {
		for (const { service } of await driver.services()) await driver.removeService(String(service));
		for (const row of kept) await driver.addService(row);
	});

	const expectDeath = async (pattern: RegExp): Promise<void> => {
		const since = await driver.lastExecution();
		const { release, newTriggers, newDeploys } = await aftermathOf();
		expect(release).toMatchObject({ state: 'failed', reason: expect.stringMatching(pattern) });
		const [run] = await driver.runs('slipway02release', since);
		expect(run && executionError(run)).toMatch(pattern);
		expect({ newTriggers, newDeploys }).toEqual({ newTriggers: 1, newDeploys: 0 });
		expect(lastTrigger()).toMatch(pattern);
	};

	it('is said to be empty, and to be made by the set-up', async () => {
		for (const { service } of kept) await driver.removeService(String(service));
		await expectDeath(/empty.*Set ?up/is);
	});

	it('is said to have a row without a platform', async () => {
		await driver.changeService(SERVICE, { platform: '' });
		await expectDeath(/crown-trophy.*platform/is);
	});

	it('is said to have two rows of one name', async () => {
		await driver.addService(kept.find(({ service }) => service === SERVICE) ?? {});
		await expectDeath(/crown-trophy.*(two|twice|row)/is);
	});
});

describe('a platform that refuses', () => {
	const faults: string[] = [];

	afterEach(async () => {
		for (const fault of faults.splice(0)) stack.sandbox.removeFault(fault);
		await driver.changeService(SERVICE, { target: SERVICE });
		await driver.credential('slipwayNetlifyApi');
	});

	const expectFailure = async (pattern: RegExp): Promise<Aftermath> => {
		const aftermath = await aftermathOf();
		const { row, release, newTriggers, newDeploys } = aftermath;
		console.info(`${String(row?.reason)}`);
		expect(row).toMatchObject({ state: 'failed', verified: false, reason: expect.stringMatching(pattern) });
		expect(release).toMatchObject({ state: 'failed', reason: expect.stringMatching(pattern) });
		expect({ newTriggers, newDeploys }).toEqual({ newTriggers: 1, newDeploys: 0 });
		return aftermath;
	};

	it('is named, with the advice: a site that is not there', async () => {
		await driver.changeService(SERVICE, { target: 'no-such-site' });
		await expectFailure(/no-such-site.*\. [A-Z]/);
	});

	it('is named, with the advice: a token that Netlify does not take; redelivered with the right one, it deploys', async () => {
		await driver.credential('slipwayNetlifyApi', { accessToken: 'planted-wrong-netlify-token' });
		const { pushed } = await expectFailure(/Netlify.*(401|token)/is);
		await driver.credential('slipwayNetlifyApi');
		await driver.deliver(pushed.payload, { deliveryId: pushed.deliveryId });
		await driver.settled();
		expect((await driver.releaseOf(pushed.deliveryId)).map(({ state }) => state)).toEqual(['failed', 'live']);
		expect(
			driver
				.incidents()
				.filter(
					({ dedupKey, status }) => dedupKey === 'slipway/candlefish-ai/crown-trophy@main' && status !== 'resolved',
				),
		).toEqual([]);
	});

	it('is named, with the advice: a repository that GitHub does not show', async () => {
		faults.push(
			stack.sandbox.addFault({
				platform: 'github',
				path: `/repos/${REPOSITORY}`,
				kind: 'status',
				status: 404,
				body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
				times: 'always',
			}),
		);
		await expectFailure(/GitHub.*404.*Check owner, name/is);
	});

	it('is named, with the advice: a token that may not make a deployment on GitHub', async () => {
		faults.push(
			stack.sandbox.addFault({
				platform: 'github',
				method: 'POST',
				path: `/repos/${REPOSITORY}/deployments`,
				kind: 'status',
				status: 403,
				body: {
					message: 'Resource not accessible by personal access token',
					documentation_url: 'https://docs.github.com/rest',
					status: '403',
				},
				times: 'always',
			}),
		);
		await expectFailure(/Resource not accessible.*permission/is);
	});
});

it('says that a roll back failed, and calls nothing live that is sick', async () => {
	await beImpatient(stack);
	const before = driver.publishedDeployId(SERVICE);
	const fault = stack.sandbox.addFault({
		platform: 'netlify',
		method: 'POST',
		path: '/api/v1/sites/*/deploys/*/restore',
		kind: 'status',
		status: 422,
		body: { code: 422, message: 'This deploy cannot be restored' },
		times: 'always',
	});
	const { pushed, release, newTriggers, newDeploys } = await aftermathOf({ scenario: 'failing-health' });
	stack.sandbox.removeFault(fault);
	const rows = await driver.deploymentsOf(pushed.deliveryId);
	expect(rows.map(({ kind, state, verified }) => ({ kind, state, verified }))).toEqual([
		{ kind: 'deploy', state: 'failed', verified: false },
		{ kind: 'rollback', state: 'failed', verified: false },
	]);
	expect(rows[0]?.reason).toMatch(/503.*The roll back failed too.*This deploy cannot be restored/);
	expect(release).toMatchObject({ state: 'failed' });
	expect(lastTrigger()).toMatch(/failed.*The roll back failed too/);
	expect({ newTriggers, newDeploys }).toEqual({ newTriggers: 1, newDeploys: 1 });
	expect(driver.publishedDeployId(SERVICE)).not.toBe(before);
	expect((await driver.clouds.deployments(REPOSITORY)).find(({ commit }) => commit === pushed.sha)?.state).toBe(
		'failure',
	);
});

it('waits for a lock that somebody else holds, and goes on when it is free', async () => {
	await driver.redis('HSET', LOCK, 'owner', 'Ana, by hand', 'token', '1', 'since', String(Date.now()), 'note', 'looks');
	await driver.redis('PEXPIRE', LOCK, '600000');
	const count = deployCount();
	const pushed = await driver.push(REPOSITORY);
	await driver.until(
		'the run asks for the lock',
		() =>
			stack.sandbox
				.requests({ platform: 'upstash' })
				.filter(({ responseBody }) => JSON.stringify(responseBody ?? '').includes('heldByOther')).length >= 2,
	);
	expect(deployCount()).toBe(count);
	await driver.redis('DEL', LOCK);
	await driver.settled();
	expect(deployCount()).toBe(count + 1);
	expect(await driver.releaseOf(pushed.deliveryId)).toEqual([expect.objectContaining({ state: 'live' })]);
});

it('pages once for a workflow that dies, and frees the lock it held', async () => {
	const { api, n8n } = stack;
	const ids = new Map((await api.listWorkflows()).map(({ id, name }) => [name, id]));
	const upstash = (await api.listCredentials()).find(({ type }) => type === 'slipwayUpstashRedisApi');
	const path = 'slipway-test-death';
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		x: number,
		parameters: JsonRecord,
		more: JsonRecord = {},
	) => ({
		id: `slipway-test-${x}`,
		name,
		type,
		typeVersion,
		position: [x, 0],
		parameters,
		...more,
	});
	const doomed = await api.createWorkflow({
		name: 'A workflow that dies',
		nodes: [
			node('Call', 'n8n-nodes-base.webhook', 2, 0, { path, options: {} }, { webhookId: 'slipway-test-death' }),
			node(
				'Take a lock',
				'n8n-nodes-slipway.upstash',
				1,
				220,
				{ resource: 'lock', operation: 'acquire', lockName: 'doomed/production', ttlSeconds: 600 },
				{
					credentials: { slipwayUpstashRedisApi: { id: upstash?.id ?? '', name: upstash?.name ?? '' } },
				},
			),
			node('Die', 'n8n-nodes-base.stopAndError', 1, 440, { errorMessage: 'The ground gave way' }),
		],
		connections: {
			Call: { main: [[{ node: 'Take a lock', type: 'main', index: 0 }]] },
			'Take a lock': { main: [[{ node: 'Die', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', errorWorkflow: ids.get('Slipway 07: Look after what died') ?? '' },
	});
	await api.publishWorkflow(doomed.id);
	const before = triggers();
	await driver.until(
		'the webhook is there',
		async () =>
			(await axios.get(`${n8n.origin}/webhook/${path}`, { validateStatus: () => true, proxy: false })).status === 200,
	);
	await driver.until('a page went out', () => triggers() > before);
	await delay(500);
	await driver.settled();

	expect(triggers() - before).toBe(1);
	expect(driver.incidents().at(-1)).toMatchObject({
		dedupKey: 'slipway/doomed/production',
		summary: expect.stringMatching(/A workflow that dies.*Die.*The ground gave way/),
	});
	expect(await driver.locks()).toEqual([]);
	await api.unpublishWorkflow(doomed.id);
});

it('lets the next good push resolve what was paged for its service', async () => {
	const { release } = await aftermathOf();
	expect(release).toMatchObject({ state: 'live' });
	const open = driver
		.incidents()
		.filter(({ status }) => status !== 'resolved')
		.map(({ dedupKey }) => dedupKey);
	expect(open).not.toContain('slipway/candlefish-ai/crown-trophy@main');
});

it("asks and answers nothing that the vendors' contracts do not allow", () => {
	expect(contract.checked('github')).toBeGreaterThan(20);
	expect(contract.violations()).toEqual([]);
});

it("keeps every secret out of n8n's database and log", async () => {
	const secrets = [
		'sandbox-github-token',
		'sandbox-netlify-token',
		'sandbox-upstash-token',
		'sandboxroutingkey0000000000000000',
		'sandbox-webhook-secret',
		'planted-wrong-netlify-token',
	];
	const folder = join(stack.n8n.userFolder, '.n8n');
	const files = (await readdir(folder)).filter((name) => /sqlite|log/.test(name)).map((name) => join(folder, name));
	const texts = await Promise.all([...files, stack.n8n.logFile].map(async (file) => await readFile(file, 'latin1')));
	// The executions are in there, readable: else nothing would be proven.
	expect(texts.some((text) => text.includes('Ana looks into the checkout'))).toBe(true);
	const found = secrets.filter((secret) => texts.some((text) => text.includes(secret)));
	expect(found).toEqual([]);
	expect(secrets.filter((secret) => JSON.stringify(stack.sandbox.state()).includes(secret))).toEqual([]);
});
