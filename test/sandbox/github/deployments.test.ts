import { fullName, repository, startGitHub } from './gitHubDriver';
import { startOctokit } from './octokitClient';

// Each test starts the real client in a process of its own.
type GitHub = Awaited<ReturnType<typeof startGitHub>>;

describe('deployments, statuses, workflows and secrets of the simulated GitHub', () => {
	let github: GitHub;
	beforeEach(async () => {
		github = await startGitHub();
	});
	afterEach(async () => {
		const violations = github.violations();
		await github.close();
		expect(violations).toEqual([]);
	});

	const deploy = async (parameters: object = {}) =>
		await github.octokit.call('repos.createDeployment', {
			...repository,
			ref: 'main',
			required_contexts: [],
			...parameters,
		});
	const idOf = ({ data }: { data: unknown }) => (data as { id: number }).id;
	const setState = async (deployment_id: number, state: string, parameters: object = {}) =>
		await github.octokit.call('repos.createDeploymentStatus', {
			...repository,
			deployment_id,
			state,
			...parameters,
		});
	const latestState = async (deployment_id: number) => {
		const { data } = await github.octokit.call('repos.listDeploymentStatuses', {
			...repository,
			deployment_id,
		});
		return (data as Array<{ state: string }>)[0]?.state;
	};

	test('a deployment takes statuses, newest first, and is found by its environment', async () => {
		const id = idOf(await deploy({ environment: 'staging', payload: { service: 'paintbox' } }));
		await deploy({ environment: 'production' });
		await setState(id, 'in_progress');
		await setState(id, 'success', { environment_url: 'https://paintbox.candlefish.ai' });
		expect(await latestState(id)).toBe('success');
		const found = await github.octokit.call('repos.listDeployments', {
			...repository,
			environment: 'staging',
		});
		expect(found.data).toMatchObject([{ id, task: 'deploy', payload: { service: 'paintbox' } }]);
		expect((await github.octokit.call('repos.getAllEnvironments', repository)).data).toMatchObject({
			total_count: 2,
		});
	});

	test('success makes the environment’s earlier deployments inactive, but never production’s', async () => {
		const outcomes: Record<string, string | undefined> = {};
		for (const environment of ['staging', 'production']) {
			const first = idOf(await deploy({ environment }));
			await setState(first, 'success');
			await setState(idOf(await deploy({ environment })), 'success');
			outcomes[environment] = await latestState(first);
		}
		expect(outcomes).toEqual({ staging: 'inactive', production: 'success' });
	});

	test('no success makes a deployment to production inactive, whatever was said of that environment', async () => {
		const environment = { environment: 'production', production_environment: false };
		const first = idOf(await deploy(environment));
		await setState(first, 'success');
		await setState(idOf(await deploy(environment)), 'success');
		expect(await latestState(first)).toBe('success');
	});

	test('refuses texts that GitHub refuses', async () => {
		const deployment_id = idOf(await deploy());
		const { data } = await github.octokit.call('repos.getCommit', { ...repository, ref: 'main' });
		const commit = { ...repository, sha: (data as { sha: string }).sha, state: 'success' };
		const refusals: Array<[string, object, string]> = [
			[
				'repos.createDeploymentStatus',
				{ ...repository, deployment_id, state: 'success', description: 'Live 🎉' },
				"description doesn't accept 4-byte Unicode",
			],
			['repos.createCommitStatus', { ...commit, description: '🐛 nil' }, "description doesn't accept 4-byte Unicode"],
			[
				'repos.createCommitStatus',
				{ ...commit, description: 'x'.repeat(141) },
				'description is too long (maximum is 140 characters)',
			],
			[
				'repos.createCommitStatus',
				{ ...commit, context: 'x'.repeat(256) },
				'context is too long (maximum is 255 characters)',
			],
			[
				'repos.createDeployment',
				{ ...repository, ref: 'main', required_contexts: [], environment: 'x'.repeat(256) },
				'name is too long (maximum is 255 characters)',
			],
			[
				'repos.createRelease',
				{ ...repository, tag_name: 'v9', body: 'x'.repeat(125_001) },
				'body is too long (maximum is 125000 characters)',
			],
		];
		for (const [call, parameters, message] of refusals) {
			expect(await github.octokit.call(call, parameters)).toMatchObject({
				status: 422,
				data: { errors: [{ message }] },
			});
		}
		expect(
			await github.octokit.call('repos.createCommitStatus', { ...commit, description: '✅ ⚠️ 日本語' }),
		).toMatchObject({ status: 201 });
		const dispatch = { ...repository, workflow_id: 'deploy.yml', ref: 'main' };
		expect(
			await github.octokit.call('actions.createWorkflowDispatch', { ...dispatch, inputs: { dry_run: true } }),
		).toMatchObject({
			status: 422,
			data: { message: "Invalid value for input 'dry_run'" },
		});
		expect(
			await github.octokit.call('actions.createWorkflowDispatch', {
				...dispatch,
				inputs: { text: 'x'.repeat(65_535) },
			}),
		).toMatchObject({ status: 422 });
	});

	test('refuses an unknown ref, an unknown state and a red commit', async () => {
		expect(await deploy({ ref: 'nowhere' })).toMatchObject({
			status: 422,
			data: { message: 'No ref found for: nowhere' },
		});
		const id = idOf(await deploy());
		expect(await setState(id, 'perfect')).toMatchObject({ status: 422 });
		expect(await setState(id, 'success', { description: 'x'.repeat(141) })).toMatchObject({
			status: 422,
		});
		const head = await github.octokit.call('repos.getCommit', { ...repository, ref: 'main' });
		const { sha } = head.data as { sha: string };
		const status = { ...repository, sha, context: 'ci/test' };
		await github.octokit.call('repos.createCommitStatus', { ...status, state: 'failure' });
		expect(await deploy({ required_contexts: undefined })).toMatchObject({
			status: 409,
			data: { errors: [{ contexts: [{ context: 'ci/test', state: 'failure' }] }] },
		});
		await github.octokit.call('repos.createCommitStatus', { ...status, state: 'success' });
		expect(await deploy({ required_contexts: undefined })).toMatchObject({ status: 201 });
		expect(
			(await github.octokit.call('repos.getCombinedStatusForRef', { ...repository, ref: 'main' })).data,
		).toMatchObject({ state: 'success', total_count: 1, statuses: [{ context: 'ci/test' }] });
	});

	test('a branch that is behind is merged instead of deployed', async () => {
		const push = { repository: fullName, deliver: false };
		await github.control('/push', { ...push, branch: 'old', files: { a: 'a' } });
		await github.control('/push', { ...push, files: { b: 'b' } });
		expect(await deploy({ ref: 'old' })).toMatchObject({
			status: 202,
			data: { message: 'Auto-merged main into old on deployment.' },
		});
	});

	test.each([
		{ marker: {}, conclusion: 'success' },
		{ marker: { '.sandbox/workflow-fails': 'tests failed' }, conclusion: 'failure' },
	])('a dispatched workflow is queued, runs and ends in $conclusion', async ({ marker, conclusion }) => {
		await github.control('/push', { repository: fullName, deliver: false, files: { a: 'a', ...marker } });
		const workflow = { ...repository, workflow_id: 'deploy.yml', ref: 'main' };
		expect(await github.octokit.call('actions.createWorkflowDispatch', workflow)).toMatchObject({ status: 204 });
		const dispatched = await github.octokit.call('actions.createWorkflowDispatch', {
			...workflow,
			return_run_details: true,
		});
		expect(dispatched.status).toBe(200);
		const run_id = (dispatched.data as { workflow_run_id: number }).workflow_run_id;
		const run = async () => (await github.octokit.call('actions.getWorkflowRun', { ...repository, run_id })).data;
		expect(await run()).toMatchObject({ status: 'queued', conclusion: null });
		github.clock.advance(5_000);
		expect(await run()).toMatchObject({ status: 'in_progress', conclusion: null });
		github.clock.advance(60_000);
		expect(await run()).toMatchObject({ status: 'completed', conclusion });
		const listed = await github.octokit.call('actions.listWorkflowRuns', {
			...repository,
			workflow_id: 'deploy.yml',
			event: 'workflow_dispatch',
			status: conclusion,
		});
		expect(listed.data).toMatchObject({ total_count: 2, workflow_runs: [{ id: run_id }, {}] });
		expect(await github.octokit.call('actions.cancelWorkflowRun', { ...repository, run_id })).toMatchObject({
			status: 409,
		});
	});

	test('takes a sealed secret and never gives it back', async () => {
		const { data } = await github.octokit.call('actions.getRepoPublicKey', repository);
		const { key, key_id } = data as { key: string; key_id: string };
		expect(Buffer.from(key, 'base64')).toHaveLength(32);
		const encrypted_value = Buffer.alloc(60, 7).toString('base64');
		const secret = { ...repository, secret_name: 'NETLIFY_TOKEN', encrypted_value, key_id };
		expect(await github.octokit.call('actions.createOrUpdateRepoSecret', { ...secret, key_id: '1' })).toMatchObject({
			status: 422,
		});
		expect(await github.octokit.call('actions.createOrUpdateRepoSecret', secret)).toMatchObject({
			status: 201,
		});
		expect(await github.octokit.call('actions.createOrUpdateRepoSecret', secret)).toMatchObject({
			status: 204,
		});
		const listed = await github.octokit.call('actions.listRepoSecrets', repository);
		expect(listed.data).toMatchObject({ total_count: 1, secrets: [{ name: 'NETLIFY_TOKEN' }] });
		expect(JSON.stringify([listed, github.sandbox.state()])).not.toContain(encrypted_value);
	});

	test("an app reports check runs, which are read back; a person's token may not make any", async () => {
		const head = await github.octokit.call('repos.getCommit', { ...repository, ref: 'main' });
		const { sha } = head.data as { sha: string };
		const run = { ...repository, name: 'slipway', head_sha: sha, status: 'in_progress' };
		expect(await github.octokit.call('checks.create', run)).toMatchObject({
			status: 403,
			data: { message: 'You must authenticate via a GitHub App.' },
		});
		const app = startOctokit(`${github.sandbox.origin}/github`, 'sandbox-github-app-token');
		try {
			const check_run_id = idOf(await app.call('checks.create', run));
			await app.call('checks.update', { ...repository, check_run_id, conclusion: 'success' });
			expect((await github.octokit.call('checks.listForRef', { ...repository, ref: 'main' })).data).toMatchObject({
				check_runs: [{ id: check_run_id, status: 'completed' }],
			});
			expect(await app.call('users.getAuthenticated')).toMatchObject({ status: 403 });
		} finally {
			await app.close();
		}
	});
});

