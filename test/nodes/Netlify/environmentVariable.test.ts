import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useNetlify } from './netlifyDriver';

const netlify = useNetlify();

const planted = 'planted-value-5d41402a';
const resource = 'environmentVariable';

async function set(more: INodeParameters): Promise<IDataObject> {
	return await netlify.run({ resource, operation: 'set', key: 'API_KEY', value: planted, ...more });
}

async function stored(key = 'API_KEY'): Promise<Array<Record<string, unknown>>> {
	const response = await fetch(
		`${netlify.sandbox.origin}/netlify/api/v1/accounts/candlefish/env/${key}?site_id=paintbox`,
		{ headers: { Authorization: 'Bearer sandbox-netlify-token' } },
	);
	const body = (await response.json()) as { values?: Array<Record<string, unknown>> };
	return (body.values ?? []).map(({ context, context_parameter: branch, value }) => ({
		context,
		value,
		...(branch ? { branch } : {}),
	}));
}

function results(output: IDataObject): unknown {
	return Object.fromEntries(
		(output.contexts as IDataObject[]).map(({ context, branch, result }) => [branch ?? context, result]),
	);
}

describe('Set', () => {
	it('makes a variable, then says that nothing changed', async () => {
		const made = await set({});
		expect(made).toMatchObject({
			created: true,
			changed: true,
			isSecret: false,
			scopes: ['builds', 'functions', 'runtime', 'post-processing'],
		});
		const writes = netlify.writes().length;
		const again = await set({});
		expect(again).toMatchObject({ created: false, changed: false });
		expect(results(again)).toEqual({ all: 'unchanged' });
		expect(netlify.writes()).toHaveLength(writes);
		expect(JSON.stringify([made, again])).not.toContain(planted);
	});

	it('changes one context and leaves all others', async () => {
		await set({ value: 'for-all' });
		await set({ value: 'for-dev', contexts: ['dev'] });
		const output = await set({ contexts: ['production', 'branch'], branch: 'staging' });
		expect(results(output)).toEqual({ production: 'added', staging: 'added' });
		expect(await stored()).toEqual([
			{ context: 'all', value: 'for-all' },
			{ context: 'dev', value: 'for-dev' },
			{ context: 'production', value: planted },
			{ context: 'branch', branch: 'staging', value: planted },
		]);
		expect(netlify.requests('PUT', /env/)).toEqual([]);
	});

	it('sets a secret for the deployed contexts, never for local development', async () => {
		const output = await set({ isSecret: true });
		expect(results(output)).toEqual({ production: 'added', 'deploy-preview': 'added', 'branch-deploy': 'added' });
		expect(output.isSecret).toBe(true);
		const again = await set({ contexts: ['production'] });
		expect(again).toMatchObject({ isSecret: true, changed: true });
		expect(results(again)).toEqual({ production: 'written' });
		expect((await stored()).map(({ context }) => context).sort()).toEqual([
			'branch-deploy',
			'deploy-preview',
			'production',
		]);
	});

	it('turns a variable into a secret without losing what other contexts get', async () => {
		await set({ value: 'for-all' });
		await set({ value: 'for-previews', contexts: ['deploy-preview'] });
		await set({ contexts: ['production'], isSecret: true });
		const listed = await netlify.run({ resource, operation: 'getMany', reveal: true });
		expect(listed).toMatchObject({ isSecret: true, scopes: ['builds', 'functions', 'runtime'] });
		expect((await stored()).map(({ context }) => context).sort()).toEqual([
			'branch-deploy',
			'deploy-preview',
			'production',
		]);
	});

	it('changes scopes and keeps every value', async () => {
		await set({ value: 'for-dev', contexts: ['dev'] });
		await set({ contexts: ['production'], scopes: ['builds', 'functions'] });
		expect(await stored()).toEqual([
			{ context: 'dev', value: 'for-dev' },
			{ context: 'production', value: planted },
		]);
		const [{ json = {} } = {}] = await netlify.items({ resource, operation: 'getMany' });
		expect(json.scopes).toEqual(['builds', 'functions']);
	});

	it("knows the scope that Netlify's own tools write post_processing", async () => {
		await set({ value: 'for-all' });
		const variable = {
			key: 'API_KEY',
			scopes: ['builds', 'functions', 'runtime', 'post_processing'],
			values: [{ id: '1', context: 'all', value: 'for-all' }],
			is_secret: false,
		};
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/accounts/*/env/*',
			kind: 'status',
			status: 200,
			body: variable,
		});
		const all = ['builds', 'functions', 'runtime', 'post-processing'];
		expect(await set({ value: 'for-all', scopes: all, dryRun: true })).toMatchObject({ plan: { changed: false } });
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/accounts/*/env/*',
			kind: 'status',
			status: 200,
			body: variable,
		});
		expect(await set({ contexts: ['production'], isSecret: true })).toMatchObject({
			isSecret: true,
			scopes: ['builds', 'functions', 'runtime'],
		});
	});

	it('refuses to change the scopes of a secret whose other values it cannot know', async () => {
		await set({ isSecret: true });
		const error = await netlify.failure({
			resource,
			operation: 'set',
			key: 'API_KEY',
			value: planted,
			contexts: ['production'],
			scopes: ['builds'],
		});
		expect(error.message).toContain('does not report those of deploy-preview, branch-deploy');
		expect(error.advice).toContain('Give the value for all of these contexts');
		expect(error.everything).not.toContain(planted);
	});

	it('makes it once when the answer is lost', async () => {
		netlify.sandbox.addFault({ platform: 'netlify', method: 'POST', kind: 'lostReply' });
		expect(await set({})).toMatchObject({ created: true, changed: true });
		expect(netlify.requests('POST', /env/)).toHaveLength(1);
	});

	it.each([
		[{ key: '1ST' }, '"1ST" cannot be the key', 'letters, digits and underscores'],
		[{ value: '' }, 'Value is empty', 'use Delete'],
		[{ contexts: [] }, 'Contexts is empty', 'such as All'],
		[{ contexts: ['branch'] }, 'Branch is empty', 'Fill in the branch'],
		[
			{ isSecret: true, scopes: ['post-processing'] },
			'cannot have the scope Post Processing',
			'Remove Post Processing',
		],
	])('refuses %j', async (bad, message, advice) => {
		const error = await netlify.failure({ resource, operation: 'set', key: 'API_KEY', value: planted, ...bad });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(error.everything).not.toContain(planted);
		expect(netlify.writes()).toEqual([]);
	});

	it('keeps the value out of an error that quotes it', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			kind: 'status',
			status: 422,
			body: { code: 422, message: `${planted} is not allowed` },
		});
		const error = await netlify.failure({ resource, operation: 'set', key: 'API_KEY', value: planted });
		expect(error.message).toContain('*** is not allowed');
		expect(error.everything).not.toContain(planted);
	});

	it('sets again what Netlify dropped', async () => {
		await set({ value: 'for-dev', contexts: ['dev'] });
		const { id } = (
			(await (
				await fetch(`${netlify.sandbox.origin}/netlify/api/v1/accounts/candlefish/env/API_KEY?site_id=paintbox`, {
					headers: { Authorization: 'Bearer sandbox-netlify-token' },
				})
			).json()) as { values: Array<{ id: string }> }
		).values[0] ?? { id: '' };
		// Between the write and the look at it, as if Netlify had replaced all values.
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'GET',
			path: '**/env/API_KEY',
			kind: 'delay',
			delayMs: 300,
			afterRequests: 1,
		});
		const change = set({ contexts: ['production'] });
		await waitFor(() => netlify.requests('PATCH', /env/).length === 1 + 0);
		await fetch(
			`${netlify.sandbox.origin}/netlify/api/v1/accounts/candlefish/env/API_KEY/value/${id}?site_id=paintbox`,
			{
				method: 'DELETE',
				headers: { Authorization: 'Bearer sandbox-netlify-token' },
			},
		);
		await change;
		expect(await stored()).toEqual([
			{ context: 'production', value: planted },
			{ context: 'dev', value: 'for-dev' },
		]);
	});

	it('changes nothing in a dry run', async () => {
		const plan = await set({ dryRun: true });
		expect(plan).toMatchObject({ dryRun: true, plan: { action: 'set', created: true } });
		expect(JSON.stringify(plan)).not.toContain(planted);
		expect(netlify.writes()).toEqual([]);
	});
});

