import { Crash, ReleaseWorld } from './releaseWorld';

/** One service, `web`, whose first commit is live and verified. */
function settledWorld(): ReleaseWorld {
	const world = new ReleaseWorld();
	world.addService('web');
	world.push('a', ['web']);
	world.release();
	return world;
}

it('deploys the first head, and has nothing to do after it', () => {
	const world = new ReleaseWorld();
	world.addService('web');
	world.push('a', ['web']);
	expect(world.release()).toMatchObject({ state: 'live', rounds: 2, decisions: { web: 'nothing' } });
	expect(world.live('web')).toBe('a');
	expect(world.release()).toMatchObject({ state: 'nothing', rounds: 1 });
	expect(world.deployments).toBe(1);
});

it('leaves a failed head alone, round after round, and a README after it', () => {
	const world = settledWorld();
	world.bad.add('web@b');
	world.push('b', ['web']);
	expect(world.release()).toMatchObject({ state: 'failed', decisions: { web: 'failedBefore' } });
	expect(world.live('web')).toBe('a');
	const pages = world.pages.length;
	expect(world.release()).toMatchObject({ state: 'blocked', decisions: { web: 'failedBefore' } });
	world.push('readme', []);
	expect(world.release()).toMatchObject({ state: 'blocked', decisions: { web: 'failedBefore' } });
	expect(world.deployments).toBe(2);
	expect(world.pages).toHaveLength(pages);
	expect([...world.openPages]).toEqual(['slipway/acme/shop@main']);
	world.push('c', ['web']);
	expect(world.release()).toMatchObject({ state: 'live' });
	expect([...world.openPages]).toEqual([]);
});

/** Site depends on API depends on gateway; workers depend on nothing. All are live at `a`, and verified. */
function threeTiers(): ReleaseWorld {
	const world = new ReleaseWorld();
	world.addService('web', { depends_on: 'api', wave: 3 });
	world.addService('api', { depends_on: 'gateway', wave: 2 });
	world.addService('gateway', { wave: 1 });
	world.addService('workers', { wave: 1 });
	world.push('a', ['web', 'api', 'gateway', 'workers']);
	world.release();
	return world;
}

const liveOf = (world: ReleaseWorld): string =>
	['gateway', 'api', 'web', 'workers'].map((service) => world.live(service)).join(' ');

it('deploys in the order of waves', () => {
	const world = threeTiers();
	world.push('b', ['web', 'api', 'gateway']);
	const order: string[] = [];
	world.duringBuild = (service) => order.push(service);
	expect(world.release()).toMatchObject({ state: 'live' });
	expect(order).toEqual(['gateway', 'api', 'web']);
	expect(liveOf(world)).toBe('b b b a');
});

it('rolls back in reverse what the failed one belongs to, and leaves the rest', () => {
	const world = threeTiers();
	world.bad.add('web@b');
	world.push('b', ['web', 'api', 'gateway', 'workers']);
	const order: string[] = [];
	world.beforeStep = (step) => {
		if (step === '04 platform') order.push('back');
	};
	const end = world.release();
	expect(end).toMatchObject({
		state: 'failed',
		decisions: { web: 'failedBefore', api: 'compensated', gateway: 'compensated', workers: 'nothing' },
	});
	expect(liveOf(world)).toBe('a a a b');
	expect(
		world.ledger.filter(({ kind, because }) => kind === 'rollback' && because !== '').map(({ service }) => service),
	).toEqual(['api', 'gateway']);
	expect(end.reason).toContain('Rolled back with it: gateway/production');
	expect(end.reason).toContain('Stays live: workers/production');
	expect([...world.openPages]).toEqual(['slipway/acme/shop@main']);
	expect(world.release()).toMatchObject({ state: 'blocked' });
	world.push('c', ['web']);
	expect(world.release()).toMatchObject({ state: 'live' });
	expect(world.live('web')).toBe('c');
	expect(world.contentOf('api', world.live('api'))).toBe('b');
	expect(world.contentOf('gateway', world.live('gateway'))).toBe('b');
	expect([...world.openPages]).toEqual([]);
});