describe('access to the simulated GitHub', () => {
	let github: GitHub;
	beforeEach(async () => {
		github = await startGitHub();
	});
	afterEach(async () => {
		await github.close();
	});
	const get = async (authorization: string | undefined, init: RequestInit = {}) => {
		const response = await fetch(`${github.sandbox.origin}/github/repos/${fullName}/deployments`, {
			...init,
			headers: authorization === undefined ? {} : { authorization },
		});
		return { status: response.status, headers: response.headers, body: await response.json() };
	};

	test.each([
		{ authorization: undefined, message: 'Requires authentication' },
		{ authorization: 'Bearer wrong', message: 'Bad credentials' },
	])('answers 401 "$message"', async ({ authorization, message }) => {
		expect(await get(authorization)).toMatchObject({ status: 401, body: { message, status: '401' } });
	});

	test('a read-only token may read and not write', async () => {
		const token = 'token sandbox-github-readonly-token';
		expect(await get(token)).toMatchObject({ status: 200 });
		expect(await get(token, { method: 'POST', body: '{}' })).toMatchObject({ status: 403 });
	});

	test('counts requests down to the hour’s limit, which comes back', async () => {
		await github.control('/rate-limit', { remaining: 1 });
		const token = 'Bearer sandbox-github-token';
		const last = await get(token);
		expect(last.headers.get('x-ratelimit-remaining')).toBe('0');
		const refused = await get(token);
		expect(refused).toMatchObject({
			status: 403,
			body: { message: expect.stringContaining('API rate limit exceeded') },
		});
		expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBe(github.clock.now() + 3_600_000);
		github.clock.advance(3_600_000);
		expect(await get(token)).toMatchObject({ status: 200 });
	});

	test('answers the secondary limit with retry-after, as often as asked', async () => {
		await github.control('/rate-limit', { secondaryCount: 1, retryAfterSeconds: 7 });
		const refused = await get('Bearer sandbox-github-token');
		expect(refused.status).toBe(403);
		expect(refused.headers.get('retry-after')).toBe('7');
		expect(await get('Bearer sandbox-github-token')).toMatchObject({ status: 200 });
	});

	test.each([
		[{ status: 429, retryAfterSeconds: null }, 429, null, /secondary rate limit\. Please wait/],
		[{ retryAfterSeconds: null, writesOnly: true }, 403, null, /blocked from content creation/],
		[{}, 403, '60', /secondary rate limit/],
	])('answers the secondary limit as GitHub does: %j', async (limit, status, retryAfter, words) => {
		await github.control('/rate-limit', { secondaryCount: 1, ...limit });
		const token = 'Bearer sandbox-github-token';
		if ('writesOnly' in limit) expect(await get(token)).toMatchObject({ status: 200 });
		const refused = await get(token, { method: 'POST', body: '{}' });
		expect(refused).toMatchObject({ status, body: { message: expect.stringMatching(words) } });
		expect(refused.headers.get('retry-after')).toBe(retryAfter);
		expect(Number(refused.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
		expect(await get(token)).toMatchObject({ status: 200 });
	});

	// It was GitHub's 404 before: a client takes that for "not there", and the sandbox knows no such thing.
	test("what is not simulated says so, in the sandbox's own name", async () => {
		for (const path of ['/nothing/here', `/repos/${fullName}/codespaces`]) {
			const response = await fetch(`${github.sandbox.origin}/github${path}`);
			expect([response.status, await response.json()]).toMatchObject([
				501,
				{ message: expect.stringMatching(`^The sandbox does not simulate GET ${path}`) },
			]);
		}
	});
});
