import { ReleaseWorld } from './releaseWorld';

/** A site on an API, both live and verified at `a`, then at `b`; and somebody put the API back to `a` outside. */
function driftedApi(): ReleaseWorld {
	const world = new ReleaseWorld();
	world.addService('api', { wave: 1 });
	world.addService('web', { wave: 2, depends_on: 'api' });
	world.push('a', ['api', 'web']);
	world.release();
	const [before = ''] = world.place('api').history;
	world.push('b', ['api', 'web']);
	world.release();
	world.restoreOutside('api', before);
	expect(world.release()).toMatchObject({ decisions: { api: 'drifted' } });
	return world;
}

it('judges what was put live outside once the branch is reverted to it, and goes on with what depends on it', () => {
	const world = driftedApi();
	world.revertTo('revert', 'a');
	expect(world.release()).toMatchObject({ state: 'live', decisions: { api: 'nothing', web: 'nothing' } });
	expect([world.live('api'), world.contentOf('web', world.live('web'))]).toEqual(['a', 'a']);
	expect(world.ledger.filter(({ decision }) => decision === 'record')).toMatchObject([
		{ service: 'api', state: 'live' },
	]);
	expect(world.openPages.size).toBe(0);
	expect(world.release()).toMatchObject({ state: 'nothing' });
});

it('says that it is bad, rolls nothing back, and keeps the site waiting', () => {
	const world = driftedApi();
	const [first] = world.place('api').past.values();
	world.place('api').live = first === undefined ? null : { ...first, isHealthy: false };
	world.revertTo('revert', 'a');
	expect(world.release()).toMatchObject({ decisions: { api: 'nothing', web: 'blocked' } });
	const { rollbacks, ledger } = world;
	expect(rollbacks).toBe(0);
	expect(ledger.at(-1)).toMatchObject({ service: 'api', decision: 'record', state: 'unhealthy' });
	const rows = ledger.length;
	world.release();
	expect([world.ledger.length, world.openPages.size]).toEqual([rows, 1]);
});
