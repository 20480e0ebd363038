import { Crash, ReleaseWorld } from './releaseWorld';

/** Chance that can be played again (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const services = ['api', 'web'];

interface Played {
	readonly world: ReleaseWorld;
	readonly deployments: Readonly<Record<string, number>>;
	readonly crashes: number;
	readonly outside: number;
}

/**
 * A hundred pushes in bursts, while releases run: a third of their deliveries is lost, the others come in any
 * order and say nothing but "look". n8n dies, people roll back outside, some commits are bad, some build at
 * the head of the moment. In the end GitHub Watch looks once.
 */
function play(seed: number): Played {
	const chance = seeded(seed);
	const world = new ReleaseWorld();
	world.addService('api', { wave: 1 });
	world.addService('web', { wave: 2, depends_on: 'api' });
	world.push('p000', services);
	world.release();
	const [before] = [world.deployments];
	expect(before).toBe(2);
	world.buildsHeadOfTheMoment = chance() < 0.3;
	world.longestRunSeconds = chance() < 0.3 ? 1 : 240;
	world.buildSeconds = world.longestRunSeconds === 1 ? 3 : 20;
	const deployments: Record<string, number> = { api: 0, web: 0 };
	let pushed = 0;
	let crashes = 0;
	let outside = 0;
	const push = (): void => {
		pushed++;
		const isLast = pushed === 100;
		const word = `p${String(pushed).padStart(3, '0')}`;
		const changed = isLast ? services : services.filter(() => chance() < 0.5);
		// Now and then somebody forces the branch back.
		const on = chance() < 0.05 && pushed > 10 ? `p${String(pushed - 5).padStart(3, '0')}` : world.head;
		world.push(word, changed, on);
		if (!isLast && chance() < 0.1) for (const service of changed) world.bad.add(`${service}@${word}`);
	};
	const burst = (): void => {
		const count = 20 + Math.floor(chance() * 30);
		for (let index = 0; index < count && pushed < 100; index++) push();
	};
	world.duringBuild = (service) => {
		deployments[service] = (deployments[service] ?? 0) + 1;
		burst();
	};
	world.beforeStep = (step) => {
		if (crashes >= 2 || chance() >= 0.03) return;
		crashes++;
		throw new Crash(step);
	};
	const release = (): void => {
		for (let isTakenUp = false; ; isTakenUp = true) {
			try {
				if (isTakenUp) world.takeUp();
				else world.release();
				return;
			} catch (error) {
				if (!(error instanceof Crash)) throw error;
				world.pass(0.5);
			}
		}
	};
	while (pushed < 100) {
		burst();
		if (chance() < 0.3 && outside < 1 && pushed < 90) {
			outside++;
			const [first = ''] = world.place('web').history;
			world.restoreOutside('web', first);
		}
		// The delivery of the newest push may be one of those that are lost.
		if (chance() < 0.67) release();
	}
	release();
	return { world, deployments, crashes, outside };
}

/** What is live, and was not judged by anybody. */
function unjudged(world: ReleaseWorld): string[] {
	return services.filter((service) => {
		const id = world.place(service).live?.id;
		return !world.ledger.some((row) => row.service === service && row.deployment_id === id && row.state === 'live');
	});
}

it.each(Array.from({ length: 10 }, (_unused, index) => index * 20))(
	'ends with the newest live after 100 pushes, whatever happens in between: seeds from %i',
	(first) => {
		for (let seed = first; seed < first + 20; seed++) {
			const { world, deployments } = play(seed);
			const content = services.map((service) => world.contentOf(service, world.live(service)));
			expect({ seed, content, unjudged: unjudged(world), pages: [...world.openPages] }).toEqual({
				seed,
				content: ['p100', 'p100'],
				unjudged: [],
				pages: [],
			});
			expect({ seed, isFew: Math.max(...Object.values(deployments)) <= 10, deployments }).toMatchObject({
				seed,
				isFew: true,
			});
		}
	},
);
