import { byId, useNetlify, paintbox } from './netlifyDriver';

const netlify = useNetlify({ checked: 100 });

const restores = /\/restore$/;
const unhealthy = { '.sandbox/unhealthy': 'yes' };

describe('Restore', () => {
	it('puts a named deploy live and proves it', async () => {
		const newer = await netlify.build();
		const release = await netlify.run({ operation: 'restore', deploy: byId(paintbox.firstDeploy) });
		expect(release).toMatchObject({
			id: paintbox.firstDeploy,
			state: 'live',
			live: true,
			verified: true,
			previous: newer,
		});
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('changes nothing when that deploy is live already', async () => {
		const release = await netlify.run({ operation: 'restore', deploy: byId(paintbox.firstDeploy) });
		expect(release).toMatchObject({ live: true, verified: true, previous: null });
		expect(netlify.writes()).toEqual([]);
	});

	it('survives a lost answer', async () => {
		await netlify.build();
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/deploys/*/restore',
			kind: 'lostReply',
		});
		const release = await netlify.run({ operation: 'restore', deploy: byId(paintbox.firstDeploy) });
		expect(release).toMatchObject({ live: true, verified: true });
	});

	it('fails while the site goes on serving another deploy', async () => {
		const newer = await netlify.build();
		// Netlify takes the request, yet publishes nothing.
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/deploys/*/restore',
			kind: 'status',
			status: 201,
			body: { id: paintbox.firstDeploy, state: 'ready' },
		});
		const error = await netlify.failure({ operation: 'restore', deploy: byId(paintbox.firstDeploy) });
		expect(error.message).toContain(`the site serves deploy ${newer}`);
		expect(error.data).toMatchObject({ release: { live: false, verified: false } });
	});

	it('refuses a deploy that failed, and one of another site', async () => {
		netlify.push({ '.sandbox/build-fails': 'No' });
		const failed = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
		const error = await netlify.failure({ operation: 'restore', deploy: byId(String(failed.id)) });
		expect(error.message).toContain('cannot be restored: Netlify says it is "error"');
		expect(error.advice).toContain('finished well');
		const foreign = await netlify.failure({ operation: 'restore', deploy: byId('7a1e0002d00000000000a002') });
		expect(foreign.message).toBe('Site paintbox has no deploy "7a1e0002d00000000000a002"');
		expect(foreign.advice).toContain('from the list');
		expect(netlify.requests('POST', restores)).toEqual([]);
	});
});

