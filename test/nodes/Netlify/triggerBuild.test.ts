import { byId, named, useNetlify, paintbox, token } from './netlifyDriver';

const netlify = useNetlify({ checked: 100 });
const { clock } = netlify;

const builds = /\/builds$/;

describe('Trigger Build', () => {
	it('puts the expected commit live and proves it', async () => {
		const sha = netlify.push();
		const release = await netlify.run({ operation: 'triggerBuild', expectedCommit: sha, title: 'Release 7' });
		expect(release).toMatchObject({
			platform: 'netlify',
			target: 'paintbox',
			commit: sha,
			artifact: { kind: 'commit', ref: sha },
			state: 'live',
			live: true,
			verified: true,
			reason: '',
			previous: paintbox.firstDeploy,
			url: `${netlify.sandbox.origin}/sites/${String(release.id)}--paintbox`,
			siteUrl: `${netlify.sandbox.origin}/sites/paintbox`,
			publishedDeployId: release.id,
			publishedCommit: sha,
		});
		expect(release.title).toMatch(/^Release 7 \[slipway [0-9a-f]{10}\]$/);
		expect(release).not.toHaveProperty('raw');
		expect(await netlify.liveDeploy()).toBe(release.id);
	});

	it('adds the raw answer without its log access when Simplify is off', async () => {
		const release = await netlify.run({ operation: 'triggerBuild', simplify: false });
		expect(release.raw).toMatchObject({ id: release.id, state: 'ready' });
		expect(release.raw).not.toHaveProperty('log_access_attributes');
	});

	it('sends branch and cleared cache, and takes a ready branch deploy for done without it being live', async () => {
		netlify.sandbox.services.repositories.commit(paintbox.repository, 'spring', {
			message: 'Spring',
			files: { 'a.txt': 'a' },
		});
		const release = await netlify.run({ operation: 'triggerBuild', branch: 'spring', clearCache: true });
		expect(release).toMatchObject({ state: 'ready', live: false, verified: true, branch: 'spring' });
		expect(netlify.requests('POST', builds)[0]?.query).toMatchObject({ branch: 'spring', clear_cache: 'true' });
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('does not wait when told so, and then calls nothing verified', async () => {
		const release = await netlify.run({ operation: 'triggerBuild', waitForCompletion: false });
		expect(release).toMatchObject({ state: 'queued', live: false, verified: false });
	});

	it('changes nothing in a dry run', async () => {
		const plan = await netlify.run({ operation: 'triggerBuild', dryRun: true, expectedCommit: 'ABCDEF1' });
		expect(plan).toMatchObject({
			dryRun: true,
			verified: false,
			target: 'paintbox',
			plan: { action: 'triggerBuild', branch: 'main', production: true, expectedCommit: 'abcdef1' },
			current: { id: paintbox.firstDeploy, live: true },
		});
		expect(netlify.writes()).toEqual([]);
	});

	it("fails with Netlify's message when the build fails", async () => {
		const sha = netlify.push({ '.sandbox/build-fails': 'Cannot find module "paint"' });
		const error = await netlify.failure({ operation: 'triggerBuild', expectedCommit: sha });
		expect(error.message).toContain('of site paintbox');
		expect(error.message).toContain('Cannot find module "paint"');
		expect(error.advice).toContain('build log');
		expect(error.data).toMatchObject({ release: { state: 'failed', live: false, verified: false } });
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('returns a failed build as it is when told to', async () => {
		netlify.push({ '.sandbox/build-fails': 'No' });
		const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'failed', live: false, verified: false });
		expect(release.reason).toContain('non-zero exit code');
	});

	it('fails when the head of the branch moved on before the build', async () => {
		const asked = netlify.push();
		let newer = '';
		clock.after(1_000, () => {
			newer = netlify.push({ 'newer.txt': 'newer' });
		});
		const release = await netlify.run({ operation: 'triggerBuild', expectedCommit: asked, onBadEnd: 'return' });
		expect(release).toMatchObject({ commit: newer, state: 'superseded', verified: false });
		expect(release.reason).toContain(newer.slice(0, 7));
		expect(release.reason).toContain(asked.slice(0, 7));
	});

	it('fails on a locked site, and says what it is locked to and how to go on', async () => {
		await netlify.run({ operation: 'lock' });
		const error = await netlify.failure({ operation: 'triggerBuild' });
		expect(error.message).toContain(`locked to deploy ${paintbox.firstDeploy}`);
		expect(error.message).toContain('ready, but not published');
		expect(error.advice).toContain(`Unlock deploy ${paintbox.firstDeploy}`);
		expect(error.data).toMatchObject({ release: { state: 'ready', live: false } });
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('calls a build that Netlify skipped no failure, and nothing verified', async () => {
		const sha = netlify.push({ '.sandbox/build-skipped': '' });
		const release = await netlify.run({ operation: 'triggerBuild', expectedCommit: sha });
		expect(release).toMatchObject({
			state: 'skipped',
			commit: sha,
			live: false,
			verified: false,
			publishedDeployId: paintbox.firstDeploy,
		});
		expect(release.publishedCommit).not.toBe(sha);
		expect(release.reason).toContain('no content change');
		expect(await netlify.run({ operation: 'wait', deploy: byId(String(release.id)) })).toMatchObject({
			state: 'skipped',
			verified: false,
		});
		expect(await netlify.run({ operation: 'cancel', deploy: byId(String(release.id)) })).toMatchObject({
			state: 'skipped',
		});
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('tells a build that somebody cancelled from one that failed', async () => {
		const { id } = await netlify.run({ operation: 'triggerBuild', waitForCompletion: false });
		clock.advance(10_000);
		await netlify.control(`/deploys/${String(id)}/state`, { state: 'canceled' });
		const error = await netlify.failure({ operation: 'wait', deploy: byId(String(id)) });
		expect(error.message).toContain('cancelled: Canceled build');
		expect(error.advice).toContain('find out who');
	});

	it('says that a newer deploy took its place', async () => {
		const first = await netlify.run({ operation: 'triggerBuild', waitForCompletion: false });
		const newer = await netlify.build();
		const error = await netlify.failure({ operation: 'wait', deploy: byId(String(first.id)) });
		expect(error.message).toContain(`superseded: Deploy ${newer}`);
		expect(error.advice).toContain('restore the deploy that should be live');
	});

	it('tells the last state seen when the time is up', async () => {
		const error = await netlify.failure({ operation: 'triggerBuild', timeoutSeconds: 20 });
		expect(error.message).toContain('after 20 s, last seen: building');
		expect(error.advice).toContain('longer timeout');
		// It was cancelled, so that it does not go live with nobody looking.
		expect(error.data).toMatchObject({ release: { state: 'cancelled', live: false } });
	});
});

describe('a lost answer', () => {
	it('starts no second build when the first was made', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'lostReply',
		});
		const release = await netlify.run({ operation: 'triggerBuild' });
		expect(release).toMatchObject({ live: true, verified: true });
		expect(netlify.requests('POST', builds)).toHaveLength(1);
	});

	it('asks again only after looking when the first did not arrive', async () => {
		netlify.sandbox.addFault({ platform: 'netlify', method: 'POST', path: '/api/v1/sites/*/builds', kind: 'reset' });
		await netlify.run({ operation: 'triggerBuild' });
		const paths = netlify.requests().map(({ method, path }) => `${method} ${path.replace(/.*\//, '')}`);
		expect(paths.filter((path) => path === 'POST builds')).toHaveLength(2);
		expect(paths.slice(paths.indexOf('POST builds') + 1, paths.lastIndexOf('POST builds'))).toEqual([
			'GET deploys',
			'GET deploys',
			'GET deploys',
			'GET deploys',
		]);
		const made = netlify.requests('GET', /\/deploys\/[^/]+$/).map(({ path }) => path);
		expect(new Set(made).size).toBe(1);
	});

	it('gives up with the mark to look for', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'reset',
			times: 'always',
		});
		const error = await netlify.failure({ operation: 'triggerBuild' });
		expect(error.message).toContain('did not confirm');
		expect(error.advice).toMatch(/titled "\[slipway [0-9a-f]{10}\]"/);
		expect(netlify.requests('POST', builds)).toHaveLength(2);
	});

	it('waits out a used-up rate limit', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'status',
			status: 429,
			headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(Math.ceil(clock.now() / 1000) + 30) },
			body: { code: 429, message: 'Too Many Requests' },
		});
		const startedAtMs = clock.now();
		await netlify.run({ operation: 'triggerBuild', waitForCompletion: false });
		expect(clock.now() - startedAtMs).toBeGreaterThanOrEqual(30_000);
	});
});

