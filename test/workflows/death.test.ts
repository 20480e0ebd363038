import { startN8n } from '../../tools/n8n/instance';
import { ensureN8n } from '../../tools/n8n/runtime';
import { PROJECT_FOLDER } from '../../tools/stack';
import { startStack, type TestStack } from '../n8n/realN8n';
import { createSlipwayDriver, type SlipwayDriver } from './slipwayDriver';

const REPOSITORY = 'candlefish-ai/crown-trophy';
const SITE = 'crown-trophy';
const LOCK = 'slipway:lock:crown-trophy/production';
const TIME_SCALE = 120;

let stack: TestStack;
let driver: SlipwayDriver;

beforeAll(async () => {
	stack = await startStack({ timeScale: TIME_SCALE });
	driver = await createSlipwayDriver(stack);
});

afterAll(async () => {
	await stack?.close();
});

/** As the kernel does when the memory is out: no last words, and the runner that n8n started goes, too. */
async function killN8n(): Promise<void> {
	process.kill(-stack.n8n.processId, 'SIGKILL');
	await stack.n8n.exited;
}

async function startN8nAgain(): Promise<void> {
	const { n8n: dead } = stack;
	const n8n = await startN8n({
		runtime: await ensureN8n(),
		userFolder: dead.userFolder,
		port: Number(new URL(dead.origin).port),
		packageDir: PROJECT_FOLDER,
	});
	const { sandbox } = stack;
	stack = {
		...stack,
		n8n,
		api: n8n.api,
		close: async () => void (await Promise.all([n8n.stop(), sandbox.close()])),
	};
	driver = await createSlipwayDriver(stack);
}

const openPages = () => driver.incidents().filter(({ status }) => status !== 'resolved');
const claimKeys = (keys: unknown): string[] => (Array.isArray(keys) ? keys.map(String) : []);

it('catches up with a push whose run died after the site was published and before it was checked', async () => {
	const { sandbox } = stack;
	// Netlify builds and publishes, and n8n cannot see it: so it dies in between, whatever the machine's pace.
	const blind = sandbox.addFault({
		platform: 'netlify',
		method: 'GET',
		path: '/api/v1/**deploys/*',
		kind: 'status',
		status: 503,
		times: 'always',
	});
	const pushed = await driver.push(REPOSITORY);
	const isServed = () => {
		const published = driver.publishedDeployId(SITE);
		return driver.deploys(SITE).some(({ id, commit }) => id === published && commit === pushed.sha);
	};
	await driver.until('Netlify serves the new commit', isServed);
	expect(await driver.locks()).toEqual([LOCK]);
	await killN8n();
	sandbox.removeFault(blind);
	expect(await driver.claimState(pushed.deliveryId)).toBe('running');

	await startN8nAgain();
	await driver.settled();
	// n8n knows what it left behind: the lock is free, and a person was told.
	expect(await driver.locks()).toEqual([]);
	expect(openPages()).toContainEqual(
		expect.objectContaining({
			dedupKey: 'slipway/crown-trophy/production',
			summary: expect.stringMatching(/Deploy one service died at "Deploy it"/),
		}),
	);
	const verified = async () =>
		(await driver.rows('slipway_deployments')).filter(
			(row) => row.commit === pushed.sha && row.verified === true && row.state === 'live',
		);
	expect(await verified()).toEqual([]);

	// Two hours later.
	for (const key of claimKeys(await driver.redis('KEYS', 'slipway:claim:*')))
		await driver.redis('HSET', key, 'leaseUntil', '1');
	const answer = await driver.deliver(pushed.payload, { deliveryId: pushed.deliveryId });
	expect(answer.statusCode).toBe(202);
	await driver.settled();
	expect(await verified()).toEqual([
		expect.objectContaining({ kind: 'deploy', deployment_id: driver.publishedDeployId(SITE) }),
	]);
	expect((await driver.releaseOf(pushed.deliveryId)).map(({ state }) => state)).toContain('live');
	expect(await driver.claimState(pushed.deliveryId)).toBe('done');
	expect(await driver.locks()).toEqual([]);
	expect(openPages().map(({ dedupKey }) => dedupKey)).not.toContain('slipway/crown-trophy/production');
});
