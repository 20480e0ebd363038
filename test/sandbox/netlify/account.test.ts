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

test('a wrong or missing token is denied', async () => {
	for (const token of ['', 'wrong']) {
		const answer = await netlify.api('GET', '/user', { token });
		expect([answer.status, answer.body]).toEqual([401, { code: 401, message: 'Access Denied' }]);
	}
	const accounts = await netlify.api('GET', '/accounts');
	expect(accounts.list).toMatchObject([{ slug: 'candlefish' }]);
	const missing = await netlify.api('GET', '/sites/nowhere');
	expect([missing.status, missing.body]).toEqual([404, { code: 404, message: 'Not Found' }]);
});

test('a site is found by id, name and domain; made, changed and deleted', async () => {
	const { body } = await netlify.api('GET', '/sites/paintbox');
	for (const reference of [String(body['id']), 'paintbox.candlefish.ai']) {
		expect((await netlify.api('GET', `/sites/${reference}`)).body['name']).toBe('paintbox');
	}
	expect(body['build_settings']).toMatchObject({ repo_path: PAINTBOX, repo_branch: 'main' });
	const made = await netlify.api('POST', '/sites', {
		json: { name: 'mirror', repo: { provider: 'github', repo_path: PAINTBOX } },
	});
	expect([made.status, made.body['published_deploy']]).toEqual([201, null]);
	expect((await netlify.visit('/sites/mirror/')).status).toBe(404);
	netlify.clock.advance(60_000);
	expect((await netlify.visit('/sites/mirror/version.json')).body['site']).toBe('mirror');
	const taken = await netlify.api('PATCH', '/sites/mirror', { json: { name: 'paintbox' } });
	expect(taken.status).toBe(422);
	const changed = await netlify.api('PATCH', '/sites/mirror', {
		json: { name: 'looking-glass', custom_domain: 'glass.candlefish.ai' },
	});
	expect(changed.body).toMatchObject({
		name: 'looking-glass',
		custom_domain: 'glass.candlefish.ai',
		build_settings: { repo_path: PAINTBOX },
	});
	await netlify.api('POST', '/sites/looking-glass/builds');
	expect((await netlify.api('DELETE', '/sites/looking-glass')).status).toBe(204);
	netlify.clock.advance(60_000);
	expect((await netlify.api('GET', '/sites/looking-glass')).status).toBe(404);
	expect((await netlify.api('GET', '/sites?name=glass')).list).toEqual([]);
});

test('environment variables by context and scope; of a secret only its dev value can be read', async () => {
	const account = '/accounts/candlefish/env';
	const created = await netlify.api('POST', `${account}?site_id=paintbox`, {
		json: [
			{
				key: 'API_KEY',
				is_secret: true,
				scopes: ['builds', 'functions'],
				values: [
					{ context: 'production', value: 'fake-live-value' },
					{ context: 'dev', value: 'fake-dev-value' },
				],
			},
			{ key: 'PLAIN', values: [{ context: 'all', value: 'everywhere' }] },
		],
	});
	expect(created.status).toBe(201);
	const listed = await netlify.api('GET', `${account}?site_id=paintbox&context_name=production&scope=functions`);
	expect(listed.list.map(({ key }) => key)).toEqual(['API_KEY', 'PLAIN']);
	expect(listed.text).not.toContain('fake-live-value');
	const whole = await netlify.api('GET', `${account}/API_KEY?site_id=paintbox`);
	expect(whole.text).toContain('fake-dev-value');
	expect((await netlify.api('GET', account)).list).toEqual([]);
	const set = await netlify.api('PATCH', `${account}/PLAIN?site_id=paintbox`, {
		json: { context: 'production', value: 'live' },
	});
	expect([set.status, set.body['values']]).toMatchObject([
		201,
		[{ context: 'all' }, { context: 'production', value: 'live' }],
	]);
	const twice = await netlify.api('POST', `${account}?site_id=paintbox`, {
		json: [{ key: 'PLAIN', values: [{ context: 'all', value: 'again' }] }],
	});
	expect(twice.status).toBe(422);
	const everywhere = await netlify.api('POST', account, {
		json: [{ key: 'BAD', is_secret: true, values: [{ context: 'all', value: 'x' }] }],
	});
	expect(everywhere.status).toBe(422);
	expect((await netlify.api('DELETE', `${account}/PLAIN?site_id=paintbox`)).status).toBe(204);
	expect((await netlify.api('GET', '/sites/paintbox/env')).list).toMatchObject([{ key: 'API_KEY' }]);
	const seen = JSON.stringify([netlify.sandbox.state(), netlify.sandbox.requests()]);
	expect(seen).not.toMatch(/fake-(live|dev)-value/);
	expect(seen).not.toContain('sandbox-netlify-token');
});

