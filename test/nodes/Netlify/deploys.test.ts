import type { IDataObject } from 'n8n-workflow';

import { byId, named, useNetlify, paintbox } from './netlifyDriver';

const netlify = useNetlify();
const { clock } = netlify;

async function startBuild(): Promise<string> {
	const { id } = await netlify.run({ operation: 'triggerBuild', waitForCompletion: false });
	return String(id);
}

describe('Get', () => {
	it('gives the live deploy when none is chosen', async () => {
		const release = await netlify.run({ operation: 'get', deploy: byId('') });
		expect(release).toMatchObject({ id: paintbox.firstDeploy, state: 'live', live: true, locked: false });
	});

	it('gives a named one', async () => {
		const id = await startBuild();
		expect(await netlify.run({ operation: 'get', deploy: byId(id) })).toMatchObject({
			id,
			live: false,
			state: 'queued',
		});
	});

	it("gives a deploy's own address, which a newer one of the branch does not take over", async () => {
		const ids: string[] = [];
		for (const text of ['one', 'two']) {
			netlify.sandbox.services.repositories.commit(paintbox.repository, 'spring', {
				message: text,
				files: { 'version.txt': text },
			});
			const built = await netlify.run({ operation: 'triggerBuild', branch: 'spring' });
			ids.push(String(built.id));
			clock.advance(1_000);
		}
		const [older, newer] = ids;
		const release = await netlify.run({ operation: 'get', deploy: byId(older ?? '') });
		const served = async (address: unknown) =>
			(await (await fetch(`${String(address)}/version.json`)).json()) as IDataObject;
		expect(await served(release.url)).toMatchObject({ deployId: older });
		expect(await served(release.branchUrl)).toMatchObject({ deployId: newer });
		expect(await served(release.siteUrl)).toMatchObject({ deployId: paintbox.firstDeploy });
		expect(release).toMatchObject({ live: false, liveInContext: null, publishedDeployId: paintbox.firstDeploy });
	});

	it('gives what a branch serves, or production for the production branch', async () => {
		const spring = { operation: 'get', deploy: byId(''), branch: 'spring' };
		const error = await netlify.failure(spring);
		expect(error.message).toBe('Site paintbox has no finished deploy of branch spring');
		netlify.sandbox.services.repositories.commit(paintbox.repository, 'spring', {
			message: 'Spring',
			files: { 'a.txt': 'a' },
		});
		const built = await netlify.run({ operation: 'triggerBuild', branch: 'spring' });
		await startBuild();
		expect(await netlify.run(spring)).toMatchObject({
			id: built.id,
			commit: built.commit,
			live: false,
			liveInContext: true,
		});
		expect(await netlify.run({ ...spring, branch: 'main' })).toMatchObject({
			id: paintbox.firstDeploy,
			live: true,
			liveInContext: true,
		});
	});

	it('encodes an id that tries to leave its path', async () => {
		const error = await netlify.failure({ operation: 'get', deploy: byId('../../sites') });
		expect(error.message).toBe('Site paintbox has no deploy "../../sites"');
	});
});