it('keeps the order through a service that did not change: a site waits for the gateway under its API', () => {
	const world = new ReleaseWorld();
	world.addService('web', { depends_on: 'api', wave: 3 });
	world.addService('api', { depends_on: 'gateway', wave: 2 });
	world.addService('gateway', {
		...{ wave: 1, platform: 'fly', target: 'gateway', image: 'registry.fly.io/gateway:{commit}' },
		build_workflow: 'build-gateway.yml',
	});
	world.push('a', ['web', 'api', 'gateway']);
	world.build('gateway', 'a');
	world.release();
	world.push('b', ['web', 'gateway']);
	world.build('gateway', 'b', 'running');
	expect(world.release()).toMatchObject({ decisions: { gateway: 'waiting', api: 'nothing', web: 'blocked' } });
	expect(world.live('web')).toBe('a');
	world.build('gateway', 'b');
	expect(world.release()).toMatchObject({ state: 'live' });
	expect([world.live('gateway'), world.live('web')]).toEqual(['b', 'b']);
});

describe('desired state', () => {
	it('measures what changed from what is live, not from the push before', () => {
		const world = threeTiers();
		world.push('b', ['workers']);
		world.push('c', ['gateway']);
		world.release();
		expect(liveOf(world)).toMatch(/^c a a [bc]$/);
		expect(world.contentOf('workers', world.live('workers'))).toBe('b');
	});

	it('deploys the head wherever the branch was forced to: X, Y, X with X good', () => {
		const world = settledWorld();
		world.push('y', ['web']);
		world.release();
		world.head = 'a';
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.live('web')).toBe('a');
		expect(world.deployments).toBe(3);
	});

	it('tries X again after Y came in between: X, Y, X with X failed', () => {
		const world = settledWorld();
		world.bad.add('web@x');
		world.push('x', ['web']);
		world.release();
		world.push('y', ['web']);
		world.release();
		world.head = 'x';
		expect(world.release()).toMatchObject({ state: 'failed' });
		expect(world.live('web')).toBe('y');
		expect(world.release()).toMatchObject({ state: 'blocked', decisions: { web: 'failedBefore' } });
		expect(world.deployments).toBe(4);
	});

	it('has nothing to do after a revert of what failed', () => {
		const world = settledWorld();
		world.bad.add('web@b');
		world.push('b', ['web']);
		world.release();
		expect(world.openPages.size).toBe(1);
		world.revertTo('revert', 'a');
		expect(world.release()).toMatchObject({ state: 'nothing', decisions: { web: 'nothing' } });
		expect(world.openPages.size).toBe(0);
		expect(world.deployments).toBe(2);
	});

	it('tells once, of a branch that comes back to what failed, that it is not deployed', () => {
		const world = threeTiers();
		world.bad.add('web@b');
		world.push('b', ['web']);
		world.release();
		world.revertTo('revert', 'a');
		world.release();
		expect(world.openPages.size).toBe(0);
		const before = world.pages.length;
		world.revertTo('again', 'b');
		expect(world.release()).toMatchObject({ state: 'blocked', decisions: { web: 'failedBefore' } });
		expect([...world.openPages]).toEqual(['slipway/acme/shop@main']);
		expect(world.pages.slice(before)).toMatchObject([
			{
				severity: 'warning',
				summary: expect.stringContaining('It is not deployed again until something of it changes'),
			},
		]);
		// What goes live beside it does not make the release a good one.
		world.push('c', ['workers']);
		const end = world.release();
		expect(world.live('workers')).toBe('c');
		expect(end).toMatchObject({ state: 'blocked', decisions: { web: 'failedBefore', workers: 'nothing' } });
		expect(end.reason).toContain('web/production: failedBefore');
		expect(world.pages).toHaveLength(before + 1);
	});

	it('gates a newer head that the platform built in the place of the older one', () => {
		const world = settledWorld();
		world.buildsHeadOfTheMoment = true;
		world.bad.add('web@c');
		world.push('b', ['web']);
		let isPushed = false;
		world.duringBuild = () => {
			if (!isPushed) world.push('c', ['web']);
			isPushed = true;
		};
		expect(world.release()).toMatchObject({ state: 'failed', decisions: { web: 'failedBefore' } });
		expect(world.live('web')).toBe('a');
		expect(world.deployments).toBe(2);
	});

	it('leaves what was rolled back outside, warns once, and goes on with the next change', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		world.release();
		world.restoreOutside('web', world.place('web').history[0] ?? '');
		expect(world.release()).toMatchObject({ state: 'blocked', decisions: { web: 'drifted' } });
		expect(world.release()).toMatchObject({ decisions: { web: 'drifted' } });
		world.push('readme', []);
		world.release();
		expect(world.pages.map(({ severity }) => severity)).toEqual(['warning']);
		expect(world.live('web')).toBe('a');
		world.push('c', ['web']);
		expect(world.release()).toMatchObject({ state: 'live' });
		expect([world.live('web'), world.openPages.size]).toEqual(['c', 0]);
	});

	it('deploys over a drift when a person asks', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		world.release();
		world.restoreOutside('web', world.place('web').history[0] ?? '');
		world.release();
		world.wish();
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.live('web')).toBe('b');
	});

	it('rolls nothing back that was live before it was installed, whatever the health address says', () => {
		const world = new ReleaseWorld();
		world.addService('web');
		world.push('a', ['web']);
		world.bad.add('web@a');
		world.deployOutside('web', 'a');
		expect(world.release()).toMatchObject({ decisions: { web: 'nothing' } });
		expect([world.live('web'), world.rollbacks, world.deployments]).toEqual(['a', 0, 0]);
		expect(world.ledger).toMatchObject([{ kind: 'look', decision: 'baseline', state: 'unhealthy', verified: false }]);
		expect(world.openPages.size).toBe(1);
	});

	it('keeps the first deployment that is bad, since there is nothing to go back to', () => {
		const world = new ReleaseWorld();
		world.addService('web');
		world.push('a', ['web']);
		world.bad.add('web@a');
		expect(world.release()).toMatchObject({ state: 'failed' });
		expect(world.live('web')).toBe('a');
		const { deployments } = world;
		world.release();
		expect(world.deployments).toBe(deployments);
		world.push('b', ['web']);
		expect(world.release()).toMatchObject({ state: 'live' });
	});

	it('does nothing while GitHub or the platform cannot be read, and goes on after it', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		world.isGitHubAway = true;
		const first = world.release();
		expect(first).toMatchObject({ state: 'unseen', decisions: { web: 'unseen' } });
		expect(Date.parse(first.lookAgainAt)).toBeGreaterThan(world.nowMs);
		expect(world.pages).toEqual([]);
		world.pass(36);
		world.release();
		world.release();
		expect(world.pages.map(({ severity }) => severity)).toEqual(['warning']);
		world.isGitHubAway = false;
		world.place('web').isAway = true;
		expect(world.release()).toMatchObject({ decisions: { web: 'unseen' } });
		world.place('web').isAway = false;
		expect(world.release()).toMatchObject({ state: 'live' });
		expect([world.live('web'), world.openPages.size]).toEqual(['b', 0]);
	});

	it('skips a head that asks for it, and deploys what it held with the next', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		world.message = 'Prepare [skip deploy]';
		expect(world.release()).toMatchObject({ state: 'skipped' });
		world.push('readme', []);
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.contentOf('web', world.live('web'))).toBe('b');
	});

	it('says once that the branch is gone, and goes on when it is there again', () => {
		const world = settledWorld();
		world.head = null;
		expect(world.release()).toMatchObject({ state: 'blocked' });
		world.release();
		expect(world.pages).toHaveLength(1);
		world.head = 'a';
		world.push('b', ['web']);
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.openPages.size).toBe(0);
	});

	it('judges what a dead run put live on a held row, and only tells that it is bad', () => {
		const world = settledWorld();
		world.bad.add('web@b');
		world.push('b', ['web']);
		world.beforeStep = (step) => {
			if (step === '03 gate') throw new Crash(step);
		};
		expect(() => world.release()).toThrow(Crash);
		world.beforeStep = () => undefined;
		world.changeRow('web', { hold: true, hold_reason: 'Kim looks' });
		world.takeUp();
		expect([world.live('web'), world.rollbacks]).toEqual(['b', 0]);
		expect(world.pages.at(-1)?.summary).toContain('A person holds this service (Kim looks), so it was not rolled back');
	});

	it('deploys what was held, skipped or failed to be seen, once it may go', () => {
		const world = settledWorld();
		world.changeRow('web', { hold: true });
		world.push('b', ['web']);
		expect(world.release()).toMatchObject({ state: 'blocked' });
		world.push('readme', []);
		world.changeRow('web', { hold: false });
		expect(world.release()).toMatchObject({ state: 'live' });
	});

	it('deploys a hundred redeliveries of one push once', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		for (let delivery = 0; delivery < 100; delivery++) world.release();
		expect(world.deployments).toBe(2);
	});

	it('tries three times what nobody sees the end of, then tells', () => {
		const world = settledWorld();
		world.push('b', ['web']);
		world.beforeStep = (step) => {
			if (step === '03 platform began') {
				world.place('web').underWay = null;
				throw new Crash(step);
			}
		};
		for (let run = 0; run < 3; run++) expect(() => world.release()).toThrow(Crash);
		expect(world.release()).toMatchObject({ decisions: { web: 'failedBefore' } });
		expect(world.deployments).toBe(4);
		expect(world.openPages.size).toBe(1);
	});
});

