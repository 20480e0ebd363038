import { startStack, type TestStack } from '../n8n/realN8n';
import { createSlipwayDriver, type SlipwayDriver } from './slipwayDriver';

const REPOSITORY = 'candlefish-ai/crown-trophy';
const SITE = 'crown-trophy';
const LOCK = 'slipway:lock:netlify/crown-trophy';
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
	await stack.restartN8n();
	driver = await createSlipwayDriver(stack);
}

const openPages = () => driver.incidents().filter(({ status }) => status !== 'resolved');

it('takes up a release whose run died after the site was published and before it was checked', async () => {
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
	// GitHub Watch has other branches looked at meanwhile.
	expect(await driver.locks()).toContain(LOCK);
	await killN8n();
	sandbox.removeFault(blind);

	await startN8nAgain();
	const restartedMs = Date.now();
	const rows = async () => (await driver.rows('slipway_deployments')).filter((row) => row.commit === pushed.sha);
	await driver.until(
		'the deployment has a verdict',
		async () => (await rows()).some(({ state, verified }) => state === 'live' && verified === true),
		60_000,
	);
	console.info(`taken up ${Date.now() - restartedMs} ms after n8n ran again`);
	await driver.settled();
	expect(await rows()).toEqual([
		expect.objectContaining({ kind: 'deploy', state: 'live', deployment_id: driver.publishedDeployId(SITE) }),
	]);
	expect(driver.deploys(SITE).filter(({ commit }) => commit === pushed.sha)).toHaveLength(1);
	expect((await driver.releaseOf(pushed.deliveryId)).map(({ state }) => state)).toContain('live');
	expect(await driver.locks()).toEqual([]);
	expect(await driver.turns()).toEqual([]);
	expect(openPages()).toEqual([]);
});
