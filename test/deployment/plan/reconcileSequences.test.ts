import { ReleaseWorld } from './releaseWorld';

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
	expect(liveOf(world)).toBe('c c c b'.replace('c c c', `${world.live('gateway')} ${world.live('api')} c`));
	expect(world.contentOf('api', world.live('api'))).toBe('b');
	expect([...world.openPages]).toEqual([]);
});
