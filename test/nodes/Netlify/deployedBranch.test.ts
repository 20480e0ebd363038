import type { INodeParameters } from 'n8n-workflow';

import { byId, named, paintbox, useNetlify } from './netlifyDriver';

const netlify = useNetlify({ checked: 100 });
const { clock } = netlify;

const branch = 'feature/Login';
const place = 'branch:feature/Login';
const onBranch = (operation: string, more: INodeParameters = {}) => ({
	resource: 'deployedBranch',
	operation,
	branch,
	...more,
});
const variable = (operation: string, more: INodeParameters = {}) => ({
	resource: 'environmentVariable',
	operation,
	...more,
});
/** A commit on a branch; its sha. */
const commit = (name = branch, files: Readonly<Record<string, string>> = {}): string =>
	netlify.sandbox.services.repositories.commit(paintbox.repository, name, {
		message: `Commit at ${clock.now()}`,
		files: { 'apps/paintbox/now.txt': String(clock.now()), ...files },
	}).sha;
const build = async (name = branch, more: INodeParameters = {}) =>
	await netlify.run({ operation: 'triggerBuild', branch: name, expectedCommit: commit(name), ...more });
const deploysOf = async (name: string) =>
	(await netlify.items({ operation: 'getMany', returnAll: true, filters: { branch: name } })).map(
		({ json }) => json.id,
	);
const addressOf = async (name: string) => await netlify.run(onBranch('getAddress', { branch: name }));

describe('the address of a branch', () => {
	it('is what Netlify lists, and there is none before the branch is deployed', async () => {
		const error = await netlify.failure(onBranch('getAddress'));
		expect(error.message).toBe('Branch feature/Login of site paintbox has no finished deploy, so it has no address');
		expect(error.advice).toContain('Trigger Build');
		const made = await build();
		const address = await addressOf(branch);
		expect(address).toMatchObject({
			found: true,
			branch,
			slug: 'feature-login',
			deployId: made.id,
			url: `${netlify.sandbox.origin}/sites/feature-login--paintbox`,
		});
		expect((await netlify.visit('version.json', 'feature-login--paintbox')).text).toContain(String(made.commit));
		expect(
			(await netlify.items({ resource: 'deployedBranch', operation: 'getMany', returnAll: true }))
				.map(({ json }) => json.branch)
				.sort(),
		).toEqual([branch, 'main', 'staging']);
	});

	it('is that of the very deploy where the name is too long for a host name', async () => {
		const long = `feature/${'long-'.repeat(10)}name`;
		const made = await build(long);
		expect(await addressOf(long)).toMatchObject({
			found: false,
			deployId: made.id,
			url: `${netlify.sandbox.origin}/sites/${String(made.id)}--paintbox`,
		});
	});

	it('is the newest deploy of that branch, whatever else is built', async () => {
		await build();
		await build('other');
		const newest = await build();
		expect(await addressOf(branch)).toMatchObject({ deployId: newest.id });
	});
});

