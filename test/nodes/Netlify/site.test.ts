import { named, useNetlify } from './netlifyDriver';

const netlify = useNetlify();

const create = {
	resource: 'site',
	operation: 'create',
	name: 'mirror',
	settings: { repository: 'candlefish-ai/paintbox', buildCommand: 'npm run build', publishDirectory: 'dist' },
};
const settingsOf = (name: string) => {
	const state = netlify.sandbox.state() as {
		netlify?: { sites: Array<Record<string, unknown>> };
		platforms?: { netlify: { sites: Array<Record<string, unknown>> } };
	};
	const sites = (state.netlify ?? state.platforms?.netlify)?.sites ?? [];
	return sites.find((site) => site.name === name);
};

describe('Create', () => {
	it('makes a site with its repository', async () => {
		expect(await netlify.run(create)).toMatchObject({
			created: true,
			name: 'mirror',
			repository: 'candlefish-ai/paintbox',
			productionBranch: 'main',
		});
		expect(settingsOf('mirror')).toMatchObject({ build_settings: { cmd: 'npm run build', dir: 'dist' } });
	});

	it('makes it in a team', async () => {
		expect(await netlify.run({ ...create, team: 'candlefish' })).toMatchObject({ created: true, team: 'Candlefish' });
		expect(netlify.writes()[0]?.path).toMatch(/\/candlefish\/sites$/);
	});

	it('fails for a site that is there, or returns it as it is', async () => {
		const error = await netlify.failure({ ...create, name: 'paintbox' });
		expect(error.message).toContain('Site paintbox exists already');
		expect(error.advice).toContain('Return It');
		expect(await netlify.run({ ...create, name: 'paintbox', ifExists: 'return' })).toMatchObject({
			created: false,
			name: 'paintbox',
		});
		expect(netlify.writes()).toEqual([]);
	});

	it('finds a site whose making was not answered', async () => {
		netlify.sandbox.addFault({ platform: 'netlify', method: 'POST', kind: 'lostReply' });
		expect(await netlify.run(create)).toMatchObject({ created: true, name: 'mirror' });
		expect(netlify.requests('POST')).toHaveLength(1);
	});

	it.each([
		[{ name: 'no spaces' }, 'cannot be the name of a site', 'hyphens'],
		[{ settings: { buildCommand: 'make' } }, 'has no linked repository', 'Add Repository'],
		[{ settings: { repository: 'paintbox' } }, 'does not have the form owner/name', 'candlefish-ai/paintbox'],
	])('refuses %j', async (bad, message, advice) => {
		const error = await netlify.failure({ ...create, ...bad });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(netlify.writes()).toEqual([]);
	});
});

describe('Update', () => {
	it('changes one setting and keeps the rest', async () => {
		await netlify.run(create);
		const update = {
			resource: 'site',
			operation: 'update',
			site: named('mirror'),
			settings: { buildCommand: 'make site', customDomain: 'mirror.candlefish.ai' },
		};
		expect((await netlify.run(update)).changed).toEqual(['custom_domain', 'cmd']);
		expect(settingsOf('mirror')).toMatchObject({
			custom_domain: 'mirror.candlefish.ai',
			build_settings: { cmd: 'make site', dir: 'dist', repo_path: 'candlefish-ai/paintbox', repo_branch: 'main' },
		});
		const writes = netlify.writes().length;
		expect((await netlify.run(update)).changed).toEqual([]);
		expect(netlify.writes()).toHaveLength(writes);
	});

	it('fails when Netlify did not change it', async () => {
		netlify.sandbox.addFault({ platform: 'netlify', method: 'PATCH', kind: 'status', status: 200, body: {} });
		const error = await netlify.failure({ resource: 'site', operation: 'update', settings: { buildCommand: 'make' } });
		expect(error.message).toContain('did not change cmd of site paintbox');
		expect(error.advice).toContain('plan may not allow it');
	});

	it('changes nothing in a dry run', async () => {
		const plan = await netlify.run({
			resource: 'site',
			operation: 'update',
			settings: { stopBuilds: true },
			dryRun: true,
		});
		expect(plan).toMatchObject({ plan: { changed: ['stop_builds'] } });
		expect(netlify.writes()).toEqual([]);
	});
});

describe('Delete', () => {
	const remove = { resource: 'site', operation: 'delete', site: named('crown-trophy') };

	it.each(['', 'paintbox', 'Crown-Trophy'])('asks for the name again, and does not take "%s"', async (confirmName) => {
		const error = await netlify.failure({ ...remove, confirmName });
		expect(error.message).toContain('Site crown-trophy was not deleted');
		expect(error.advice).toContain('Type crown-trophy there');
		expect(netlify.writes()).toEqual([]);
	});

	it('deletes the site that was named twice', async () => {
		expect(await netlify.run({ ...remove, confirmName: 'crown-trophy', dryRun: true })).toMatchObject({
			plan: { action: 'delete' },
		});
		expect(await netlify.run({ ...remove, confirmName: 'crown-trophy' })).toMatchObject({
			deleted: true,
			target: 'crown-trophy',
		});
		const error = await netlify.failure({ ...remove, confirmName: 'crown-trophy' });
		expect(error.message).toContain('Netlify has no site "crown-trophy"');
	});

	it('fails when the site is still there', async () => {
		netlify.sandbox.addFault({ platform: 'netlify', method: 'DELETE', kind: 'status', status: 204 });
		const error = await netlify.failure({ ...remove, confirmName: 'crown-trophy' });
		expect(error.message).toContain('is still there');
	});
});
