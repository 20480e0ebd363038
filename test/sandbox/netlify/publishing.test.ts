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

/** Builds main's head with one new commit; returns the deploy's id. */
async function release(): Promise<string> {
	netlify.commit(PAINTBOX, { 'version.txt': String(netlify.clock.now()) });
	const { body } = await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(60_000);
	return String(body['deploy_id']);
}

const liveDeploy = async (): Promise<unknown> => {
	const site = (await netlify.api('GET', '/sites/paintbox')).body;
	const version = (await netlify.visit('/sites/paintbox/version.json')).body;
	expect(site['published_deploy']).toMatchObject({ id: version['deployId'] });
	return version['deployId'];
};

test('every seeded site serves the first commit of its main branch', async () => {
	const { list } = await netlify.api('GET', '/sites?filter=all');
	expect(list.map((site) => [site['name'], site['custom_domain']])).toEqual([
		['paintbox', 'paintbox.candlefish.ai'],
		['promoteros', 'promoteros.candlefish.ai'],
		['crown-trophy', 'crown.candlefish.ai'],
	]);
	for (const site of list) {
		const repository = site['name'] === 'paintbox' ? PAINTBOX : `candlefish-ai/${String(site['name'])}`;
		const first = netlify.sandbox.services.repositories.resolve(repository, 'main');
		const health = await fetch(`${String(site['ssl_url'])}/health`);
		expect([health.status, await health.json()]).toEqual([200, { status: 'ok', commit: first?.sha }]);
	}
});

test('a locked site keeps what is live, and publishes again once unlocked', async () => {
	const live = String(await liveDeploy());
	const locked = await netlify.api('POST', `/deploys/${live}/lock`);
	expect([locked.status, locked.body['locked']]).toEqual([200, true]);
	const held = await release();
	expect(await netlify.deploy(held)).toMatchObject({ state: 'ready', published_at: null });
	expect(await liveDeploy()).toBe(live);
	await netlify.api('POST', `/deploys/${live}/unlock`);
	expect(await liveDeploy()).toBe(live);
	const next = await release();
	expect(await liveDeploy()).toBe(next);
});

test('only the published deploy can be locked', async () => {
	const old = String(await liveDeploy());
	await release();
	expect((await netlify.api('POST', `/deploys/${old}/lock`)).status).toBe(422);
});

test('restore publishes exactly the named deploy, on a locked site too', async () => {
	const first = String(await liveDeploy());
	const second = await release();
	const third = await release();
	const answer = await netlify.api('POST', `/sites/paintbox/deploys/${first}/restore`);
	expect([answer.status, answer.body['id']]).toEqual([201, first]);
	expect(await liveDeploy()).toBe(first);
	await netlify.api('POST', `/deploys/${first}/lock`);
	await netlify.api('POST', `/sites/paintbox/deploys/${second}/restore`);
	expect(await liveDeploy()).toBe(second);
	expect((await netlify.deploy(second))['locked']).toBe(true);
	await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(60_000);
	expect(await liveDeploy()).toBe(second);
	expect((await netlify.deploy(third))['state']).toBe('ready');
});

test('what is not ready, or of another site, cannot be restored', async () => {
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': 'no' });
	const { body } = await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(60_000);
	const failed = String(body['deploy_id']);
	expect((await netlify.api('POST', `/sites/paintbox/deploys/${failed}/restore`)).status).toBe(422);
	const live = String(await liveDeploy());
	expect((await netlify.api('POST', `/sites/promoteros/deploys/${live}/restore`)).status).toBe(404);
});

test('rollback goes to the deploy that was live before', async () => {
	const first = await liveDeploy();
	await netlify.api('PUT', '/sites/paintbox/rollback').then(({ status }) => expect(status).toBe(422));
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': 'no' });
	await netlify.api('POST', '/sites/paintbox/builds');
	netlify.clock.advance(60_000);
	netlify.commit(PAINTBOX, { '.sandbox/build-fails': null });
	await release();
	expect((await netlify.api('PUT', '/sites/paintbox/rollback')).status).toBe(204);
	expect(await liveDeploy()).toBe(first);
});