describe('two branches with one address', () => {
	const twin = 'feature-login';

	it('belongs to the one that was deployed first; the second is refused, and told which', async () => {
		await build();
		expect(await netlify.run(onBranch('check'))).toMatchObject({ branch, found: true });
		const error = await netlify.failure(onBranch('check', { branch: twin }));
		expect(error.message).toBe(
			'Branch feature-login of site paintbox would answer at the address of branch feature/Login, which was there first: Netlify makes "feature-login" of both names',
		);
		expect(error.advice).toContain('Rename one of the two branches');
		expect(error.data).toMatchObject({ refused: true, addressOf: branch });
	});

	it('is decided before the first one is done, too, and not by one that failed', async () => {
		commit(branch, { '.sandbox/build-fails': 'No' });
		await netlify.failure({ operation: 'triggerBuild', branch });
		expect(await netlify.run(onBranch('check', { branch: twin }))).toMatchObject({ found: false });
		commit(twin);
		await netlify.run({ operation: 'triggerBuild', branch: twin, waitForCompletion: false });
		expect((await netlify.failure(onBranch('check'))).data).toMatchObject({ addressOf: twin });
		expect(await netlify.run(onBranch('check', { branch: twin }))).toMatchObject({ branch: twin });
	});

	it('stays with the first when both were built in the same moment', async () => {
		commit();
		commit(twin);
		await netlify.run({ operation: 'triggerBuild', branch, waitForCompletion: false });
		clock.advance(1_000);
		await netlify.run({ operation: 'triggerBuild', branch: twin });
		expect((await netlify.failure(onBranch('getAddress', { branch: twin }))).data).toMatchObject({ addressOf: branch });
		expect(await addressOf(branch)).toMatchObject({ found: true });
		// The second goes, and takes nothing of the first with it.
		await netlify.run(onBranch('remove', { branch: twin }));
		expect(await addressOf(branch)).toMatchObject({ found: true });
		expect((await netlify.visit('version.json', 'feature-login--paintbox')).status).toBe(200);
	});

	it('is free again when the first is gone', async () => {
		await build();
		await netlify.run(onBranch('remove'));
		expect(await netlify.run(onBranch('check', { branch: twin }))).toMatchObject({ found: false });
	});
});

describe('Check', () => {
	it.each([
		['main', 'is the production branch of site paintbox: what is built of it goes live', 'another branch'],
		['deploy-preview-12', 'where Netlify puts its own preview of a pull request', 'Rename the branch'],
		['Main', 'would answer at the address of branch main', 'Rename one'],
		['STAGING', 'would answer at the address of branch staging', 'Rename one'],
	])('refuses %s', async (name, message, advice) => {
		const error = await netlify.failure(onBranch('check', { branch: name }));
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(error.data).toMatchObject({ refused: true });
	});

	it('refuses a site that cannot build, and one that is not there', async () => {
		await netlify.control('/sites', { name: 'by-hand' });
		expect((await netlify.failure(onBranch('check', { site: named('by-hand') }))).message).toContain(
			'no linked repository',
		);
		expect((await netlify.failure(onBranch('check', { site: named('nowhere') }))).message).toContain(
			'no site "nowhere"',
		);
		expect((await netlify.failure(onBranch('check', { branch: '' }))).message).toBe('Branch is empty');
	});
});

describe('Set Many', () => {
	const variables = { API_URL: 'https://pr-12.example.com', REGION: 'iad' };

	it('sets values for one branch alone, and nothing the second time', async () => {
		await netlify.run(variable('set', { key: 'API_URL', value: 'https://live.example.com', contexts: ['production'] }));
		const set = variable('setMany', { variables, contexts: [place] });
		expect(await netlify.run({ ...set, dryRun: true })).toMatchObject({ plan: { changed: true } });
		expect(await netlify.run(set)).toMatchObject({
			changed: true,
			variables: [
				{ key: 'API_URL', created: false, changed: true },
				{ key: 'REGION', created: true, changed: true },
			],
		});
		const writes = netlify.writes().length;
		expect(await netlify.run(set)).toMatchObject({ changed: false });
		expect(netlify.writes()).toHaveLength(writes);
		const read = async (context: string) =>
			(await netlify.items(variable('getMany', { returnAll: true, filters: { context }, reveal: true }))).map(
				({ json }) => [json.key, (json.values as Array<{ value: string }>)[0]?.value],
			);
		expect(await read('production')).toEqual([['API_URL', 'https://live.example.com']]);
		expect(await read(place)).toEqual([
			['API_URL', 'https://pr-12.example.com'],
			['REGION', 'iad'],
		]);
		expect(await netlify.run(variable('setMany', { variables: {}, contexts: [place] }))).toMatchObject({
			changed: false,
			variables: [],
		});
	});

	it('adds to a variable that another branch makes in the same moment', async () => {
		const places = Array.from({ length: 6 }, (_, index) => `branch:feature/${index}`);
		await Promise.all(
			places.map(async (context) => await netlify.run(variable('setMany', { variables, contexts: [context] }))),
		);
		const [found] = await netlify.items(variable('getMany', { returnAll: true, filters: { keyContains: 'API' } }));
		expect((found?.json.values as unknown[]).length).toBe(6);
	});

	it.each([
		[{ variables: '[1]' }, 'Variables is not an object'],
		[{ variables: { API_URL: 7 } }, 'The value of API_URL is not text'],
		[{ variables: { '1ST': 'a' } }, '"1ST" cannot be the key'],
		[{ variables: { DEPLOY_URL: 'a' } }, 'DEPLOY_URL cannot be set'],
		[{ variables, contexts: [] }, 'Contexts is empty'],
		[{ variables, contexts: ['branch:'] }, 'not a deploy context'],
	])('refuses %j before anything is set', async (bad, message) => {
		const error = await netlify.failure(variable('setMany', { ...{ variables, contexts: [place] }, ...bad }));
		expect(error.message).toContain(message);
		expect(netlify.writes()).toEqual([]);
	});
});

