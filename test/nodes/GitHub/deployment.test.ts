import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const create = {
	resource: 'deployment',
	operation: 'create',
	environment: 'production',
	payload: '{}',
	simplify: true,
};
const setStatus = { resource: 'deployment', operation: 'setStatus' };
const getMany = { resource: 'deployment', operation: 'getMany', returnAll: true, simplify: true };

it('creates a deployment of just the commit that was asked for', async () => {
	const sha = await driver.push();
	const deployment = await driver.runOne({
		...create,
		ref: sha,
		description: 'Deploy',
		payload: '{"service":"paintbox"}',
	});
	expect(deployment).toMatchObject({
		sha,
		ref: sha,
		environment: 'production',
		created: true,
		payload: { service: 'paintbox' },
	});
	expect(await driver.run(getMany)).toMatchObject([{ id: deployment.id, sha }]);
});

it('with a key, makes one deployment however often it is run', async () => {
	const sha = await driver.push();
	const parameters = { ...create, ref: sha, key: 'paintbox/production/1' };
	const first = await driver.runOne(parameters);
	const second = await driver.runOne(parameters);
	expect(second).toEqual({ ...first, created: false });
	const other = await driver.runOne({ ...parameters, key: 'paintbox/production/2' });
	const elsewhere = await driver.runOne({ ...parameters, environment: 'staging' });
	expect(new Set([first.id, other.id, elsewhere.id]).size).toBe(3);
});

describe.each([
	['without a key', {}],
	['with a key', { key: 'once' }],
])('%s, makes one deployment', (_name, key) => {
	const fault = (kind: 'lostReply' | 'reset' | 'malformed' | 'status', times = 1) =>
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: `/repos/${repositoryName}/deployments`,
			kind,
			times,
			...(kind === 'status' && { status: 502 }),
		});

	it.each(['lostReply', 'reset', 'malformed', 'status'] as const)('after one %s', async (kind) => {
		const ref = await driver.push();
		await driver.runOne({ ...create, ref, payload: '{"service":"api"}' });
		fault(kind);
		const made = await driver.runOne({ ...create, ...key, ref, payload: '{"service":"paintbox"}' });
		expect(made).toMatchObject({ created: true, payload: { service: 'paintbox' } });
		expect(made.payload).not.toHaveProperty('slipwayCall');
		expect(await driver.run(getMany)).toMatchObject([{ id: made.id }, { payload: { service: 'api' } }]);
	});

	it('after three replies lost, and sends it once', async () => {
		const ref = await driver.push();
		fault('lostReply', 3);
		expect(await driver.runOne({ ...create, ...key, ref })).toMatchObject({ created: true });
		expect(driver.writes()).toHaveLength(1);
	});

	it('or says that it does not know', async () => {
		const ref = await driver.push();
		fault('status', 9);
		const failure = await driver.failure({ ...create, ...key, ref });
		expect(failure.message).toMatch(
			/not known whether GitHub made the deployment of [0-9a-f]{40} to production.*502.*3 times/,
		);
		expect(failure.description).toContain('before you run this again');
	});

	it('or says that it could not look', async () => {
		const ref = await driver.push();
		fault('lostReply');
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'GET',
			path: `/repos/${repositoryName}/deployments`,
			kind: 'status',
			status: 503,
			times: 'always',
			afterRequests: 'key' in key ? 1 : 0,
		});
		const failure = await driver.failure({ ...create, ...key, ref });
		expect(failure.message).toMatch(/not known.*could not be looked for.*503/);
		expect(driver.writes()).toHaveLength(1);
	});

	it('or says, where no request can get through, nothing but that', async () => {
		const failure = await driver.failure({ ...create, ...key, ref: 'main' }, { baseUrl: 'http://127.0.0.1:9' });
		expect(failure.message).toContain('ECONNREFUSED');
		expect(failure.message).not.toContain('not known');
		expect(failure.description).toContain('base URL');
	});
});

it('sends the numbers of a payload as they were written', async () => {
	const ref = await driver.push();
	const bodies: string[] = [];
	const stop = driver.github.sandbox.onExchange(({ requestBody }) => bodies.push(requestBody.toString()));
	await driver.runOne({ ...create, ref, payload: '{"build":1234567890123456789,"version":1.10,"commit":7052e12}' });
	stop();
	expect(bodies.find((body) => body.includes('"build"'))).toContain(
		'"build":1234567890123456789,"version":1.10,"commit":7052e12',
	);
});

