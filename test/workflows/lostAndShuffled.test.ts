import { describeOnEngine } from '../n8n/engine/installedN8n';
import { isFull } from '../sample';
import { CHAIN, createReleaseWorld, MONOREPO, type ReleaseWorld } from './releaseWorld';
import { isRecord, type JsonRecord, readString } from '../../tools/json';

/*
 * Deliveries come twice, a thousand times, late, out of order, or never. A webhook is a hint, so nothing of that
 * decides anything: what is live at the end is the head, and it was deployed once.
 */

const SITE = 'paintbox-frontend';

/** `SLIPWAY_SEEDS=2,3` for other orders and losses. */
const SEEDS = (process.env.SLIPWAY_SEEDS ?? '1').split(',').map(Number);

/** A thousand deliveries and a hundred pushes take minutes: `npm test -- --long`. */
const DELIVERIES = isFull ? 1_000 : 200;
const PUSHES = isFull ? 100 : 40;

/** Numbers in [0, 1) that are the same on every run. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
	return items
		.map((item) => ({ item, at: random() }))
		.sort((left, right) => left.at - right.at)
		.map(({ item }) => item);
}

interface Undelivered {
	readonly sha: string;
	readonly payload: JsonRecord;
}

describeOnEngine('of deliveries', () => {
	let world: ReleaseWorld;
	beforeAll(async () => {
		world = await createReleaseWorld({ services: CHAIN });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		await world.push({ touches: CHAIN });
		await world.calm();
		world.engine.runner.steps.length = 0;
	});

	/** A push of the site that GitHub keeps to itself. */
	async function pushSilently(number: number): Promise<Undelivered> {
		const answer = await world.engine.clouds.control('/github/push', {
			repository: MONOREPO,
			files: { 'apps/paintbox/number.txt': `${number}\n` },
			message: `Push ${number}`,
			deliver: false,
		});
		return { sha: readString(answer, 'sha') ?? '', payload: isRecord(answer.payload) ? answer.payload : {} };
	}

	const made = async (): Promise<number> => (await world.deploymentCounts())[SITE] ?? NaN;

	it(`${DELIVERIES} of one push deploy it once`, async () => {
		const before = await made();
		const { sha, payload } = await pushSilently(1);
		const deliveryId = 'b0a7f8de-0000-4000-8000-000000000001';
		for (let round = 0; round < DELIVERIES / 50; round++) {
			const statuses = await Promise.all(
				Array.from({ length: 50 }, async () => (await world.engine.intake(payload, { deliveryId })).outcome.status),
			);
			expect(new Set(statuses)).toEqual(new Set([202]));
		}
		await world.calm();
		expect((await world.state(SITE)).commit).toBe(sha);
		expect((await made()) - before).toBe(1);
		expect(world.ledger(SITE).filter(({ commit, kind }) => commit === sha && kind === 'deploy')).toHaveLength(1);
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	it.each(SEEDS)(
		`those of ${PUSHES} pushes, shuffled (%d), put the newest live, in ten deployments at most`,
		async (seed) => {
			const random = createRandom(seed);
			const before = await made();
			const pushed: Undelivered[] = [];
			for (let number = 0; number < PUSHES; number++) pushed.push(await pushSilently(number));
			const order = shuffled(pushed, random);
			// Over ten minutes, some twice.
			for (const delivery of order) {
				world.engine.runner.inBackground(world.engine.intake(delivery.payload));
				if (random() < 0.1) world.engine.runner.inBackground(world.engine.intake(delivery.payload));
				await world.engine.clock.pass(random() * 12_000);
			}
			await world.calm();
			expect((await world.state(SITE)).commit).toBe(pushed.at(-1)?.sha);
			expect((await made()) - before).toBeLessThanOrEqual(10);
			expect(world.pages()).toEqual([]);
			expect(await world.leftovers()).toEqual([]);
		},
	);

	it(`${PUSHES} pushes on their way while the head moves on never go back, and make as many deployments as fit`, async () => {
		const random = createRandom(7);
		const order: string[] = [];
		const served: string[] = [];
		for (let round = 0; round < PUSHES / 10; round++) {
			const pushed: Undelivered[] = [];
			for (let index = 0; index < 10; index++) pushed.push(await pushSilently(order.length + index));
			order.push(...pushed.map(({ sha }) => sha));
			for (const { payload } of shuffled(pushed, random)) {
				world.engine.runner.inBackground(world.engine.intake(payload));
				await world.engine.clock.pass(random() * 3_000);
				const { commit } = await world.state(SITE);
				if (served.at(-1) !== commit) served.push(commit);
			}
		}
		await world.calm();
		served.push((await world.state(SITE)).commit);
		const numbers = served.map((commit) => order.indexOf(commit)).filter((number) => number >= 0);
		expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
		expect(numbers.at(-1)).toBe(PUSHES - 1);
		expect(await world.leftovers()).toEqual([]);
	});

	it.each(SEEDS)('three in ten that are lost (%d) change nothing at the end but a minute', async (seed) => {
		const random = createRandom(seed);
		let last: Undelivered | undefined;
		for (let number = 0; number < 20; number++) {
			// The very last one is lost, and comes when nobody looks any more.
			if (number === 19) await world.engine.runner.settled();
			last = await pushSilently(number);
			const isLost = number === 19 || random() < 0.3;
			if (!isLost) world.engine.runner.inBackground(world.engine.intake(last.payload));
			if (number < 19) await world.engine.clock.pass(random() * 60_000);
		}
		const headMovedAtMs = world.engine.clock.nodes.now();
		await world.minute();
		await world.engine.runner.settled();
		expect((await world.state(SITE)).commit).toBe(last?.sha);
		const [look] = world.engine.runner.steps.filter(
			({ workflowId, name, beganMs }) =>
				workflowId === 'slipway02release' && name === 'Note what is looked at' && beganMs >= headMovedAtMs,
		);
		expect((look?.beganMs ?? Infinity) - headMovedAtMs).toBeLessThanOrEqual(60_000);
		await world.calm();
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	it('none that came while n8n was down is missed once it is up', async () => {
		world.engine.runner.kill();
		const commit = await world.push({ touches: CHAIN });
		await world.engine.clock.pass(5 * 60_000);
		await world.engine.startAgain();
		await world.calm();
		expect(await world.commits(CHAIN)).toEqual(Object.fromEntries(CHAIN.map((service) => [service, commit])));
		expect(world.pages()).toEqual([]);
	});
});
