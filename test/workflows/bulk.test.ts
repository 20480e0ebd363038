import { createContractRecorder, type ContractRecorder } from '../contract/contractValidator';
import { startStack, type TestStack } from '../n8n/realN8n';
import { isFull } from '../sample';
import { createSlipwayDriver, type Pushed, type SlipwayDriver } from './slipwayDriver';

const REPOSITORY = 'candlefish-ai/promoteros';
const AT_A_TIME = 50;
/** Two cores take minutes for all of it: `npm test -- --long`. */
const DELIVERIES = isFull ? 200 : 100;
const PUSHES_A_ROUND = isFull ? 20 : 10;

let stack: TestStack;
let driver: SlipwayDriver;
let contract: ContractRecorder;
let watch: NodeJS.Timeout | undefined;

afterEach(() => clearInterval(watch));

beforeAll(async () => {
	stack = await startStack({ timeScale: 120 });
	contract = createContractRecorder(stack.sandbox);
	driver = await createSlipwayDriver(stack);
});

afterAll(async () => {
	await stack?.close();
});

// Two cores run about 15 executions a second when nothing else does, and a third of that when much does.
jest.setTimeout(1_200_000);

const liveCommit = async (): Promise<string> =>
	(await driver.clouds.live((await driver.clouds.siteOf(REPOSITORY)).url)).commit;

/** Delivers all, in this order, so many at a time. Returns how often each status was answered. */
async function deliverAll(pushes: readonly Pushed[]): Promise<Map<number, number>> {
	const statuses = new Map<number, number>();
	const startedMs = Date.now();
	const queue = [...pushes];
	const line = async (): Promise<void> => {
		for (let next = queue.shift(); next; next = queue.shift()) {
			const { statusCode } = await driver.deliverPatiently(next.payload, next.deliveryId);
			statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, line));
	const seconds = (Date.now() - startedMs) / 1000;
	console.info(`${pushes.length} deliveries in ${seconds} s, ${(pushes.length / seconds).toFixed(1)} a second`);
	return statuses;
}

// A thousand deliveries and a hundred pushes run on n8n's engine (lostAndShuffled.test.ts), where they take a minute.
it(`deploys a push that is delivered ${DELIVERIES} times, ${AT_A_TIME} at a time, exactly once`, async () => {
	const pushed = await driver.push(REPOSITORY, { deliver: false });
	const statuses = await deliverAll(Array.from({ length: DELIVERIES }, () => pushed));
	await driver.settled(600_000);

	expect([...statuses]).toEqual([[202, DELIVERIES]]);
	expect(driver.deploys('promoteros').filter(({ commit }) => commit === pushed.sha)).toHaveLength(1);
	expect(await liveCommit()).toBe(pushed.sha);
	const ends = (await driver.releaseOf(pushed.deliveryId)).map(({ state }) => state);
	expect(ends.filter((state) => state !== 'nothing')).toEqual(['live']);
	const told = (await driver.clouds.deployments(REPOSITORY)).filter(({ commit }) => commit === pushed.sha);
	expect(told).toEqual([expect.objectContaining({ state: 'success' })]);
	expect(driver.incidents()).toEqual([]);
});

it(`ends with the newest of ${2 * PUSHES_A_ROUND} pushes, however they arrive, and never goes back`, async () => {
	const order: string[] = [];
	const published: string[] = [];
	const startedMs = Date.now();
	watch = setInterval(() => {
		const id = driver.publishedDeployId('promoteros');
		if (published.at(-1) !== id) published.push(id);
	}, 20);
	let held: Pushed[] = [];
	// The head moves on while earlier pushes are still on their way; some come a round late, some twice.
	for (let round = 0; round < 2; round++) {
		const sent: Pushed[] = held;
		held = [];
		for (let index = 0; index < PUSHES_A_ROUND; index++) {
			const pushed = await driver.push(REPOSITORY, { deliver: false });
			order.push(pushed.sha);
			(index % 4 === 1 && round < 1 ? held : sent).push(pushed);
			if (index % 10 === 0) sent.push(pushed);
		}
		expect([...(await deliverAll(shuffled(sent, round + 1))).keys()]).toEqual([202]);
		// The next round comes while the newest commit of this one is being built.
		const head = order.at(-1);
		await driver.until(
			`round ${round} is being built`,
			() => driver.deploys('promoteros').some(({ commit }) => commit === head),
			180_000,
		);
	}
	await driver.settled(600_000);

	expect(await liveCommit()).toBe(order.at(-1));
	const commitOf = new Map(driver.deploys('promoteros').map(({ id, commit }) => [id, commit]));
	const served = published.map((id) => order.indexOf(commitOf.get(id) ?? ''));
	console.info(
		`${order.length} pushes: settled after ${Date.now() - startedMs} ms; served, by number: ${served.join(', ')}`,
	);
	expect(served).toEqual([...served].sort((left, right) => left - right));
	expect(new Set(served).size).toBe(served.length);
	expect(await driver.locks()).toEqual([]);
	expect(await driver.turns()).toEqual([]);
	const made = driver.deploys('promoteros').filter(({ commit }) => order.includes(commit));
	expect(made.length).toBeLessThanOrEqual(10);
	const states = (await driver.rows('slipway_releases')).filter(({ commit }) => order.includes(String(commit)));
	expect(states.filter(({ state }) => state !== 'live' && state !== 'nothing')).toEqual([]);
	expect(driver.incidents()).toEqual([]);
});

it("asks and answers nothing that the vendors' contracts do not allow", () => {
	expect(contract.checked('netlify')).toBeGreaterThan(50);
	expect(contract.violations()).toEqual([]);
});

/** The same order on every run. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
	let state = seed;
	const random = (): number => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
	return items
		.map((item) => ({ item, at: random() }))
		.sort((left, right) => left.at - right.at)
		.map(({ item }) => item);
}