describe('Trigger Build of a branch', () => {
	const take = { operation: 'triggerBuild', branch, takeExisting: true };
	const builds = () => netlify.requests('POST', /\/builds$/).length;

	it('takes what the branch serves of that commit, and builds for any other', async () => {
		const made = await build();
		const again = await netlify.run({ ...take, expectedCommit: String(made.commit) });
		expect(again).toMatchObject({ id: made.id, verified: true, state: 'ready' });
		expect(builds()).toBe(1);
		const next = await netlify.run({ ...take, expectedCommit: commit() });
		expect(next.id).not.toBe(made.id);
		expect(builds()).toBe(2);
	});

	it('follows the build that is under way, begun or not', async () => {
		const expectedCommit = commit();
		const first = await netlify.run({ ...take, expectedCommit, waitForCompletion: false });
		expect(await netlify.run({ ...take, expectedCommit })).toMatchObject({ id: first.id, verified: true });
		expect(builds()).toBe(1);
	});

	it('does not take the failed build of a commit', async () => {
		const expectedCommit = commit(branch, { '.sandbox/build-fails': 'No' });
		await netlify.failure({ ...take, expectedCommit });
		await netlify.failure({ ...take, expectedCommit });
		expect(builds()).toBe(2);
	});

	it('says within two minutes that branch deploys are off, and leaves no build behind', async () => {
		await netlify.control(`/sites/${paintbox.id}/branch-deploys`, { enabled: false });
		const startedAtMs = clock.now();
		const error = await netlify.failure({ operation: 'triggerBuild', branch, expectedCommit: commit() });
		expect(clock.now() - startedAtMs).toBeLessThan(150_000);
		expect(error.message).toContain('Netlify has not begun to build it within 2 minutes');
		expect(error.advice).toContain('Turn on branch deploys for this site');
		expect(error.data).toMatchObject({ release: { state: 'failed' } });
		const [id] = await deploysOf(branch);
		expect(await netlify.run({ operation: 'get', deploy: byId(String(id)) })).toMatchObject({ state: 'cancelled' });
	});

	it('waits on while Netlify builds something else of the team, or does not say what it builds', async () => {
		await netlify.control(`/sites/${paintbox.id}/branch-deploys`, { enabled: false });
		const fault = netlify.sandbox.addFault({
			platform: 'netlify',
			path: '**/builds/status',
			kind: 'status',
			status: 403,
			body: { message: 'no' },
			times: 'always',
		});
		const short = { operation: 'triggerBuild', branch, expectedCommit: commit(), timeoutSeconds: 200 };
		const error = await netlify.failure(short);
		expect(error.message).not.toContain('has not begun to build it');
		netlify.sandbox.removeFault(fault);
	});

	it('says of a build that is not done when the time is up that it may still finish', async () => {
		const left = {
			...take,
			expectedCommit: commit(),
			timeoutSeconds: 5,
			onTimeout: 'leave',
			putResultInField: 'built',
		};
		expect(await netlify.run(left)).toMatchObject({ built: { ok: false, state: 'building', mayStillFinish: true } });
	});
});

