import { createContractRecorder, type ContractRecorder } from '../contract/contractValidator';
import { startStack, type TestStack } from '../n8n/realN8n';
import { readRecords } from '../../tools/json';
import { createSlipwayDriver, type SlipwayDriver } from './slipwayDriver';

const PROMOTER = 'candlefish-ai/promoteros';
const CROWN = 'candlefish-ai/crown-trophy';

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

const pages = (): number => driver.incidents().reduce((sum, { pageCount }) => sum + Number(pageCount), 0);
const openIncidents = () => driver.incidents().filter(({ status }) => status !== 'resolved');

async function live(repository: string) {
	const site = await driver.clouds.siteOf(repository);
	return { ...(await driver.clouds.live(site.url)), url: site.url };
}

async function gitHubSays(repository: string, sha: string) {
	return (await driver.clouds.deployments(repository)).filter((deployment) => deployment.commit === sha);
}

describe('a good push', () => {
	it('is live, and everybody says so: site, Netlify, GitHub, ledger; the lock is free', async () => {
		const before = await live(PROMOTER);
		const known = new Set(driver.deploys('promoteros').map(({ id }) => id));
		const startedMs = Date.now();
		const pushed = await driver.push(PROMOTER);
		expect(pushed.statusCode).toBe(202);
		await driver.settled();
		console.info(`good: ${Date.now() - startedMs} ms`);

		const after = await live(PROMOTER);
		expect(after).toMatchObject({ commit: pushed.sha, pageStatus: 200 });
		const made = driver.deploys('promoteros').filter(({ id }) => !known.has(id));
		expect(made).toEqual([expect.objectContaining({ commit: pushed.sha, state: 'ready' })]);
		expect(driver.publishedDeployId('promoteros')).toBe(made[0]?.id);
		expect(after.deployId).toBe(made[0]?.id);

		expect(await gitHubSays(PROMOTER, pushed.sha)).toEqual([
			expect.objectContaining({ state: 'success', environmentUrl: after.url }),
		]);
		// What was live before the first deployment is looked at first.
		expect(await driver.deploymentsOf(pushed.deliveryId)).toEqual([
			expect.objectContaining({ service: 'promoteros', kind: 'look', state: 'live', commit: before.commit }),
			expect.objectContaining({
				service: 'promoteros',
				kind: 'deploy',
				state: 'live',
				verified: true,
				commit: pushed.sha,
				deployment_id: made[0]?.id,
				previous_id: before.deployId,
				previous_commit: before.commit,
				finished_at: expect.any(String),
			}),
		]);
		expect(await driver.releaseOf(pushed.deliveryId)).toEqual([
			expect.objectContaining({
				state: 'live',
				services: expect.stringContaining('promoteros'),
				finished_at: expect.any(String),
			}),
		]);
		expect(await driver.locks()).toEqual([]);
		expect(await driver.turns()).toEqual([]);
		expect(pages()).toBe(0);
	});

	it('is not deployed again when it is delivered again afterwards', async () => {
		const pushed = await driver.push(PROMOTER);
		await driver.settled();
		const count = driver.deploys('promoteros').length;
		const again = await driver.deliver(pushed.payload, { deliveryId: pushed.deliveryId });
		expect(again.statusCode).toBe(202);
		// Neither under an id of its own: a replay with another id is the same push.
		expect((await driver.deliver(pushed.payload)).statusCode).toBe(202);
		await driver.settled();
		expect(driver.deploys('promoteros')).toHaveLength(count);
		const states = (await driver.releaseOf(pushed.deliveryId)).map(({ state }) => state);
		expect(states.filter((state) => state === 'live')).toHaveLength(1);
	});
});

describe('a push whose build fails', () => {
	it("leaves live what was live, pages once with Netlify's words, and may be redelivered", async () => {
		const before = await live(PROMOTER);
		const pagesBefore = pages();
		const pushed = await driver.push(PROMOTER, { scenario: 'bad-build' });
		await driver.settled();

		expect(await live(PROMOTER)).toEqual(before);
		expect(await gitHubSays(PROMOTER, pushed.sha)).toEqual([expect.objectContaining({ state: 'failure' })]);
		const [row] = (await driver.deploymentsOf(pushed.deliveryId)).filter(({ kind }) => kind === 'deploy');
		expect(row).toMatchObject({ kind: 'deploy', state: 'failed', verified: false });
		expect(row?.reason).toContain("Cannot find module './palette'");
		expect(await driver.releaseOf(pushed.deliveryId)).toEqual([expect.objectContaining({ state: 'failed' })]);
		expect(pages() - pagesBefore).toBe(1);
		expect(openIncidents()).toEqual([
			expect.objectContaining({
				dedupKey: 'slipway/candlefish-ai/promoteros@main',
				summary: expect.stringContaining("Cannot find module './palette'"),
				pageCount: 1,
			}),
		]);
		expect(await driver.locks()).toEqual([]);

		await driver.deliver(pushed.payload, { deliveryId: pushed.deliveryId });
		await driver.settled();
		expect(driver.deploys('promoteros').filter(({ commit }) => commit === pushed.sha)).toHaveLength(2);
		// The run is in the id: another run of the same delivery never writes over this one's row.
		const ids = (await driver.releaseOf(pushed.deliveryId)).map(({ release_id: id }) => String(id));
		expect(ids).toEqual([0, 1].map(() => expect.stringMatching(new RegExp(`^${pushed.deliveryId}/\\d+$`))));
		expect(new Set(ids).size).toBe(2);
		expect(openIncidents()).toEqual([expect.objectContaining({ pageCount: 1 })]);
	});
});

