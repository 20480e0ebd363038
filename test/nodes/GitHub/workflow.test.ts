import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const workflow = { __rl: true, mode: 'id', value: 'deploy.yml' };
const dispatch = { resource: 'workflow', operation: 'dispatch', workflow, ref: 'main', inputs: '{}' };
const waitForRun = { resource: 'workflow', operation: 'waitForRun', timeoutSeconds: 600, failUnlessSuccessful: true };
const dispatchPath = `/repos/${repositoryName}/actions/workflows/deploy.yml/dispatches`;

it('starts a run, and waits until it succeeded', async () => {
	const sha = await driver.push();
	const started = await driver.runOne({ ...dispatch, inputs: '{"environment":"production"}' });
	expect(started).toMatchObject({ identifiedBy: 'answer', ref: 'main' });
	const ended = await driver.runOne({ ...waitForRun, runId: Number(started.runId) });
	expect(ended).toMatchObject({ runId: started.runId, successful: true, conclusion: 'success', sha });
	expect(Number(ended.waitedSeconds)).toBeGreaterThan(30);
});

/** The inputs of the last dispatch, as they were sent. */
async function sentInputs(inputs: unknown): Promise<unknown> {
	const bodies: string[] = [];
	const stop = driver.github.sandbox.onExchange(({ path, requestBody }) => {
		if (path === dispatchPath) bodies.push(requestBody.toString());
	});
	try {
		await driver.runOne({ ...dispatch, inputs: inputs as string });
	} finally {
		stop();
	}
	return (JSON.parse(bodies.at(-1) ?? '{}') as { inputs?: unknown }).inputs;
}

describe('inputs', () => {
	it.each<[unknown, Record<string, string>]>([
		['{"dry_run": true, "retries": 2}', { dry_run: 'true', retries: '2' }],
		['{"off": false, "none": 0, "empty": "", "less": -1.50}', { off: 'false', none: '0', empty: '', less: '-1.50' }],
		[
			'{"build": 1234567890123456789, "version": 1.10, "commit": 7052e12}',
			{ build: '1234567890123456789', version: '1.10', commit: '7052e12' },
		],
		['{"services": ["api", 1.0], "more": {"a": {"b": null}}}', { services: '["api",1.0]', more: '{"a":{"b":null}}' }],
		[
			{ dry_run: true, retries: 2, services: ['api'], left: undefined },
			{ dry_run: 'true', retries: '2', services: '["api"]' },
		],
		['{"text": "🚀 ümlaut\\nand a line", "half": "\\ud83d"}', { text: '🚀 ümlaut\nand a line', half: '\uFFFD' }],
		['{}', {}],
	])('%j are sent as strings', async (given, sent) => {
		expect(await sentInputs(given)).toEqual(sent);
	});

	it.each<[string, unknown, RegExp]>([
		['null', '{"tag": null}', /input "tag" is null/],
		['no number', { tag: NaN }, /input "tag" is NaN/],
		[
			'too many',
			JSON.stringify(Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`i${index}`, 'x']))),
			/26 entries, and GitHub accepts 25/,
		],
		['too long', JSON.stringify({ text: 'x'.repeat(65_535) }), /65546 characters as JSON, and GitHub accepts 65535/],
		['a list', '["a"]', /must be a JSON object/],
		['no JSON', '{a: 1}', /not JSON/],
	])('are refused in plain words before anything is sent: %s', async (_name, inputs, words) => {
		const failure = await driver.failure({ ...dispatch, inputs: inputs as string });
		expect(failure.message).toMatch(words);
		expect(failure.description).not.toBe('');
		expect(driver.writes()).toEqual([]);
	});

	it('accept as much as GitHub does', async () => {
		const names = Array.from({ length: 25 }, (_, index) => [`i${index}`, 'x'] as const);
		expect(await sentInputs(JSON.stringify(Object.fromEntries(names)))).toMatchObject({ i24: 'x' });
		const { text } = (await sentInputs(JSON.stringify({ text: 'x'.repeat(65_524) }))) as { text: string };
		expect(text).toHaveLength(65_524);
	});
});

describe('a dispatch whose answer is lost', () => {
	const fault = (kind: 'lostReply' | 'reset' | 'malformed' | 'status', times = 1) =>
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: dispatchPath,
			kind,
			times,
			...(kind === 'status' && { status: 502 }),
		});
	const runs = async () =>
		(
			(await driver.github.api('GET', `/repos/${repositoryName}/actions/runs?event=workflow_dispatch`)) as {
				workflow_runs: Array<{ id: number }>;
			}
		).workflow_runs;

	it.each(['lostReply', 'malformed', 'reset', 'status'] as const)('starts one run (%s)', async (kind) => {
		const earlier = await driver.runOne(dispatch);
		fault(kind);
		// GitHub's times are whole seconds, so that one of the same two seconds could be either.
		driver.github.advance(5_000);
		const started = await driver.runOne(dispatch);
		expect((await runs()).map(({ id }) => id)).toEqual([started.runId, earlier.runId]);
	});

	it('is not sent again where two runs may be its own', async () => {
		fault('lostReply');
		for (let number = 0; number < 2; number++) {
			await driver.github.control('workflow-runs', { repository: repositoryName, event: 'workflow_dispatch' });
		}
		const failure = await driver.failure(dispatch);
		expect(failure.message).toMatch(/not known whether GitHub made a run of deploy.yml on main.*3 runs of main/);
		expect(await runs()).toHaveLength(3);
	});
});