async function waitFor(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('Get Many', () => {
	it('masks values unless they are to be revealed, and those of secrets always', async () => {
		await set({});
		await netlify.run({ resource, operation: 'set', key: 'SECRET', value: 'planted-secret', isSecret: true });
		const redacted = JSON.stringify(await netlify.items({ resource, operation: 'getMany' }));
		expect(redacted).not.toContain(planted);
		const revealed = await netlify.items({ resource, operation: 'getMany', reveal: true });
		expect(revealed.map(({ json }) => json)).toMatchObject([
			{ key: 'API_KEY', values: [{ context: 'all', value: planted }] },
			{ key: 'SECRET', isSecret: true, values: [{ value: '***' }, { value: '***' }, { value: '***' }] },
		]);
		const filtered = await netlify.items({
			resource,
			operation: 'getMany',
			filters: { keyContains: 'sec', context: 'production', scope: 'functions' },
		});
		expect(filtered.map(({ json }) => json.key)).toEqual(['SECRET']);
	});
});

describe('Delete', () => {
	it('deletes the value of one context, then the whole variable, then nothing', async () => {
		await set({ contexts: ['production', 'dev'] });
		const remove = { resource, operation: 'delete', key: 'API_KEY' };
		expect(await netlify.run({ ...remove, contexts: ['dev'] })).toMatchObject({ deleted: true, removed: ['dev'] });
		expect(await stored()).toEqual([{ context: 'production', value: planted }]);
		expect(await netlify.run({ ...remove, contexts: ['dev'] })).toMatchObject({ deleted: false, removed: [] });
		expect(await netlify.run({ ...remove, dryRun: true })).toMatchObject({ plan: { removed: ['production'] } });
		expect(await netlify.run(remove)).toMatchObject({ deleted: true, existed: true, removed: ['production'] });
		expect(await netlify.run(remove)).toMatchObject({ deleted: false, existed: false });
	});
});

it('says what to do with a token that may only look', async () => {
	const error = await netlify.failure(
		{ resource, operation: 'set', key: 'API_KEY', value: planted },
		{ accessToken: 'sandbox-netlify-read-only-token' },
	);
	expect(error.message).toContain('403: Forbidden');
	expect(error.advice).toContain('Developer role');
	expect(error.everything).not.toContain(planted);
});

describe('the context of one branch, as branch:NAME', () => {
	it.each([
		['a list', ['branch:feature/login', 'production']],
		['a text', 'branch:feature/login,production'],
	])('is set and deleted, given as %s', async (_name, contexts) => {
		const output = await set({ contexts });
		expect(results(output)).toEqual({ 'feature/login': 'added', production: 'added' });
		expect(await stored()).toEqual([
			{ context: 'branch', value: planted, branch: 'feature/login' },
			{ context: 'production', value: planted },
		]);
		const deleted = await netlify.run({
			resource,
			operation: 'delete',
			key: 'API_KEY',
			contexts: ['branch:feature/login'],
		});
		expect(deleted).toMatchObject({ deleted: true, removed: ['branch feature/login'] });
		expect(await stored()).toEqual([{ context: 'production', value: planted }]);
	});

	it('may be of a branch whose name holds a comma', async () => {
		await set({ contexts: ['branch:a,b'] });
		expect(await stored()).toEqual([{ context: 'branch', value: planted, branch: 'a,b' }]);
	});

	it('is what is listed for it: its own value, or else the wider one', async () => {
		await set({ contexts: ['all'], value: 'for-all' });
		await set({ contexts: ['branch:spring'], value: 'for-spring' });
		await set({ key: 'ONLY_LIVE', contexts: ['production'] });
		const listed = await netlify.items({
			resource,
			operation: 'getMany',
			reveal: true,
			filters: { context: 'branch:spring' },
		});
		expect(listed.map(({ json }) => [json.key, json.values])).toEqual([
			['API_KEY', [{ context: 'branch', branch: 'spring', value: 'for-spring' }]],
		]);
	});

	it.each([['branch:'], ['branches:x'], ['preview']])('is not %s', async (context) => {
		const error = await netlify.failure({
			resource,
			operation: 'set',
			key: 'API_KEY',
			value: planted,
			contexts: [context],
		});
		expect(error.message).toBe(`"${context}" is not a deploy context`);
		expect(error.advice).toContain('branch:NAME');
	});
});

describe('what Netlify does not take', () => {
	it.each([
		['URL', 'x', 'Environment variable URL cannot be set: Netlify reserves its read-only variables'],
		['COMMIT_REF', 'x', 'Environment variable COMMIT_REF cannot be set'],
		['AWS_ACCESS_KEY_ID', 'x', 'AWS_ACCESS_KEY_ID cannot be set'],
		['LAMBDA_TASK_ROOT', 'x', 'cannot be set'],
		['K'.repeat(256), 'x', 'cannot be the key of an environment variable'],
		['LONG', planted.repeat(250), 'has 5500 characters; Netlify accepts 5000'],
		['ID', 12345678901234567000, 'more digits than JavaScript keeps'],
	])('%.20s is refused before anything is asked', async (key, value, message) => {
		const error = await netlify.failure({ resource, operation: 'set', key, value });
		expect(error.message).toContain(message);
		expect(error.advice).not.toBe('');
		expect(error.everything).not.toContain(planted);
		expect(netlify.requests()).toEqual([]);
	});

	it("is said in Netlify's words where only Netlify knows it", async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'POST',
			path: '/api/v1/accounts/*/env',
			kind: 'status',
			status: 422,
			body: { code: 422, message: 'Key "NEW_ONE" is reserved' },
		});
		const error = await netlify.failure({ resource, operation: 'set', key: 'NEW_ONE', value: 'x' });
		expect(error.message).toContain('Key "NEW_ONE" is reserved');
		expect(error.advice).toContain('Its own words are above');
	});

	it("is not the variable that chooses the functions' runtime", async () => {
		expect(await set({ key: 'AWS_LAMBDA_JS_RUNTIME', value: 'nodejs22.x' })).toMatchObject({ created: true });
	});
});