describe('a push that builds and is sick', () => {
	it('is rolled back to the release before, with one page that says why; the next good one resolves it', async () => {
		await driver.push(CROWN);
		await driver.settled();
		const before = await live(CROWN);
		const others = openIncidents().length;
		const startedMs = Date.now();
		const pushed = await driver.push(CROWN, { scenario: 'failing-health' });
		await driver.settled();
		console.info(`failing-health: ${Date.now() - startedMs} ms`);

		expect(await live(CROWN)).toEqual(before);
		expect(before.pageStatus).toBe(200);
		expect(await gitHubSays(CROWN, pushed.sha)).toEqual([
			expect.objectContaining({ state: 'failure', description: expect.stringContaining('503') }),
		]);
		const rows = await driver.deploymentsOf(pushed.deliveryId);
		expect(rows.map(({ kind, state, verified }) => ({ kind, state, verified }))).toEqual([
			{ kind: 'deploy', state: 'rolledBack', verified: false },
			{ kind: 'rollback', state: 'live', verified: true },
		]);
		expect(rows[1]).toMatchObject({ commit: before.commit, deployment_id: before.deployId });
		const mine = openIncidents().filter(({ dedupKey }) => dedupKey === 'slipway/candlefish-ai/crown-trophy@main');
		expect(openIncidents()).toHaveLength(others + 1);
		expect(mine).toEqual([
			expect.objectContaining({
				// The deployment, then its release, under one key.
				triggerCount: 2,
				pageCount: 1,
				summary: expect.stringMatching(/was rolled back.*503/),
			}),
		]);
		const links = readRecords(mine[0] ?? {}, 'links').map(({ href }) => String(href));
		expect(links).toEqual([
			before.url,
			`https://github.com/${CROWN}/commit/${pushed.sha}`,
			expect.stringMatching(new RegExp(`^${stack.n8n.origin}/workflow/[^/]+/executions/\\d+$`)),
		]);
		expect(await driver.locks()).toEqual([]);

		const next = await driver.push(CROWN);
		await driver.settled();
		expect(await live(CROWN)).toMatchObject({ commit: next.sha, pageStatus: 200 });
		expect(openIncidents()).toHaveLength(others);
	});
});

describe('a delivery that GitHub did not sign', () => {
	it('is refused when it is forged, tampered, missing or of a wrong secret, and starts nothing', async () => {
		// What is delivered is live already, so that GitHub Watch has nothing to see either.
		const pushed = await driver.push(PROMOTER);
		await driver.settled();
		const since = await driver.lastExecution();
		const count = driver.deploys('promoteros').length;
		for (const signature of ['forged', 'tampered', 'missing', 'wrong-secret']) {
			const { statusCode } = await driver.deliver(pushed.payload, { signature });
			expect({ signature, statusCode }).toEqual({ signature, statusCode: 401 });
		}
		await driver.settled();
		expect(await driver.lastExecution()).toBe(since);
		expect(driver.deploys('promoteros')).toHaveLength(count);
	});
});

describe('a change of the webhook secret', () => {
	it('loses no delivery: the old secret works while it is kept, the new one at once', async () => {
		const change = { webhookSecret: 'planted-new-webhook-secret', previousWebhookSecrets: 'sandbox-webhook-secret' };
		await driver.credential('slipwayGitHubApi', change);
		const old = await driver.push(PROMOTER, { deliver: false });
		expect((await driver.deliver(old.payload)).statusCode).toBe(202);
		const secret = 'planted-new-webhook-secret';
		const next = await driver.push(PROMOTER, { deliver: false });
		expect((await driver.deliver(next.payload, { secret })).statusCode).toBe(202);
		expect((await driver.deliver(next.payload, { secret: 'planted-other-secret' })).statusCode).toBe(401);
		await driver.settled();
		expect((await live(PROMOTER)).commit).toBe(next.sha);
		await driver.credential('slipwayGitHubApi');
	});
});

describe("the vendors' contracts", () => {
	it('allow everything that was asked and answered', () => {
		expect(contract.checked('github')).toBeGreaterThan(50);
		expect(contract.checked('netlify')).toBeGreaterThan(50);
		expect(contract.violations()).toEqual([]);
	});
});