describe('a long title', () => {
	it.each([
		['of letters', 'word '.repeat(2_400)],
		['of emoji', '🚀'.repeat(6_000)],
		['of Chinese', '部署'.repeat(6_000)],
	])('%s is cut, so that the address stays short, and keeps the mark', async (_name, title) => {
		const release = await netlify.run({ operation: 'triggerBuild', title });
		expect(release).toMatchObject({ live: true, verified: true });
		expect(String(release.title).length).toBeLessThanOrEqual(250);
		expect(release.title).toMatch(/ \.\.\. \(cut\) \[slipway [0-9a-f]{10}\]$/);
		expect(release.title).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
	});
});

describe('bad input', () => {
	it('names an unknown site', async () => {
		const error = await netlify.failure({ operation: 'triggerBuild', site: named('nowhere') });
		expect(error.message).toBe('Netlify has no site "nowhere" that this credential may see');
		expect(error.advice).toContain('If it was renamed, give its new name');
	});

	it('says what to do about a wrong token, and does not show it', async () => {
		const error = await netlify.failure({ operation: 'triggerBuild' }, { accessToken: 'a-wrong-secret-token' });
		expect(error.message).toContain('401');
		expect(error.message).toContain('Access Denied');
		expect(error.advice).toContain('Make a new one');
		expect(error.everything).not.toContain('a-wrong-secret-token');
		expect(error.everything).not.toContain(token);
	});

	it("gives Netlify's own words for a 422", async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'status',
			status: 422,
			body: { code: 422, message: 'Branch is not allowed' },
		});
		const error = await netlify.failure({ operation: 'triggerBuild', branch: 'wild' });
		expect(error.message).toContain('Branch is not allowed');
		expect(error.advice).toContain('refused it');
		expect(netlify.requests('POST', builds)).toHaveLength(1);
	});

	it.each([
		[403, 'Account credit usage exceeded', 'Team settings > Billing'],
		[402, 'Build minutes exceeded for this team', 'Team settings > Billing'],
		[403, 'Forbidden', 'Developer role'],
		[429, 'Too Many Requests', '3 deploys a minute'],
	])("judges %s by Netlify's words: %s", async (status, message, advice) => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/sites/*/builds',
			kind: 'status',
			status,
			body: { code: status, message },
			times: 'always',
		});
		const error = await netlify.failure({ operation: 'triggerBuild' });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
	});

	it('refuses a commit that is none before it asks Netlify', async () => {
		const error = await netlify.failure({ operation: 'triggerBuild', expectedCommit: 'main' });
		expect(error.message).toBe('Expected Commit "main" is not a commit');
		expect(error.advice).toContain('full SHA');
		expect(netlify.requests()).toEqual([]);
	});

	it('refuses a site that cannot build', async () => {
		await netlify.control('/sites', { name: 'handmade' });
		const error = await netlify.failure({ operation: 'triggerBuild', site: named('handmade') });
		expect(error.message).toContain('no linked repository');
		expect(error.advice).toContain('Deploy Files');
		expect(netlify.writes()).toEqual([]);
	});
});
