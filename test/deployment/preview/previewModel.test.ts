import { commitOf, type Doing, PreviewWorld } from './previewWorld';

/** The same numbers in each run. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

const count = 500;

it('leaves nothing of 500 pull requests, one in five of whose close events is lost, and whose runs die', () => {
	const chance = random(20_261_127);
	const world = new PreviewWorld();
	const seen = { lost: 0, died: 0, failed: 0 };
	const unreliable: Doing = () => {
		const luck = chance();
		if (luck < 0.03) return 'dies before';
		if (luck < 0.06) return 'dies after';
		if (luck < 0.1) {
			seen.failed++;
			return { ok: false, reason: 'The platform said 503' };
		}
		return { ok: true };
	};
	const event = (number: number, isLost = chance() < 0.2): void => {
		if (isLost) seen.lost++;
		else if (world.run(number, 'pullRequest', unreliable) === 'died') seen.died++;
		world.nowMs += 5_000;
	};
	const stayOpen = new Set<number>();
	for (let number = 1; number <= count; number++) {
		world.open(number, { isDraft: chance() < 0.1, isFork: chance() < 0.1 });
		event(number, false);
		const pushes = Math.floor(chance() * 3);
		for (let push = 2; push < 2 + pushes; push++) {
			world.change(number, { headCommit: commitOf(number, push) });
			event(number);
		}
		if (chance() < 0.2) {
			world.change(number, { isDraft: chance() < 0.5 });
			event(number);
		}
		if (chance() < 0.1) stayOpen.add(number);
		else {
			world.change(number, { state: 'closed', isMerged: chance() < 0.7 });
			event(number);
		}
	}
	expect(seen.lost).toBeGreaterThan(100);
	expect(seen.died).toBeGreaterThan(50);
	expect(seen.failed).toBeGreaterThan(50);
	const before = world.things.size;
	for (const ask of world.sweep()) world.run(ask.number, 'daily', undefined, { services: ask.services });
	expect(world.things.size).toBeLessThan(before);

	for (let number = 1; number <= count; number++) {
		const { headCommit, isDraft, isFork } = world.pulls.get(number) ?? world.open(number);
		const isWanted = stayOpen.has(number) && !isDraft && !isFork;
		const there = world.thingsOf(number);
		if (!isWanted) {
			expect([number, there]).toEqual([number, []]);
			expect(world.statesOf(number).every((state) => state.endsWith(' removed'))).toBe(true);
		} else if (world.statesOf(number).every((state) => state.endsWith(' ready'))) {
			expect([...there].sort()).toEqual([`fly ${headCommit}`, 'neon database', `netlify ${headCommit}`]);
		} else {
			// What failed at this head waits for a push, or for a person.
			expect(world.run(number, 'person', undefined, { wish: true })).toBe('conclude');
			expect([...world.thingsOf(number)].sort()).toEqual([
				`fly ${headCommit}`,
				'neon database',
				`netlify ${headCommit}`,
			]);
		}
		expect((world.comments.get(number) ?? []).length).toBeLessThanOrEqual(1);
	}
	// Nothing but what is named after a pull request was ever touched.
	expect(
		[...world.rows.values()].filter(
			({ name }) => !/^preview\/pr-\d+-\w{4}$|^api-pr-\d+-\w{4}$|^branch:feature\/\d+$/.test(String(name)),
		),
	).toEqual([]);
	expect(world.sweep()).toEqual([]);
});

it('finds by their names what no row knows, and takes nothing else for its own', () => {
	const world = new PreviewWorld();
	world.open(7);
	world.run(7);
	world.change(7, { state: 'closed' });
	world.rows.clear();
	world.things.set('fly/acme-previews/api-pr-9-zzzz', 'of another repository');
	world.things.set('neon/shop/main', 'production');
	const [ask, ...others] = world.sweep();
	expect(others).toEqual([]);
	expect(ask).toMatchObject({ number: 7, why: 'daily', services: ['api'] });
	world.run(7, 'daily', undefined, { services: ask?.services });
	expect([...world.things.keys()].sort()).toEqual([
		'fly/acme-previews/api-pr-9-zzzz',
		'neon/shop/main',
		'netlify/web/branch:feature/7',
	]);
});
