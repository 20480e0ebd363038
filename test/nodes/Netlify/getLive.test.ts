import type { IDataObject } from 'n8n-workflow';

import { named, paintbox, useNetlify } from './netlifyDriver';

const netlify = useNetlify();

const look = { resource: 'site', operation: 'getLive', site: named('paintbox') };

const live = async (context = 'production') => await netlify.run({ ...look, context });

/** Starts a build that nobody waits for; its deploy's id. */
async function start(branch = ''): Promise<string> {
	const started = await netlify.run({ operation: 'triggerBuild', branch, waitForCompletion: false });
	return String(started.id);
}

function commitTo(branch: string): string {
	return netlify.sandbox.services.repositories.commit(paintbox.repository, branch, {
		message: `To ${branch}`,
		files: { 'version.txt': `${branch} ${netlify.clock.now()}` },
	}).sha;
}

it('gives what production serves', async () => {
	const id = await netlify.build();
	const seen = await live();
	expect(seen).toMatchObject({
		platform: 'netlify',
		target: 'paintbox',
		context: 'production',
		isLive: true,
		deploymentId: id,
		artifact: id,
		version: '',
		underWay: null,
	});
	const served = (await (await fetch(`${String(seen.url)}/version.json`)).json()) as IDataObject;
	expect(served).toMatchObject({ deployId: id, commit: seen.commit });
	expect(Date.parse(String(seen.publishedAt))).toBeLessThanOrEqual(netlify.clock.now());
	expect(await live('')).toEqual(seen);
});

it('gives the build that is under way, and the newest of several', async () => {
	const commit = netlify.push();
	const first = await start();
	expect(await live()).toMatchObject({
		deploymentId: paintbox.firstDeploy,
		underWay: { deploymentId: first, commit: '', startedAt: expect.stringMatching(/^20/) },
	});
	netlify.clock.advance(10_000);
	expect(await live()).toMatchObject({ underWay: { deploymentId: first, commit } });
	const second = await start();
	expect(await live()).toMatchObject({ underWay: { deploymentId: second } });
	netlify.clock.advance(200_000);
	expect(await live()).toMatchObject({ deploymentId: second, commit, underWay: null });
});

it('sees what is published between its two looks', async () => {
	netlify.push();
	const id = await start();
	const ignore = netlify.sandbox.onExchange(({ method, path }) => {
		if (method !== 'GET' || !/\/sites\/[^/]+$/.test(path)) return;
		ignore();
		netlify.clock.advance(200_000);
	});
	expect(await live()).toMatchObject({ deploymentId: id, underWay: null });
});

it('does not take a build of a branch, a draft or a cancelled one for one of production', async () => {
	commitTo('spring');
	await start('spring');
	expect(await live()).toMatchObject({ deploymentId: paintbox.firstDeploy, underWay: null });
	const cancelled = await start();
	await netlify.run({ operation: 'cancel', deploy: { __rl: true, mode: 'id', value: cancelled } });
	expect(await live()).toMatchObject({ deploymentId: paintbox.firstDeploy, underWay: null });
});

it('says after a roll back what is served, not what is newest', async () => {
	await netlify.build();
	const bad = await netlify.build();
	const back = await netlify.run({ operation: 'rollBack', badDeployId: bad });
	expect(await live()).toMatchObject({ deploymentId: back.id, commit: back.commit });
	expect(back.id).not.toBe(bad);
});

it('says that a locked site does not serve what was built', async () => {
	const id = await netlify.build();
	await netlify.run({ operation: 'lock', deploy: { __rl: true, mode: 'id', value: id } });
	netlify.push();
	await start();
	netlify.clock.advance(200_000);
	expect(await live()).toMatchObject({ deploymentId: id, underWay: null });
});

describe('of a branch', () => {
	it('is nothing before its first deploy', async () => {
		expect(await live('branch:spring')).toMatchObject({
			context: 'branch:spring',
			isLive: false,
			deploymentId: '',
			artifact: '',
			commit: '',
			url: '',
			underWay: null,
		});
	});

	it('is its newest finished deploy, asked about at its own address', async () => {
		commitTo('staging');
		const built = await netlify.run({ operation: 'triggerBuild', branch: 'staging' });
		const seen = await live('branch:staging');
		expect(seen).toMatchObject({ isLive: true, deploymentId: built.id, commit: built.commit, underWay: null });
		commitTo('staging');
		const next = await start('staging');
		expect(await live('branch:staging')).toMatchObject({ deploymentId: built.id, underWay: { deploymentId: next } });
		netlify.clock.advance(200_000);
		expect(await live('branch:staging')).toMatchObject({ deploymentId: next, underWay: null });
		// The address of the older one is its own: the newer did not take it over.
		const served = (await (await fetch(`${String(seen.url)}/version.json`)).json()) as IDataObject;
		expect(served).toMatchObject({ deployId: built.id });
		expect(await live()).toMatchObject({ deploymentId: paintbox.firstDeploy });
	});

	it('is production where that is the production branch', async () => {
		expect(await live('branch:main')).toMatchObject({ context: 'production', deploymentId: paintbox.firstDeploy });
	});
});

it.each(['branch:', 'branch', 'staging', 'deploy-preview'])(
	'refuses the context %s before it asks',
	async (context) => {
		const before = netlify.requests().length;
		const failed = await netlify.failure({ ...look, context });
		expect(failed.message).toBe(`Context cannot be "${context}"`);
		expect(failed.advice).toContain('branch:NAME');
		expect(netlify.requests()).toHaveLength(before);
	},
);

it('fails for a site that is gone or was renamed', async () => {
	const failed = await netlify.failure({ ...look, site: named('paintbox-old') });
	expect(failed.message).toBe('Netlify has no site "paintbox-old" that this credential may see');
});

it('asks twice for production and three times for a branch', async () => {
	await live();
	expect(netlify.requests()).toHaveLength(2);
	await live('branch:staging');
	expect(netlify.requests()).toHaveLength(5);
	expect(netlify.writes()).toEqual([]);
});
