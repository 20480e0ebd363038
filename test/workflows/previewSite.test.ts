import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { MONOREPO } from './releaseWorld';

const BRANCH = 'feature/Oils';
const SITE = '7a1e0001-5b0c-4c1f-9d00-000000000001';

/** Workflow 28: one item in, the same item out with `made`. */
describeOnEngine('the site of a preview', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { platformSpeed: 10 });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	/** A commit on a branch; its sha. */
	const commit = async (branch = BRANCH, files: IDataObject = {}): Promise<string> =>
		(
			await engine.commit(MONOREPO, {
				branch,
				files: { 'apps/paintbox/index.html': `<p>${Math.random()}`, ...files },
			})
		).sha;
	const item = (task: 'make' | 'remove', head: string, more: IDataObject = {}): IDataObject => {
		const branch = typeof more.branch === 'string' ? more.branch : BRANCH;
		return {
			kind: 'preview',
			task,
			part: 'site',
			wave: 2,
			platform: 'netlify',
			service: 'paintbox-frontend',
			target: 'paintbox',
			name: `branch:${branch}`,
			repository: MONOREPO,
			number: 12,
			commit: head,
			branch,
			database: null,
			secretName: '',
			variables: { PAINTBOX_API_URL: 'https://paintbox-api-pr-12-k3f9.fly.dev' },
			waitSeconds: 200,
			kept: ['as', { it: 'was' }],
			...more,
		};
	};
	/** How it came out; all else of the item is as it was. */
	const made = async (asked: IDataObject): Promise<JsonRecord> => {
		const run = await engine.start('slipway28site', asked, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const items = (run.data?.resultData.runData[run.lastNode ?? '']?.at(-1)?.data?.main ?? []).flatMap(
			(out) => out ?? [],
		);
		expect(items).toHaveLength(1);
		const { made: how, ...rest } = items[0]?.json ?? {};
		expect(rest).toEqual(asked);
		expect(Object.keys(how as IDataObject).sort()).toEqual(['logEnd', 'ok', 'platformId', 'reason', 'state', 'url']);
		expect(JSON.stringify(run.data)).not.toMatch(/npg_|postgresql:|planted-canary/);
		return how as JsonRecord;
	};
	const netlify = (list: string): JsonRecord[] => {
		const state = engine.sandbox.state().netlify;
		return readRecords(isRecord(state) ? state : {}, list);
	};
	const deploysOf = (branch: string) => netlify('deploys').filter((deploy) => deploy.branch === branch);
	const contextsOf = (key: string): unknown => netlify('environment').find((one) => one.key === key)?.contexts;
	const served = async (url: unknown): Promise<string | null> => {
		const answer = await fetch(String(url));
		return answer.ok ? answer.headers.get('x-commit') : null;
	};
	const builds = () =>
		engine.sandbox
			.requests({ platform: 'netlify' })
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/builds'));

	it('is a deploy of the branch at its own address, with variables for it alone, and production stays', async () => {
		const production = await engine.live(MONOREPO);
		const head = await commit();
		const how = await made(item('make', head));
		expect(how).toMatchObject({ ok: true, state: '', reason: '', logEnd: '', platformId: deploysOf(BRANCH)[0]?.id });
		expect(how.url).toBe(`${engine.sandbox.origin}/sites/feature-oils--paintbox`);
		expect(await served(how.url)).toBe(head);
		expect(contextsOf('PAINTBOX_API_URL')).toEqual([BRANCH]);
		expect(await engine.live(MONOREPO)).toEqual(production);
		// The same again: nothing is built twice.
		expect(await made(item('make', head))).toEqual(how);
		expect(builds()).toHaveLength(1);
		// The next push: at the same address.
		const next = await commit();
		expect(await made(item('make', next))).toMatchObject({ ok: true, url: how.url });
		expect(await served(how.url)).toBe(next);
	});

	it('goes without a trace, and is gone the second time, too', async () => {
		const head = await commit();
		await made(item('make', head));
		await made(item('make', await commit('feature/Wax'), { branch: 'feature/Wax' }));
		expect(await made(item('remove', head))).toMatchObject({ ok: true, state: '', url: '', reason: '' });
		expect(deploysOf(BRANCH)).toEqual([]);
		expect(contextsOf('PAINTBOX_API_URL')).toEqual(['feature/Wax']);
		expect(deploysOf('feature/Wax')).toHaveLength(1);
		expect(await made(item('remove', head))).toMatchObject({ ok: true, state: '' });
	});

	it('is refused for the second of two branches with one address, which is told of the first', async () => {
		const head = await commit();
		await made(item('make', head));
		const twin = await commit('feature-oils');
		expect(await made(item('make', twin, { branch: 'feature-oils' }))).toMatchObject({
			ok: false,
			state: 'refused',
			reason: expect.stringContaining('at the address of branch feature/Oils, which was there first'),
			url: '',
		});
		expect(deploysOf('feature-oils')).toEqual([]);
		expect(contextsOf('PAINTBOX_API_URL')).toEqual([BRANCH]);
	});

	it('gives the address back when another branch was a moment earlier', async () => {
		const head = await commit();
		const twin = await commit('feature-oils');
		// Both were free when they looked.
		const [first, second] = await Promise.all([
			made(item('make', head)),
			made(item('make', twin, { branch: 'feature-oils' })),
		]);
		const states = [first, second].map(({ state }) => state);
		expect(states.sort()).toEqual(['', 'refused']);
		const winner = first?.ok === true ? { branch: BRANCH, head } : { branch: 'feature-oils', head: twin };
		expect(await served(`${engine.sandbox.origin}/sites/feature-oils--paintbox`)).toBe(winner.head);
		expect(contextsOf('PAINTBOX_API_URL')).toEqual([winner.branch]);
	});

	it.each([
		['main', 'is the production branch of site paintbox'],
		['deploy-preview-7', 'where Netlify puts its own preview'],
	])('never touches what %s serves', async (branch, reason) => {
		const head = branch === 'main' ? (await engine.live(MONOREPO)).commit : await commit(branch);
		expect(await made(item('make', head, { branch }))).toMatchObject({
			ok: false,
			state: 'refused',
			reason: expect.stringContaining(reason),
		});
		// Nothing was made there, so nothing is left to remove.
		expect(await made(item('remove', head, { branch }))).toMatchObject({ ok: true, state: '' });
		expect(contextsOf('PAINTBOX_API_URL')).toBeUndefined();
		expect(builds()).toEqual([]);
	});

	it('is still being made when the time is up, and is followed then, not built twice', async () => {
		const head = await commit();
		expect(await made(item('make', head, { waitSeconds: 1 }))).toMatchObject({ ok: false, state: 'making' });
		expect(await made(item('make', head))).toMatchObject({ ok: true, state: '' });
		expect(builds()).toHaveLength(1);
	});

	it('says why its build failed, with the end of the log', async () => {
		const head = await commit(BRANCH, { '.sandbox/build-fails': 'Cannot find module "paint"' });
		const how = await made(item('make', head));
		expect(how).toMatchObject({ ok: false, state: '', reason: expect.stringContaining('non-zero exit code') });
		expect(how.logEnd).toContain('Cannot find module "paint"');
	});

	it('says that branch deploys are off, when Netlify does not build it', async () => {
		await fetch(`${engine.sandbox.origin}/_sandbox/netlify/sites/${SITE}/branch-deploys`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ enabled: false }),
		});
		expect(await made(item('make', await commit()))).toMatchObject({
			ok: false,
			state: '',
			reason: expect.stringContaining('Turn on branch deploys for this site'),
		});
	});

	it('says that Netlify skipped the build of a branch that has no deploy yet', async () => {
		const head = await commit(BRANCH, { '.sandbox/build-skipped': 'x' });
		expect(await made(item('make', head))).toMatchObject({
			ok: false,
			state: '',
			reason: expect.stringContaining('If Netlify skipped its build, look at the ignore command'),
		});
	});

	it('is tried again when Netlify is away', async () => {
		const head = await commit();
		const id = engine.sandbox.addFault({ platform: 'netlify', kind: 'status', status: 503, times: 'always' });
		expect(await made(item('make', head))).toMatchObject({ ok: false, state: 'making' });
		expect(await made(item('remove', head))).toMatchObject({ ok: false, state: 'making' });
		engine.sandbox.removeFault(id);
		expect(await made(item('make', head))).toMatchObject({ ok: true });
	});

	it('gets what its branch may have, which no item and no execution holds', async () => {
		const client = new SecretsManagerClient({
			region: REGION,
			endpoint: `${engine.sandbox.origin}/aws`,
			credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
		});
		const secret = { Name: 'candlefish/preview/paintbox-frontend', SecretString: '{"API_KEY":"planted-canary-1"}' };
		await client.send(new CreateSecretCommand(secret));
		client.destroy();
		const head = await commit();
		expect(await made(item('make', head, { secretName: secret.Name }))).toMatchObject({ ok: true });
		expect(contextsOf('API_KEY')).toEqual([BRANCH]);
		expect(readString(netlify('environment').find(({ key }) => key === 'API_KEY') ?? {}, 'value')).toBeUndefined();
		// One that is named and is not there stops it before anything is built.
		const before = builds().length;
		const missing = item('make', await commit(), { secretName: 'candlefish/preview/nowhere' });
		expect(await made(missing)).toMatchObject({ ok: false, state: '' });
		expect(builds()).toHaveLength(before);
		await made(item('remove', head));
		expect(contextsOf('API_KEY')).toBeUndefined();
	});
});