it('fails with the conclusion and the failed job, or returns them when that is asked for', async () => {
	await driver.push({ files: { '.sandbox/workflow-fails': 'x' } });
	const { runId } = await driver.runOne(dispatch);
	const failure = await driver.failure({ ...waitForRun, runId: Number(runId) });
	expect(failure.message).toMatch(/ended with failure: deploy/);
	expect(failure.description).toContain(`/actions/runs/${Number(runId)}`);
	expect(await driver.runOne({ ...waitForRun, runId: Number(runId), failUnlessSuccessful: false })).toMatchObject({
		successful: false,
		conclusion: 'failure',
		failedJobs: ['deploy'],
	});
});

it('counts no other conclusion as a success', async () => {
	const { id } = await driver.github.control('workflow-runs', { repository: repositoryName, conclusion: 'cancelled' });
	expect((await driver.failure({ ...waitForRun, runId: Number(id) })).message).toContain('ended with cancelled');
});

it('says the last state seen when the time is up', async () => {
	const { runId } = await driver.runOne(dispatch);
	const failure = await driver.failure({ ...waitForRun, runId: Number(runId), timeoutSeconds: 20 });
	expect(failure.message).toMatch(/20 s, last seen: in_progress/);
});

it('finds the run by itself on a server that does not name it', async () => {
	const earlier = await driver.runOne(dispatch);
	driver.github.sandbox.addFault({
		platform: 'github',
		method: 'POST',
		path: dispatchPath,
		kind: 'status',
		status: 422,
		body: {
			message: 'Invalid request.\n\n"return_run_details" is not a permitted key.',
			documentation_url: 'https://docs.github.com/rest',
		},
	});
	const started = await driver.runOne(dispatch);
	expect(started).toMatchObject({ identifiedBy: 'search', runId: expect.any(Number) as unknown });
	expect(started.runId).not.toBe(earlier.runId);
});

it('does not guess when two runs started at once', async () => {
	for (let number = 0; number < 2; number++) {
		await driver.github.control('workflow-runs', { repository: repositoryName, event: 'workflow_dispatch' });
	}
	driver.github.sandbox.addFault({
		platform: 'github',
		method: 'POST',
		path: dispatchPath,
		kind: 'status',
		status: 204,
		headers: { date: new Date(driver.github.sandbox.clock.now()).toUTCString() },
	});
	const failure = await driver.failure(dispatch);
	expect(failure.message).toContain('2 runs of main');
	expect(failure.description).toContain('before you dispatch it again');
});

it('says what is wrong with an unknown workflow, branch or run', async () => {
	expect((await driver.failure({ ...dispatch, workflow: { ...workflow, value: 'none.yml' } })).message).toContain(
		'404',
	);
	const branch = await driver.failure({ ...dispatch, ref: 'nowhere' });
	expect(branch.message).toContain('No ref found for: nowhere');
	expect(branch.description).toContain('does not exist');
	expect((await driver.failure({ ...waitForRun, runId: '1' })).message).toContain('404');
});

describe('Get Runs', () => {
	const getRuns = { resource: 'workflow', operation: 'getRuns', workflow };
	const start = async (body: object = {}) =>
		await driver.github.control('workflow-runs', { repository: repositoryName, workflow: 'deploy.yml', ...body });

	it('lists the runs of a commit or of a branch, newest first, with how each ended', async () => {
		const first = await driver.push();
		await start({ conclusion: 'failure' });
		driver.github.advance(60_000);
		await start();
		driver.github.advance(60_000);
		const second = await driver.push();
		await start();
		const found = await driver.run(getRuns);
		expect(found.map(({ sha, successful, status }) => ({ sha, successful, status }))).toEqual([
			{ sha: second, successful: false, status: 'queued' },
			{ sha: first, successful: true, status: 'completed' },
			{ sha: first, successful: false, status: 'completed' },
		]);
		expect(await driver.run({ ...getRuns, runCommit: first.toUpperCase() })).toHaveLength(2);
		expect(await driver.run({ ...getRuns, limit: 1 })).toMatchObject([{ sha: second, event: 'push', branch: 'main' }]);
		expect(await driver.run({ ...getRuns, runBranch: 'feature/none' })).toEqual([]);
	});

	it('names a workflow that the repository does not have', async () => {
		const failure = await driver.failure({ ...getRuns, workflow: { __rl: true, mode: 'id', value: 'build-none.yml' } });
		expect(failure.message).toContain('build-none.yml');
	});
});
