import type { NetlifySandboxDriver } from './netlifySandboxDriver';
import { PAINTBOX, startNetlify } from './netlifySandboxDriver';

let netlify: NetlifySandboxDriver;
beforeEach(async () => {
	netlify = await startNetlify();
});
afterEach(async () => {
	const violations = netlify.violations();
	await netlify.close();
	expect(violations).toEqual([]);
});

const build = async (query = ''): Promise<Record<string, unknown>> =>
	(await netlify.api('POST', `/sites/paintbox/builds${query}`)).body;

test('a build goes through its states in about 40 s and is then live', async () => {
	const sha = netlify.commit(PAINTBOX, { 'apps/paintbox/new.txt': 'new' });
	const started = await build('?title=Release');
	expect(started).toMatchObject({ done: false, sha: null, error: null });
	const seen: unknown[] = [];
	for (let second = 0; second < 45; second += 1) {
		const { state } = await netlify.deploy(started['deploy_id']);
		if (seen.at(-1) !== state) seen.push(state);
		netlify.clock.advance(1000);
	}
	expect(seen).toEqual(['new', 'enqueued', 'building', 'uploading', 'processing', 'ready']);
	expect(await netlify.deploy(started['deploy_id'])).toMatchObject({
		commit_ref: sha,
		commit_url: `https://github.com/${PAINTBOX}/commit/${sha}`,
		branch: 'main',
		title: 'Release',
		context: 'production',
		error_message: null,
		published_at: expect.any(String),
	});
	expect((await netlify.api('GET', `/builds/${String(started['id'])}`)).body).toMatchObject({
		done: true,
		sha,
	});
	const version = await netlify.visit('/sites/paintbox/version.json');
	expect(version.body).toMatchObject({ site: 'paintbox', commit: sha, branch: 'main' });
	const file = await netlify.visit('/sites/paintbox/new.txt');
	expect([file.status, file.text, file.headers.get('x-commit')]).toEqual([200, 'new', sha]);
});

test('a build takes the head at its start, not at the request', async () => {
	netlify.commit(PAINTBOX, { 'a.txt': '1' });
	const started = await build();
	const sha = netlify.commit(PAINTBOX, { 'a.txt': '2' });
	expect((await netlify.deploy(started['deploy_id']))['commit_ref']).toBeNull();
	netlify.clock.advance(3000);
	netlify.commit(PAINTBOX, { 'a.txt': '3' });
	netlify.clock.advance(60_000);
	expect((await netlify.deploy(started['deploy_id']))['commit_ref']).toBe(sha);
});

test('builds of one site wait for each other, those of another site do not', async () => {
	const first = await build();
	const second = await build();
	const other = (await netlify.api('POST', '/sites/promoteros/builds')).body;
	netlify.clock.advance(10_000);
	const stateOf = async (started: Record<string, unknown>) => (await netlify.deploy(started['deploy_id']))['state'];
	expect(await Promise.all([first, second, other].map(stateOf))).toEqual(['building', 'enqueued', 'building']);
	netlify.clock.advance(31_000);
	expect([await stateOf(first), await stateOf(second)]).toEqual(['ready', 'building']);
});

test('a failing build says why, is not published and lets the next one run', async () => {
	const before = (await netlify.visit('/sites/paintbox/version.json')).body;
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': 'Cannot find module "left-pad"' });
	const failing = await build();
	netlify.clock.advance(3000);
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': null });
	const next = await build();
	netlify.clock.advance(70_000);
	expect(await netlify.deploy(failing['deploy_id'])).toMatchObject({
		state: 'error',
		error_message: 'Build script returned non-zero exit code: 2: Cannot find module "left-pad"',
		published_at: null,
	});
	expect((await netlify.api('GET', `/builds/${String(failing['id'])}`)).body).toMatchObject({
		done: true,
		error: expect.stringContaining('left-pad'),
	});
	expect((await netlify.deploy(next['deploy_id']))['state']).toBe('ready');
	const after = (await netlify.visit('/sites/paintbox/version.json')).body;
	expect(after['deployId']).toBe(next['deploy_id']);
	expect(after['deployId']).not.toBe(before['deployId']);
});