test('rate limits, once switched on: 3 deploys and 500 requests a minute', async () => {
	const build = async () => await netlify.api('POST', '/sites/paintbox/builds');
	for (let count = 0; count < 4; count += 1) expect((await build()).status).toBe(200);
	await netlify.control('/limits', { enabled: true });
	for (let count = 0; count < 3; count += 1) expect((await build()).status).toBe(200);
	const refused = await build();
	expect(refused.status).toBe(429);
	expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
	const resetAtMs = Number(refused.headers.get('x-ratelimit-reset')) * 1000;
	netlify.clock.advance(resetAtMs - netlify.clock.now());
	expect((await build()).status).toBe(200);
	const remaining = async (): Promise<number> => {
		const { headers } = await netlify.api('GET', '/user');
		return Number(headers.get('x-ratelimit-remaining'));
	};
	const before = await remaining();
	expect(await remaining()).toBe(before - 1);
	for (let left = before - 1; left > 0; left -= 1) await netlify.api('GET', '/user');
	expect((await netlify.api('GET', '/user')).status).toBe(429);
});

test('a site added behind the API is linked and has nothing live yet', async () => {
	const added = await netlify.control('/sites', { name: 'extra', repository: PAINTBOX });
	expect([added.status, added.body['published_deploy']]).toEqual([201, null]);
	await netlify.api('POST', '/sites/extra/builds');
	netlify.clock.advance(60_000);
	expect((await netlify.visit('/sites/extra/health')).body['status']).toBe('ok');
});

test('a deployed site answers HEAD, and 404 for a page it lacks', async () => {
	const missing = await netlify.visit('/sites/paintbox/no/such/page');
	expect(missing.status).toBe(404);
	const head = await fetch(`${netlify.sandbox.origin}/sites/paintbox/`, { method: 'HEAD' });
	expect([head.status, head.headers.get('x-deploy-id')]).toEqual([200, missing.headers.get('x-deploy-id')]);
});

test.each([
	['URL', 'x', 'Key "URL" is reserved'],
	['DEPLOY_PRIME_URL', 'x', 'Key "DEPLOY_PRIME_URL" is reserved'],
	['AWS_REGION', 'x', 'Key "AWS_REGION" is reserved'],
	['K'.repeat(256), 'x', 'Key is too long (maximum is 255 characters)'],
	['LONG', 'x'.repeat(5001), 'Value is too long (maximum is 5000 characters)'],
])('a variable %s is refused', async (key, value, message) => {
	const body = { key, values: [{ context: 'all', value }] };
	const refused = await netlify.api('POST', '/accounts/candlefish/env?site_id=paintbox', { json: [body] });
	expect([refused.status, refused.body['message']]).toEqual([422, message]);
	expect((await netlify.api('GET', '/sites/paintbox/env')).list).toEqual([]);
});

test("the variable that chooses the functions' runtime can be set, and those of builds", async () => {
	for (const key of ['AWS_LAMBDA_JS_RUNTIME', 'NODE_VERSION', 'NETLIFY_USE_YARN', 'CI', 'MY_URL']) {
		const set = await netlify.api('POST', '/accounts/candlefish/env?site_id=paintbox', {
			json: [{ key, values: [{ context: 'all', value: 'x' }] }],
		});
		expect(set.status).toBe(201);
	}
});

test('an address takes a slash at its end, and no more than 8 KB', async () => {
	expect((await netlify.api('GET', '/sites/paintbox/')).body['name']).toBe('paintbox');
	const long = await netlify.api('POST', `/sites/paintbox/builds?title=${'t'.repeat(12_000)}`);
	expect(long.status).toBe(414);
	expect((await netlify.api('GET', '/sites/paintbox/deploys')).list).toHaveLength(2);
});