describe('Roll Back', () => {
	it('restores the last good deploy by its id', async () => {
		const good = await netlify.build();
		const bad = await netlify.build(unhealthy);
		expect((await netlify.visit('')).status).toBe(503);
		const release = await netlify.run({ operation: 'rollBack' });
		expect(release).toMatchObject({ id: good, state: 'live', live: true, verified: true, previous: bad });
		expect(netlify.requests('POST', restores).map(({ path }) => path)).toEqual([
			`/api/v1/sites/${paintbox.id}/deploys/${good}/restore`,
		]);
		expect((await netlify.visit('health')).status).toBe(200);
	});

	it('does not go back to what was rolled back from before', async () => {
		const good = await netlify.build();
		await netlify.build(unhealthy);
		await netlify.run({ operation: 'rollBack' });
		const alsoBad = await netlify.build({ 'b.txt': 'b' });
		const release = await netlify.run({ operation: 'rollBack' });
		expect(release).toMatchObject({ id: good, previous: alsoBad, verified: true });
	});

	it('does not roll back a roll back', async () => {
		await netlify.build();
		const bad = await netlify.build(unhealthy);
		await netlify.run({ operation: 'rollBack' });
		const error = await netlify.failure({ operation: 'rollBack' });
		expect(error.message).toContain(`went live by a roll back from deploy ${bad}`);
		expect(error.advice).toContain('use Restore');
		expect(netlify.requests('POST', restores)).toHaveLength(1);
	});

	it('may be run twice for the same bad deploy', async () => {
		const good = await netlify.build();
		const bad = await netlify.build(unhealthy);
		await netlify.run({ operation: 'rollBack', badDeployId: bad });
		expect(await netlify.run({ operation: 'rollBack', badDeployId: bad, dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { action: 'none', target: { id: good } },
		});
		const again = await netlify.run({ operation: 'rollBack', badDeployId: bad });
		expect(again).toMatchObject({ id: good, live: true, verified: true });
		expect(netlify.requests('POST', restores)).toHaveLength(1);
	});

	it('leaves the site alone when another deploy is live by now', async () => {
		const bad = await netlify.build(unhealthy);
		const newer = await netlify.build({ '.sandbox/unhealthy': null });
		const error = await netlify.failure({ operation: 'rollBack', badDeployId: bad });
		expect(error.message).toBe(`Site paintbox serves deploy ${newer}, not ${bad}, so it was not rolled back`);
		expect(error.advice).toContain('Restore');
		expect(netlify.requests('POST', restores)).toEqual([]);
	});

	it("takes the ledger's word for what is good", async () => {
		await netlify.build();
		await netlify.build(unhealthy);
		const release = await netlify.run({
			operation: 'rollBack',
			verifiedReleases: `1111111111111111111111111111111111111111, ${paintbox.firstDeploy}`,
		});
		expect(release).toMatchObject({ id: paintbox.firstDeploy, verified: true });
	});

	it('goes nowhere when nothing verified is left', async () => {
		await netlify.build();
		const error = await netlify.failure({ operation: 'rollBack', verifiedReleases: 'abcdef' });
		expect(error.message).toContain('cannot be rolled back: None of the 1 releases');
		expect(error.advice).toContain('Verified Releases');
		expect(netlify.requests('POST', restores)).toEqual([]);
	});

	it.each([
		['a list', '={{ [] }}', {}],
		['the words of one', '={{ "[]" }}', {}],
		['a text', '={{ $json.commits }}', { commits: '' }],
		['nothing', '={{ $json.commits }}', {}],
		['null', '={{ $json.commits }}', { commits: null }],
		['a list of nothing', '={{ $json.commits }}', { commits: [null, ''] }],
	])('goes nowhere when an expression for them gives %s that is empty', async (_name, verifiedReleases, json) => {
		const good = await netlify.build();
		const bad = await netlify.build(unhealthy);
		const error = await netlify.failure({ operation: 'rollBack', verifiedReleases }, { items: [{ json }] });
		expect(error.message).toContain('cannot be rolled back: None of the 2 releases');
		expect(error.advice).toContain('Verified Releases was given, but is empty');
		expect(await netlify.liveDeploy()).toBe(bad);
		// What was rolled back already needs no list to be proven.
		await netlify.run({ operation: 'restore', deploy: byId(good) });
		expect(
			await netlify.run({ operation: 'rollBack', badDeployId: bad, verifiedReleases }, { items: [{ json }] }),
		).toMatchObject({ id: good, verified: true });
	});

	it.each(['', ' ', '='])('takes any good one when the field was left as %j', async (verifiedReleases) => {
		const good = await netlify.build();
		await netlify.build(unhealthy);
		expect(await netlify.run({ operation: 'rollBack', verifiedReleases })).toMatchObject({ id: good, verified: true });
	});

	it('says so when there is nothing before', async () => {
		const error = await netlify.failure({ operation: 'rollBack' });
		expect(error.message).toContain('There is no release before');
		expect(error.advice).toContain('deploy a good commit');
	});

	it('works on a locked site, whose lock moves along', async () => {
		const good = await netlify.build();
		await netlify.build(unhealthy);
		await netlify.run({ operation: 'lock' });
		const release = await netlify.run({ operation: 'rollBack' });
		expect(release).toMatchObject({ id: good, live: true, locked: true, verified: true });
	});

	it('only tells where it would go in a dry run', async () => {
		const good = await netlify.build();
		const bad = await netlify.build(unhealthy);
		const before = netlify.writes().length;
		const plan = await netlify.run({ operation: 'rollBack', dryRun: true });
		expect(plan).toMatchObject({
			dryRun: true,
			verified: false,
			plan: { action: 'rollBack', target: { id: good, live: false } },
			current: { id: bad },
		});
		expect(netlify.writes()).toHaveLength(before);
	});
});