describe('Get Many', () => {
	it('returns all deploys, beyond one page', async () => {
		const headers = { Authorization: 'Bearer sandbox-netlify-token', 'Content-Type': 'application/json' };
		for (let index = 0; index < 130; index++) {
			await fetch(`${netlify.sandbox.origin}/netlify/api/v1/sites/${paintbox.id}/deploys`, {
				method: 'POST',
				headers,
				body: '{"draft":true}',
			});
		}
		const all = await netlify.items({ operation: 'getMany', returnAll: true });
		expect(all).toHaveLength(132);
		expect(new Set(all.map(({ json }) => json.id)).size).toBe(132);
		expect(all.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(await netlify.items({ operation: 'getMany', limit: 101 })).toHaveLength(101);
	});

	it('filters', async () => {
		await startBuild();
		const filters = { production: true, state: 'ready', branch: 'main' };
		const found = await netlify.items({ operation: 'getMany', filters });
		expect(found.map(({ json }) => json.id)).toEqual([paintbox.firstDeploy]);
	});
});

describe('Cancel', () => {
	it('stops a build', async () => {
		const id = await startBuild();
		clock.advance(10_000);
		expect(await netlify.run({ operation: 'cancel', deploy: byId(id) })).toMatchObject({ id, state: 'cancelled' });
		expect(await netlify.run({ operation: 'cancel', deploy: byId(id) })).toMatchObject({ id, state: 'cancelled' });
	});

	it('fails for a deploy that had finished', async () => {
		const error = await netlify.failure({ operation: 'cancel', deploy: byId(paintbox.firstDeploy) });
		expect(error.message).toContain('was not cancelled: Netlify says it is "ready"');
		expect(error.advice).toContain('Roll Back');
	});
});

describe('Lock and Unlock', () => {
	it('lock the live deploy and let go of it again', async () => {
		expect(await netlify.run({ operation: 'lock' })).toMatchObject({ id: paintbox.firstDeploy, locked: true });
		expect(await netlify.run({ operation: 'lock' })).toMatchObject({ locked: true });
		expect(netlify.writes()).toHaveLength(1);
		expect(await netlify.run({ operation: 'unlock' })).toMatchObject({ locked: false });
	});

	it('refuse a deploy that is not live', async () => {
		const id = await netlify.build();
		const error = await netlify.failure({ operation: 'lock', deploy: byId(paintbox.firstDeploy) });
		expect(error.message).toContain(`serves deploy ${id}, not ${paintbox.firstDeploy}`);
		expect(error.advice).toContain('Leave Deploy empty');
	});
});

describe('Delete', () => {
	it('deletes a deploy that is not live', async () => {
		await netlify.build();
		expect(await netlify.run({ operation: 'delete', deploy: byId(paintbox.firstDeploy) })).toMatchObject({
			deleted: true,
		});
		const error = await netlify.failure({ operation: 'get', deploy: byId(paintbox.firstDeploy) });
		expect(error.message).toContain('has no deploy');
	});

	it('refuses to delete the live one', async () => {
		const error = await netlify.failure({ operation: 'delete', deploy: byId(paintbox.firstDeploy) });
		expect(error.message).toContain('Site paintbox serves deploy');
		expect(error.advice).toContain('Restore another deploy first');
		expect(netlify.writes()).toEqual([]);
	});
});

describe('a dry run', () => {
	it.each(['cancel', 'lock', 'unlock', 'restore'])('of %s writes nothing', async (operation) => {
		const plan = await netlify.run({ operation, deploy: byId(paintbox.firstDeploy), dryRun: true });
		expect(plan).toMatchObject({ dryRun: true, plan: { action: operation } });
		expect(netlify.writes()).toEqual([]);
	});
});

describe('Site', () => {
	it.each(['paintbox', 'paintbox.candlefish.ai', paintbox.id])('gets it by %s', async (reference) => {
		const site = await netlify.run({ resource: 'site', operation: 'get', site: named(reference) });
		expect(site).toMatchObject({
			id: paintbox.id,
			name: 'paintbox',
			customDomain: 'paintbox.candlefish.ai',
			productionBranch: 'main',
			repository: paintbox.repository,
			publishedDeployId: paintbox.firstDeploy,
			locked: false,
		});
	});

	it('lists them, and leaves secrets out of the raw answer', async () => {
		const sites = await netlify.items({ resource: 'site', operation: 'getMany' });
		expect(sites.map(({ json }) => json.name).sort()).toEqual(['crown-trophy', 'paintbox', 'promoteros']);
		const [raw] = await netlify.items({
			resource: 'site',
			operation: 'getMany',
			nameContains: 'crown',
			simplify: false,
		});
		expect(raw?.json.name).toBe('crown-trophy');
		expect(raw?.json.build_settings as IDataObject).not.toHaveProperty('env');
	});
});

describe('pickers', () => {
	it('find sites by name', async () => {
		const { results } = await netlify.search('searchSites', 'paint');
		expect(results).toEqual([
			{ name: 'paintbox (paintbox.candlefish.ai)', value: paintbox.id, url: expect.stringContaining('paintbox') },
		]);
	});

	it("show a deploy's commit, branch, state and age", async () => {
		clock.advance(3 * 3_600_000);
		const { results } = await netlify.search('searchDeploys', '', { site: byId(paintbox.id) });
		// That of the staging branch, made last, comes first.
		expect(results.map(({ name }) => name)).toEqual([
			expect.stringMatching(/^[0-9a-f]{7} · staging · ready · 3 h ago/),
			expect.stringMatching(/^[0-9a-f]{7} · main · live · 3 h ago/),
		]);
		expect(results[1]?.value).toBe(paintbox.firstDeploy);
		expect((await netlify.search('searchDeploys', 'nothing like it', { site: byId(paintbox.id) })).results).toEqual([]);
		expect((await netlify.search('searchDeploys', '', { site: byId('') })).results).toEqual([]);
	});
});

describe('several items', () => {
	it('each get their own site', async () => {
		const items = await netlify.items(
			{ resource: 'site', operation: 'get', site: named('={{ $json.site }}') },
			{ items: [{ json: { site: 'paintbox' } }, { json: { site: 'crown-trophy' } }] },
		);
		expect(items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['paintbox', { item: 0 }],
			['crown-trophy', { item: 1 }],
		]);
	});
});