test('the published deploy cannot be deleted, another can', async () => {
	const first = String(await liveDeploy());
	const second = await release();
	expect((await netlify.api('DELETE', `/deploys/${second}`)).status).toBe(422);
	expect((await netlify.api('DELETE', `/sites/paintbox/deploys/${first}`)).status).toBe(204);
	expect((await netlify.api('GET', `/deploys/${first}`)).status).toBe(404);
	expect(await liveDeploy()).toBe(second);
});

test('lists are paged with Link headers, and filtered', async () => {
	const ids = [await release(), await release(), await release()].reverse();
	netlify.commit(PAINTBOX, { 'x.txt': 'x' }, 'feature');
	await netlify.api('POST', '/sites/paintbox/builds?branch=feature');
	netlify.clock.advance(60_000);
	const page = await netlify.api('GET', '/sites/paintbox/deploys?production=true&per_page=2');
	expect(page.list.map(({ id }) => id)).toEqual(ids.slice(0, 2));
	const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
	expect(next).toContain('page=2');
	const second = await netlify.api('GET', String(next).split('/api/v1')[1] ?? '');
	expect(second.list).toHaveLength(2);
	expect(second.list[0]?.['id']).toBe(ids[2]);
	expect(second.headers.get('link')).not.toContain('rel="next"');
	const branch = await netlify.api('GET', '/sites/paintbox/deploys?branch=feature&state=ready');
	expect(branch.list.map(({ context }) => context)).toEqual(['branch-deploy']);
	const latest = await netlify.api('GET', '/sites/paintbox/deploys?latest-published=true');
	expect(latest.list.map(({ id }) => id)).toEqual([ids[0]]);
});

test('reset brings the seed back and stops what was under way', async () => {
	const seeded = await liveDeploy();
	await release();
	await netlify.api('POST', '/sites/paintbox/builds');
	await netlify.sandbox.reset();
	netlify.clock.advance(120_000);
	expect(await liveDeploy()).toBe(seeded);
	expect((await netlify.api('GET', '/sites/paintbox/deploys')).list).toHaveLength(2);
});

test("only the permalink is one deploy's own address; the others serve what is newest of the branch", async () => {
	const build = async (branch: string): Promise<Record<string, unknown>> => {
		netlify.commit(PAINTBOX, { 'version.txt': String(netlify.clock.now()) }, branch);
		const { body } = await netlify.api('POST', `/sites/paintbox/builds?branch=${branch}`);
		netlify.clock.advance(60_000);
		return await netlify.deploy(body['deploy_id']);
	};
	const servedAt = async (address: unknown) =>
		(await netlify.visit(new URL(`${String(address)}/version.json`).pathname)).body['deployId'];
	for (const [branch, host] of [
		['main', 'main--paintbox'],
		['staging', 'staging--paintbox'],
		['deploy-preview-12', 'deploy-preview-12--paintbox'],
	] as const) {
		const older = await build(branch);
		const newer = await build(branch);
		expect(older['deploy_ssl_url']).toBe(`${netlify.sandbox.origin}/sites/${host}`);
		expect(older).toMatchObject({
			deploy_url: older['deploy_ssl_url'],
			links: {
				permalink: `${netlify.sandbox.origin}/sites/${String(older['id'])}--paintbox`,
				branch: older['deploy_ssl_url'],
			},
		});
		expect(await servedAt(older['deploy_ssl_url'])).toBe(newer['id']);
		expect(await servedAt((older['links'] as Record<string, unknown>)['permalink'])).toBe(older['id']);
	}
});

test("a draft without a branch of its own has its permalink only, and is not what main's address serves", async () => {
	const draft = await netlify.api('POST', '/sites/paintbox/deploys', { json: { draft: true, files: {} } });
	netlify.clock.advance(60_000);
	const permalink = `${netlify.sandbox.origin}/sites/${String(draft.body['id'])}--paintbox`;
	expect(draft.body).toMatchObject({ deploy_ssl_url: permalink, links: { permalink, branch: null } });
	expect((await netlify.visit('/sites/main--paintbox/version.json')).body['deployId']).toBe(await liveDeploy());
});

test("a deployed site takes a slash at the end of a page's address", async () => {
	for (const page of ['health', 'version.json']) {
		expect((await netlify.visit(`/sites/paintbox/${page}/`)).text).toBe(
			(await netlify.visit(`/sites/paintbox/${page}`)).text,
		);
	}
});