describe('images', () => {
	function imageWorld(): ReleaseWorld {
		const world = new ReleaseWorld();
		world.addService('api', {
			platform: 'fly',
			wave: 1,
			image: 'registry.fly.io/api:{commit}',
			build_workflow: 'build-api.yml',
		});
		world.addService('web', { wave: 2, depends_on: 'api' });
		world.push('a', ['api', 'web']);
		world.build('api', 'a');
		world.release();
		return world;
	}

	it('waits with the site while the image of the API is built', () => {
		const world = imageWorld();
		world.push('b', ['api', 'web']);
		world.build('api', 'b', 'running');
		expect(world.release()).toMatchObject({ state: 'waiting', decisions: { api: 'waiting', web: 'blocked' } });
		world.pass(2);
		world.build('api', 'b');
		expect(world.release()).toMatchObject({ state: 'live' });
		expect([world.live('api'), world.live('web')]).toEqual(['b', 'b']);
	});

	it('deploys the newest of two builds of two pushes', () => {
		const world = imageWorld();
		world.push('b', ['api']);
		world.push('c', ['api']);
		world.build('api', 'b');
		expect(world.release()).toMatchObject({ decisions: { api: 'waiting' } });
		world.build('api', 'c');
		world.release();
		expect([world.live('api'), world.deployments]).toEqual(['c', 3]);
	});

	it('deploys the image of the commit before when the head changed nothing of it', () => {
		const world = imageWorld();
		world.push('b', ['api']);
		world.build('api', 'b');
		world.push('readme', []);
		world.release();
		expect(world.live('api')).toBe('b');
	});

	it('says once that path filters never build an image', () => {
		const world = imageWorld();
		world.push('b', ['api']);
		expect(world.release()).toMatchObject({ decisions: { api: 'waiting' } });
		world.pass(11);
		expect(world.release()).toMatchObject({ state: 'blocked', decisions: { api: 'buildMissing' } });
		world.release();
		expect(world.pages).toHaveLength(1);
		world.build('api', 'b');
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.openPages.size).toBe(0);
	});
});

