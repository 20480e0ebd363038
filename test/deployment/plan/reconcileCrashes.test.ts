import { Crash, ReleaseWorld } from './releaseWorld';

/** Site depends on API depends on gateway; workers depend on nothing. All are live at `a`, and verified. */
function threeTiers(longestRunSeconds: number): ReleaseWorld {
	const world = new ReleaseWorld();
	world.addService('web', { depends_on: 'api', wave: 3 });
	world.addService('api', { depends_on: 'gateway', wave: 2 });
	world.addService('gateway', { wave: 1 });
	world.addService('workers', { wave: 1 });
	world.push('a', ['web', 'api', 'gateway', 'workers']);
	world.release();
	world.longestRunSeconds = longestRunSeconds;
	// Longer than one look, where a run has time for one only.
	world.buildSeconds = longestRunSeconds === 1 ? 2 : 10;
	return world;
}

const services = ['gateway', 'api', 'web', 'workers'];
const liveOf = (world: ReleaseWorld): string => services.map((service) => world.live(service)).join(' ');

/** Everything that is live was judged: by a row that says so. */
function unjudged(world: ReleaseWorld): string[] {
	return services.filter((service) => {
		const { live } = world.place(service);
		const rows = world.ledger.filter((row) => row.service === service && row.deployment_id === live?.id);
		return live !== null && !rows.some(({ state }) => state === 'live' || state === 'failed' || state === 'rolledBack');
	});
}

/** Rows that say for ever that something is going on. */
function unended(world: ReleaseWorld): string[] {
	return world.ledger
		.filter(({ state }) => state === 'running')
		.map(({ id, service, kind }) => `${String(id)} ${String(service)} ${String(kind)}`);
}

/** Releases with n8n dying at the nth step, then taken up until they conclude. */
function play(
	isBad: boolean,
	longestRunSeconds: number,
	dieAt: number,
): { readonly world: ReleaseWorld; readonly step: string } {
	const world = threeTiers(longestRunSeconds);
	if (isBad) world.bad.add('web@b');
	world.push('b', ['web', 'api', 'gateway', 'workers']);
	let count = 0;
	let died = '';
	world.beforeStep = (step) => {
		count++;
		if (count !== dieAt) return;
		died = `${step} (${count})`;
		throw new Crash(step);
	};
	try {
		world.release();
	} catch (error) {
		if (!(error instanceof Crash)) throw error;
		world.nowMs += 20_000;
		world.takeUp();
	}
	return { world, step: died };
}

describe.each([
	['good', false, 240, 'b b b b', 4],
	['whose site is bad', true, 240, 'a a a b', 4],
	['good, one look a run', false, 1, 'b b b b', 4],
	['whose site is bad, one look a run', true, 1, 'a a a b', 4],
])('a release that is %s', (_name, isBad, longestRunSeconds, expected, deployments) => {
	it('ends the same wherever n8n dies', () => {
		const steps: string[] = [];
		for (let dieAt = 1; dieAt < 500; dieAt++) {
			const { world, step } = play(isBad, longestRunSeconds, dieAt);
			const context = {
				step,
				live: liveOf(world),
				unjudged: unjudged(world),
				unended: unended(world),
				open: [...world.openPages],
			};
			const open = isBad ? ['slipway/acme/shop@main'] : [];
			expect(context).toEqual({ step, live: expected, unjudged: [], unended: [], open });
			const most = deployments + 4 + (step.startsWith('03 platform began') || step.startsWith('03 platform (') ? 1 : 0);
			expect({ step, isTwice: world.deployments > most }).toEqual({ step, isTwice: false });
			if (step === '') break;
			steps.push(step);
		}
		expect(steps.length).toBeGreaterThan(30);
	});
});