describe('Remove', () => {
	it('takes the deploys and values of that branch, and nothing of another', async () => {
		await netlify.run(variable('set', { key: 'API_URL', value: 'live', contexts: ['production', 'branch-deploy'] }));
		for (const context of [place, 'branch:feature-login', 'branch:feature/Login2']) {
			await netlify.run(
				variable('setMany', { variables: { API_URL: context, [`OF_${context.length}`]: 'x' }, contexts: [context] }),
			);
		}
		await build();
		await build();
		await build('feature/Login2');
		commit();
		await netlify.run({ operation: 'triggerBuild', branch, waitForCompletion: false });
		const live = await netlify.liveDeploy();
		expect(await netlify.run(onBranch('remove', { dryRun: true }))).toMatchObject({
			plan: { action: 'remove', existed: true, variables: ['API_URL', 'OF_20'] },
		});
		expect(await deploysOf(branch)).toHaveLength(3);
		const removed = await netlify.run(onBranch('remove'));
		expect(removed).toMatchObject({ removed: true, existed: true, variables: ['API_URL', 'OF_20'] });
		expect(removed.deploys).toHaveLength(3);
		expect(await deploysOf(branch)).toEqual([]);
		expect((await netlify.failure(onBranch('getAddress'))).message).toContain('no finished deploy');
		expect(await addressOf('feature/Login2')).toMatchObject({ found: true });
		const left = await netlify.items(variable('getMany', { returnAll: true }));
		expect(
			left.map(({ json }) => [
				json.key,
				(json.values as Array<{ context: string; branch: string | null }>).map(
					(value) => value.branch ?? value.context,
				),
			]),
		).toEqual([
			['API_URL', ['production', 'branch-deploy', 'feature-login', 'feature/Login2']],
			['OF_20', ['feature-login']],
			['OF_21', ['feature/Login2']],
		]);
		expect(await netlify.liveDeploy()).toBe(live);
		// Gone is gone.
		expect(await netlify.run(onBranch('remove'))).toMatchObject({ removed: false, existed: false, deploys: [] });
	});

	it('never takes what production serves, nor what a person uploaded under that name', async () => {
		await netlify.run(variable('setMany', { variables: { API_URL: 'x' }, contexts: ['branch:main'] }));
		const writes = netlify.writes().length;
		expect(await netlify.run(onBranch('remove', { branch: 'main' }))).toMatchObject({ removed: false, existed: false });
		expect(netlify.writes()).toHaveLength(writes);
		await build();
		const uploaded = await fetch(`${netlify.sandbox.origin}/netlify/api/v1/sites/${paintbox.id}/deploys`, {
			method: 'POST',
			headers: { Authorization: 'Bearer sandbox-netlify-token', 'Content-Type': 'application/json' },
			body: JSON.stringify({ files: {}, draft: true, branch }),
		});
		const draft = ((await uploaded.json()) as { id: string }).id;
		const restored = await build();
		await netlify.run({ operation: 'restore', deploy: byId(String(restored.id)) });
		await netlify.run(onBranch('remove'));
		expect(await deploysOf(branch)).toEqual([restored.id, draft]);
		expect(await netlify.liveDeploy()).toBe(restored.id);
	});

	it('says what is left when Netlify does not delete it', async () => {
		const { id } = await build();
		netlify.sandbox.addFault({ platform: 'netlify', method: 'DELETE', kind: 'status', status: 404, times: 'always' });
		const error = await netlify.failure(onBranch('remove'));
		expect(error.message).toContain(`Branch ${branch} of site paintbox still has deploy ${String(id)}`);
		expect(error.data).toMatchObject({ mayStillFinish: true });
	});
});