describe('the list of a release that failed', () => {
	it('goes out again with the fix of the other', () => {
		const world = threeTiers();
		world.bad.add('api@b');
		world.push('b', ['api', 'gateway']);
		expect(world.release()).toMatchObject({ decisions: { api: 'failedBefore', gateway: 'compensated' } });
		expect(liveOf(world)).toBe('a a a a');
		world.push('readme', []);
		expect(world.release()).toMatchObject({ state: 'blocked', decisions: { gateway: 'compensated' } });
		world.push('c', ['api']);
		expect(world.release()).toMatchObject({ state: 'live' });
		expect(world.contentOf('gateway', world.live('gateway'))).toBe('b');
		expect(world.live('api')).toBe('c');
	});

	it('stops at three tries of an entry, tells, and goes on with the wave before', () => {
		const world = threeTiers();
		world.bad.add('web@b');
		world.push('b', ['web', 'api', 'gateway']);
		world.beforeStep = (step) => {
			const isApi = world.ledger.at(-1)?.service === 'api' && world.ledger.at(-1)?.kind === 'rollback';
			world.place('api').isAway = isApi && step === '04 platform';
			if (step === '04 see') world.place('api').isAway = false;
		};
		const end = world.release();
		expect(end.state).toBe('compensationFailed');
		expect(liveOf(world)).toBe('a b a a');
		const tried = world.ledger.filter(({ because }) => because !== '').map(({ service }) => service);
		expect(tried).toEqual(['api', 'api', 'api', 'gateway']);
		expect(end.reason).toContain('api/production (3 roll backs failed');
		expect(world.pages.at(-1)).toMatchObject({ severity: 'critical' });
		const { rollbacks } = world;
		world.release();
		expect(world.rollbacks).toBe(rollbacks);
	});

	it.each<[string, Readonly<Record<string, string>>, string]>([
		['never', { compensate: 'never' }, 'b a a a'],
		['a migration', { migration: 'npm run migrate' }, 'b a a a'],
		['a migration that may be undone', { migration: 'npm run migrate', compensate: 'release' }, 'a a a a'],
	])('leaves, or takes, a gateway with %s', (_name, row, expected) => {
		const world = threeTiers();
		world.changeRow('gateway', row);
		world.bad.add('web@b');
		world.push('b', ['web', 'api', 'gateway']);
		const end = world.release();
		expect(liveOf(world)).toBe(expected);
		expect(end.reason.includes('Migrations are not undone: gateway/production')).toBe('migration' in row);
	});

	it('takes with it what goes with the whole release', () => {
		const world = threeTiers();
		world.changeRow('workers', { compensate: 'release' });
		world.bad.add('web@b');
		world.push('b', ['web', 'workers']);
		world.release();
		expect(liveOf(world)).toBe('a a a a');
	});

	it('leaves what is none of the release any more, what a person holds, and what was never verified before', () => {
		const world = threeTiers();
		world.bad.add('web@b');
		world.push('b', ['web', 'api', 'gateway']);
		let isFailed = false;
		world.beforeStep = (step) => {
			if (step === '03 gate' && world.live('web') === 'b' && !isFailed) {
				isFailed = true;
				world.changeRow('gateway', { hold: true });
				world.deployOutside('api', 'a');
			}
		};
		const end = world.release();
		expect(liveOf(world)).toBe('b a a a');
		expect(world.ledger.filter(({ because }) => because !== '')).toEqual([]);
		expect(end.reason).toContain('gateway/production (A person holds it)');
		expect(end.reason).toContain("none of this release's");
	});
});

