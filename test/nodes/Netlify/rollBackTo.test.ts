import { byId, paintbox, useNetlify } from './netlifyDriver';

const netlify = useNetlify();

const restores = /\/restore$/;
const cancels = /\/cancel$/;
const rollBack = { operation: 'rollBack' };

/** Starts a build that nobody waits for; its deploy's id. */
async function start(): Promise<string> {
	netlify.push();
	return String((await netlify.run({ operation: 'triggerBuild', waitForCompletion: false })).id);
}

describe('to a named deploy', () => {
	it('goes to that one, also past the last good one and past a roll back', async () => {
		const older = await netlify.build();
		await netlify.build();
		const bad = await netlify.build();
		expect(await netlify.run({ ...rollBack, deploy: byId(older), badDeployId: bad })).toMatchObject({
			id: older,
			live: true,
			verified: true,
			previous: bad,
		});
		// A roll back is not rolled back by itself, but a person may choose.
		const further = await netlify.run({ ...rollBack, deploy: byId(paintbox.firstDeploy), badDeployId: older });
		expect(further).toMatchObject({ id: paintbox.firstDeploy, verified: true });
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('is verified and not published again when it is live already', async () => {
		const bad = await netlify.build();
		await netlify.run({ ...rollBack, deploy: byId(paintbox.firstDeploy), badDeployId: bad });
		const again = await netlify.run({ ...rollBack, deploy: byId(paintbox.firstDeploy), badDeployId: bad });
		expect(again).toMatchObject({ id: paintbox.firstDeploy, verified: true });
		expect(netlify.requests('POST', restores)).toHaveLength(1);
	});

	it('is refused when something else than what is bad is live', async () => {
		const bad = await netlify.build();
		const newer = await netlify.build();
		const failed = await netlify.failure({ ...rollBack, deploy: byId(paintbox.firstDeploy), badDeployId: bad });
		expect(failed.message).toBe(
			`Site paintbox serves deploy ${newer}, not ${bad}, so deploy ${paintbox.firstDeploy} was not restored`,
		);
		expect(await netlify.liveDeploy()).toBe(newer);
		expect(netlify.requests('POST', restores)).toEqual([]);
	});

	it('is refused for one that never finished, and one of another site', async () => {
		netlify.push({ '.sandbox/build-fails': 'No' });
		const broken = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
		const failed = await netlify.failure({ ...rollBack, deploy: byId(String(broken.id)) });
		expect(failed.message).toContain('cannot be restored: Netlify says it is "error"');
		const foreign = await netlify.failure({ ...rollBack, deploy: byId('7a1e0002d00000000000a002') });
		expect(foreign.message).toBe('Site paintbox has no deploy "7a1e0002d00000000000a002"');
		expect(netlify.requests('POST', restores)).toEqual([]);
	});
});

describe('what is under way', () => {
	const stopping = { ...rollBack, cancelUnderWay: true };

	it('is left alone unless it is to be cancelled', async () => {
		const bad = await netlify.build();
		const building = await start();
		await netlify.run({ ...rollBack, badDeployId: bad });
		expect(await netlify.run({ operation: 'get', deploy: byId(building) })).toMatchObject({ state: 'queued' });
	});

	it('is cancelled first, so that it does not go live over the roll back', async () => {
		const bad = await netlify.build();
		const building = await start();
		const queued = await start();
		const back = await netlify.run({ ...stopping, badDeployId: bad });
		expect(back).toMatchObject({ id: paintbox.firstDeploy, verified: true, stillUnderWay: [] });
		expect([...(back.cancelled as string[])].sort()).toEqual([building, queued].sort());
		netlify.clock.advance(300_000);
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('does not touch a build of a branch', async () => {
		const bad = await netlify.build();
		netlify.sandbox.services.repositories.commit(paintbox.repository, 'spring', { message: 'x', files: { x: 'x' } });
		await netlify.run({ operation: 'triggerBuild', branch: 'spring', waitForCompletion: false });
		await netlify.run({ ...stopping, badDeployId: bad });
		expect(netlify.requests('POST', cancels)).toEqual([]);
	});

	it('was itself what is bad: what was live before stays', async () => {
		const good = await netlify.build();
		const building = await start();
		const back = await netlify.run({ ...stopping, badDeployId: building, verifiedReleases: [good] });
		expect(back).toMatchObject({ id: good, verified: true, cancelled: [building] });
		expect(netlify.requests('POST', restores)).toEqual([]);
	});

	it('was itself what is bad, and what is live is not verified: the last verified one goes live', async () => {
		await netlify.build();
		const building = await start();
		const back = await netlify.run({
			...stopping,
			badDeployId: building,
			verifiedReleases: [paintbox.firstDeploy],
		});
		expect(back).toMatchObject({ id: paintbox.firstDeploy, verified: true, cancelled: [building] });
	});

	it('went live in the meantime: then that one is rolled back', async () => {
		await netlify.build();
		const building = await start();
		// The build ends while Netlify is told to cancel it, which it then refuses.
		netlify.clock.advance(37_500);
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/deploys/*/cancel',
			kind: 'status',
			status: 422,
			body: { code: 422, message: 'Deploy is ready and can no longer be canceled' },
		});
		const back = await netlify.run({ ...stopping, badDeployId: building });
		expect(back.verified).toBe(true);
		expect(back.id).not.toBe(building);
		netlify.clock.advance(300_000);
		expect(await netlify.liveDeploy()).toBe(back.id);
	});

	it('cannot be cancelled: what may still go live is said, and nothing is changed', async () => {
		await netlify.build();
		const building = await start();
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/deploys/*/cancel',
			kind: 'status',
			status: 403,
			body: { code: 403, message: 'Forbidden' },
		});
		const failed = await netlify.failure({ ...stopping, badDeployId: building });
		expect(failed.message).toContain(`Deploy ${building} of site paintbox has not ended and could not be cancelled`);
		expect(failed.data).toMatchObject({ state: 'unknown' });
		expect(netlify.requests('POST', restores)).toEqual([]);
	});

	it('is only named in a dry run', async () => {
		const bad = await netlify.build();
		const building = await start();
		const before = netlify.writes().length;
		expect(await netlify.run({ ...stopping, badDeployId: bad, dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { action: 'rollBack', target: { id: paintbox.firstDeploy }, cancels: [building] },
		});
		expect(netlify.writes()).toHaveLength(before);
	});
});

it('refuses a branch before it asks Netlify anything', async () => {
	const before = netlify.requests().length;
	const failed = await netlify.failure({ ...rollBack, context: 'branch:staging' });
	expect(failed.message).toContain('Netlify can only restore what is published on production');
	expect(failed.advice).toContain('Revert the commit on the branch');
	const items = await netlify.run({ ...rollBack, context: 'branch:staging', putResultInField: 'published' });
	expect(items.published).toMatchObject({ ok: false, state: 'failed' });
	expect(netlify.requests()).toHaveLength(before);
});