test('the log of a failed build ends with its error', async () => {
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': 'boom' });
	const failing = await build();
	netlify.clock.advance(60_000);
	const access = (await netlify.deploy(failing['deploy_id']))['log_access_attributes'];
	expect(access).toMatchObject({ type: 'firebase', path: expect.stringContaining('/log') });
	const log = await netlify.visit(`/netlify/build_logs/builds/${String(failing['id'])}/log.json`);
	expect(Object.values(log.body).at(-1)).toMatchObject({
		message: 'Build script returned non-zero exit code: 2: boom',
		error: true,
	});
});

test('another branch becomes a branch deploy that is never live', async () => {
	const sha = netlify.commit(PAINTBOX, { 'b.txt': 'b' }, 'feature/Blue');
	const started = await build('?branch=feature%2FBlue');
	netlify.clock.advance(60_000);
	expect(await netlify.deploy(started['deploy_id'])).toMatchObject({
		state: 'ready',
		context: 'branch-deploy',
		commit_ref: sha,
		published_at: null,
	});
	expect((await netlify.visit('/sites/paintbox/version.json')).body['commit']).not.toBe(sha);
	for (const host of [String(started['deploy_id']), 'feature-blue']) {
		const version = await netlify.visit(`/sites/${host}--paintbox/version.json`);
		expect(version.body['commit']).toBe(sha);
	}
});

test('an unknown branch and a site without a repository do not look like a build', async () => {
	const started = await build('?branch=nowhere');
	netlify.clock.advance(60_000);
	expect(await netlify.deploy(started['deploy_id'])).toMatchObject({
		state: 'error',
		error_message: expect.stringContaining('branch nowhere'),
	});
	await netlify.api('POST', '/sites', { json: { name: 'loose' } });
	const refused = await netlify.api('POST', '/sites/loose/builds');
	expect([refused.status, refused.body['code']]).toEqual([422, 422]);
});

test('an unhealthy tree is deployed, and answers 503 to all but its version', async () => {
	const sha = netlify.commit(PAINTBOX, { '.sandbox/unhealthy': '' });
	await build();
	netlify.clock.advance(60_000);
	expect((await netlify.visit('/sites/paintbox/version.json')).body['commit']).toBe(sha);
	expect((await netlify.visit('/sites/paintbox/health')).status).toBe(503);
	expect((await netlify.visit('/sites/paintbox/')).status).toBe(503);
});

test('a canceled, a skipped and a stuck build', async () => {
	const canceled = await build();
	netlify.clock.advance(5000);
	const answer = await netlify.api('POST', `/deploys/${String(canceled['deploy_id'])}/cancel`);
	expect([answer.status, answer.body['state'], answer.body['error_message']]).toEqual([201, 'error', 'Canceled build']);
	const again = await netlify.api('POST', `/deploys/${String(canceled['deploy_id'])}/cancel`);
	expect(again.status).toBe(422);
	const skipped = await build();
	await netlify.control(`/deploys/${String(skipped['deploy_id'])}/state`, { state: 'skipped' });
	expect(await netlify.deploy(skipped['deploy_id'])).toMatchObject({
		state: 'error',
		skipped: true,
	});
	const stuck = await build();
	netlify.clock.advance(5000);
	await netlify.control(`/deploys/${String(stuck['deploy_id'])}/state`, { state: 'stuck' });
	const behind = await build();
	netlify.clock.advance(3_600_000);
	expect((await netlify.deploy(stuck['deploy_id']))['state']).toBe('building');
	expect((await netlify.deploy(behind['deploy_id']))['state']).toBe('enqueued');
	await netlify.api('POST', `/deploys/${String(stuck['deploy_id'])}/cancel`);
	netlify.clock.advance(60_000);
	expect((await netlify.deploy(behind['deploy_id']))['state']).toBe('ready');
});

test('a build hook builds its branch without a token', async () => {
	const hook = await netlify.api('POST', '/sites/paintbox/build_hooks', {
		json: { title: 'Nightly', branch: 'main' },
	});
	expect(hook.status).toBe(201);
	const url = new URL(String(hook.body['url']));
	const triggered = await fetch(url, { method: 'POST', body: '{}' });
	expect(triggered.status).toBe(200);
	const builds = await netlify.api('GET', '/sites/paintbox/builds?per_page=1');
	expect(await netlify.deploy(builds.list[0]?.['deploy_id'])).toMatchObject({
		title: 'Triggered by hook: Nightly',
	});
	const path = `/sites/paintbox/build_hooks/${String(hook.body['id'])}`;
	expect((await netlify.api('DELETE', path)).status).toBe(204);
	expect((await fetch(url, { method: 'POST' })).status).toBe(404);
});