it('sets a status, its description cut to what GitHub takes', async () => {
	const sha = await driver.push();
	const { id } = await driver.runOne({ ...create, ref: sha });
	const status = await driver.runOne({
		...setStatus,
		deploymentId: Number(id),
		state: 'success',
		description: 'x'.repeat(300),
		environmentUrl: 'https://paintbox.candlefish.ai',
		logUrl: 'https://n8n.candlefish.test/execution/1',
	});
	expect(status).toMatchObject({
		state: 'success',
		deploymentId: id,
		environmentUrl: 'https://paintbox.candlefish.ai',
	});
	expect(String(status.description)).toHaveLength(140);
	expect(await driver.run({ ...getMany, includeLatestStatus: true })).toMatchObject([
		{ id, latestStatus: { state: 'success', environmentUrl: 'https://paintbox.candlefish.ai' } },
	]);
});

it('filters and limits its list, over pages', async () => {
	const sha = await driver.push();
	for (let number = 0; number < 3; number++) {
		await driver.runOne({ ...create, ref: sha, environment: number === 2 ? 'production' : 'staging' });
	}
	expect(await driver.run({ ...getMany, filters: { environment: 'staging' } })).toHaveLength(2);
	expect(await driver.run({ ...getMany, returnAll: false, limit: 1 })).toMatchObject([{ environment: 'production' }]);
});

describe('says what is wrong and what to do about', () => {
	it.each([
		['an unknown commit', { ...create, ref: 'no-such-branch' }, 'No ref found', 'does not exist'],
		[
			'an unknown commit with a key',
			{ ...create, ref: 'no-such-branch', key: 'k' },
			'No commit found',
			'does not exist',
		],
		['an empty ref', { ...create, ref: '' }, 'Ref is empty', 'Ref'],
		[
			'an unknown repository',
			{ ...create, ref: 'main', repository: { __rl: true, mode: 'name', value: 'candlefish-ai/none' } },
			'404',
			'private repositories answer 404',
		],
		[
			'a repository without owner',
			{ ...create, ref: 'main', repository: { __rl: true, mode: 'name', value: 'paintbox' } },
			'owner/name',
			'owner/name',
		],
		['a payload that is a list', { ...create, ref: 'main', payload: '[1]' }, 'must be a JSON object', '{'],
		[
			'a deployment that is not there',
			{ ...setStatus, deploymentId: '1', state: 'success' },
			'Not Found',
			'Check owner',
		],
		['a state that GitHub does not know', { ...setStatus, deploymentId: '1', state: 'success' }, '404', '404'],
	])('%s', async (_name, parameters, message, description) => {
		const failure = await driver.failure(parameters);
		expect(failure.message).toContain(message);
		expect(failure.description).toContain(description);
	});

	it('a wrong token', async () => {
		const failure = await driver.failure({ ...create, ref: 'main' }, { accessToken: 'a-wrong-token' });
		expect(failure.message).toContain('Bad credentials');
		expect(failure.description).toContain('access token');
		expect(JSON.stringify(failure)).not.toContain('a-wrong-token');
	});

	it('a token that may only read', async () => {
		const failure = await driver.failure({ ...create, ref: 'main' }, { accessToken: 'sandbox-github-readonly-token' });
		expect(failure.message).toContain('403');
		expect(failure.description).toContain('permission');
	});
});

describe('with a first status', () => {
	const statuses = `/repos/${repositoryName}/deployments/*/statuses`;

	it('creates the deployment and sets it, in one step', async () => {
		const ref = await driver.push();
		const made = await driver.runOne({
			...create,
			ref,
			description: 'Deploys paintbox',
			firstStatus: 'success',
			environmentUrl: 'https://paintbox.example',
		});
		expect(made).toMatchObject({ created: true, status: 'success', statusProblem: '', warnings: [] });
		expect(await driver.run({ ...getMany, withStatus: true })).toMatchObject([
			{ id: made.id, description: 'Deploys paintbox' },
		]);
		expect(driver.writes()).toEqual([
			expect.stringMatching(/\/deployments$/),
			expect.stringMatching(new RegExp(`/deployments/${String(made.id)}/statuses$`)),
		]);
	});

	it('has the deployment all the same when the status is refused, and says why', async () => {
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: statuses,
			kind: 'status',
			status: 422,
			times: 'always',
		});
		const ref = await driver.push();
		const made = await driver.runOne({ ...create, ref, firstStatus: 'in_progress', putResultInField: 'gitHub' });
		expect(made.gitHub).toMatchObject({
			ok: true,
			created: true,
			status: null,
			statusProblem: expect.stringContaining('422'),
		});
	});

	it('sets none unless it is chosen', async () => {
		expect(await driver.runOne({ ...create, ref: await driver.push() })).not.toHaveProperty('status');
		expect(driver.writes()).toHaveLength(1);
	});
});