it('hands over when a run has no time left, and adopts what is under way, as one release', () => {
	const world = settledWorld();
	world.longestRunSeconds = 1;
	world.buildSeconds = 5;
	world.push('b', ['web']);
	const end = world.release();
	expect(end).toMatchObject({ state: 'live' });
	expect(end.runs).toBeGreaterThan(3);
	expect([world.deployments, world.ledger.length]).toEqual([2, 2]);
});

it('ends after twenty rounds that come to nothing, and says what is left to do', () => {
	const world = settledWorld();
	world.push('b', ['web']);
	world.beforeStep = (step) => {
		if (step === '03 begin') world.changeRow('web', { target: 'elsewhere' });
		if (step === '02 look') world.changeRow('web', { target: 'web' });
	};
	const end = world.release();
	expect(end).toMatchObject({ state: 'failed', rounds: 21 });
	expect(end.reason).toContain('web/production');
	expect(world.deployments).toBe(1);
});

it('records the list once, before the first roll back, and names what stays apart from it', () => {
	const world = threeTiers();
	world.bad.add('web@b');
	world.push('b', ['web', 'api', 'gateway', 'workers']);
	let rollbacksBefore = -1;
	world.beforeStep = (step) => {
		if (step === '02 note' && rollbacksBefore < 0) rollbacksBefore = world.rollbacks;
	};
	world.release();
	const [noted, ...others] = world.releases.filter(({ state }) => state === 'compensating');
	expect(others).toEqual([]);
	// The site itself was put back by its own gate.
	expect(rollbacksBefore).toBe(1);
	expect(noted?.reason).toMatch(
		/To be rolled back: api\/production to \w+, gateway\/production to \w+\. Stays live: workers\/production at \w+$/,
	);
	expect(world.releases.at(-1)).toMatchObject({ state: 'failed', release_id: 'd/2', id: 0, branch: 'main' });
});

it('is concluded anew when it was asked again before it left: what was told is not told twice', () => {
	const world = settledWorld();
	world.bad.add('web@b');
	world.push('b', ['web']);
	world.release();
	const pages = world.pages.length;
	world.nowMs += 1_000;
	world.push('readme', []);
	expect(world.takeUpAgain()).toMatchObject({ state: 'blocked' });
	expect(world.pages).toHaveLength(pages);
});
