import { repositoryName, useGitHubDeployments } from './gitHubDeployments';

const suite = useGitHubDeployments();
const workflow = { __rl: true, mode: 'id', value: 'deploy.yml' };
const dispatch = { resource: 'workflow', operation: 'dispatch', workflow, ref: 'main', inputs: '{}' };
const waitForRun = { resource: 'workflow', operation: 'waitForRun', timeoutSeconds: 600, failUnlessSuccessful: true };
const dispatchPath = `/repos/${repositoryName}/actions/workflows/deploy.yml/dispatches`;

it('starts a run, and waits until it succeeded', async () => {
	const sha = await suite.push();
	const started = await suite.runOne({ ...dispatch, inputs: '{"environment":"production"}' });
	expect(started).toMatchObject({ identifiedBy: 'answer', ref: 'main' });
	const ended = await suite.runOne({ ...waitForRun, runId: Number(started.runId) });
	expect(ended).toMatchObject({ runId: started.runId, successful: true, conclusion: 'success', sha });
	expect(Number(ended.waitedSeconds)).toBeGreaterThan(30);
});

it('fails with the conclusion and the failed job, or tells it when that is asked for', async () => {
	await suite.push({ files: { '.sandbox/workflow-fails': 'x' } });
	const { runId } = await suite.runOne(dispatch);
	const failure = await suite.failure({ ...waitForRun, runId: Number(runId) });
	expect(failure.message).toMatch(/ended with failure: deploy/);
	expect(failure.description).toContain(`/actions/runs/${Number(runId)}`);
	expect(await suite.runOne({ ...waitForRun, runId: Number(runId), failUnlessSuccessful: false })).toMatchObject({
		successful: false,
		conclusion: 'failure',
		failedJobs: ['deploy'],
	});
});

it('takes no other conclusion for a success', async () => {
	const { id } = await suite.github().control('workflow-runs', { repository: repositoryName, conclusion: 'cancelled' });
	expect((await suite.failure({ ...waitForRun, runId: Number(id) })).message).toContain('ended with cancelled');
});

it('says the last state seen when the time is up', async () => {
	const { runId } = await suite.runOne(dispatch);
	const failure = await suite.failure({ ...waitForRun, runId: Number(runId), timeoutSeconds: 20 });
	expect(failure.message).toMatch(/20 s, last seen: in_progress/);
});

it('finds the run by itself on a server that does not name it', async () => {
	const earlier = await suite.runOne(dispatch);
	suite.github().sandbox.addFault({
		platform: 'github',
		method: 'POST',
		path: dispatchPath,
		kind: 'status',
		status: 422,
		body: { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.', documentation_url: 'https://docs.github.com/rest' },
	});
	const started = await suite.runOne(dispatch);
	expect(started).toMatchObject({ identifiedBy: 'search', runId: expect.any(Number) as unknown });
	expect(started.runId).not.toBe(earlier.runId);
});

it('does not guess when two runs started at once', async () => {
	for (let number = 0; number < 2; number++) {
		await suite.github().control('workflow-runs', { repository: repositoryName, event: 'workflow_dispatch' });
	}
	suite.github().sandbox.addFault({
		platform: 'github',
		method: 'POST',
		path: dispatchPath,
		kind: 'status',
		status: 204,
		headers: { date: new Date(suite.github().sandbox.clock.now()).toUTCString() },
	});
	const failure = await suite.failure(dispatch);
	expect(failure.message).toContain('2 runs of main');
	expect(failure.description).toContain('before you dispatch it again');
});

it('says what is wrong with an unknown workflow, branch or run', async () => {
	expect((await suite.failure({ ...dispatch, workflow: { ...workflow, value: 'none.yml' } })).message).toContain('404');
	const branch = await suite.failure({ ...dispatch, ref: 'nowhere' });
	expect(branch.message).toContain('No ref found for: nowhere');
	expect(branch.description).toContain('does not exist');
	expect((await suite.failure({ ...waitForRun, runId: '1' })).message).toContain('404');
});
