import { valueAt } from '../../../nodes/deployment/values/jsonFields';
import { fullName, repository, startGitHub, startReceiver } from './gitHubDriver';

type GitHub = Awaited<ReturnType<typeof startGitHub>>;
type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const workflow = (name: string, on: string) => `name: ${name}\non:\n${on}\njobs: {}\n`;

const apiWorkflow = workflow(
	'Build the API',
	"  push:\n    branches: [main]\n    paths: ['services/api/**', '!**/*.md']",
);

describe('image builds of the simulated GitHub Actions', () => {
	let github: GitHub;
	let receiver: Receiver;
	beforeEach(async () => {
		github = await startGitHub({ timeoutMs: 2_000 });
		receiver = await startReceiver();
	});
	afterEach(async () => {
		const violations = github.violations();
		await github.close();
		await receiver.close();
		expect(violations).toEqual([]);
	});

	const push = async (files: Record<string, string | null>, more: object = {}) => {
		const { body } = await github.control('/push', { repository: fullName, files, ...more });
		return String(valueAt(body, 'sha'));
	};
	const addWorkflow = async (path = '.github/workflows/build-api.yml', text = apiWorkflow) =>
		await push({ [path]: text }, { message: 'Build [skip ci]' });
	const runs = async () =>
		(await github.octokit.all('actions.listWorkflowRunsForRepo', { ...repository })).data as ReadonlyArray<
			Record<string, unknown>
		>;
	const builds = () => github.sandbox.services.builds.list(fullName);
	const listen = async (...events: string[]) =>
		await github.octokit.call('repos.createWebhook', {
			...repository,
			events,
			config: { url: receiver.url, content_type: 'json', secret: 'a secret of a test' },
		});

	test('a push that touches a service builds its image, which takes time', async () => {
		await addWorkflow();
		expect(await runs()).toEqual([]);
		await listen('workflow_run');
		const sha = await push({ 'services/api/server.js': 'new' });
		expect(await runs()).toMatchObject([
			{ status: 'queued', head_sha: sha, head_branch: 'main', event: 'push', path: '.github/workflows/build-api.yml' },
		]);
		github.clock.advance(4_000);
		expect(await runs()).toMatchObject([{ status: 'in_progress', conclusion: null }]);
		expect(builds()).toEqual([]);
		const heard: unknown[] = [];
		github.sandbox.services.builds.onComplete((build) => heard.push(build));
		github.clock.advance(45_000);
		expect(await runs()).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
		const build = { repository: fullName, workflow: 'build-api.yml', sha, branch: 'main', conclusion: 'success' };
		expect(builds()).toMatchObject([build]);
		expect(heard).toMatchObject([build]);
		const told = (await receiver.ofEvent('workflow_run', 3)).map(({ body }) => JSON.parse(body) as unknown);
		expect(told.map((payload) => valueAt(payload, 'action')).sort()).toEqual(['completed', 'in_progress', 'requested']);
		const done = told.find((payload) => valueAt(payload, 'action') === 'completed');
		expect(valueAt(done, 'workflow_run')).toMatchObject({
			head_sha: sha,
			head_repository: { full_name: fullName },
			conclusion: 'success',
		});
	});

	test.each([
		['another service', { 'services/web/server.js': 'x' }, {}],
		['only what a path takes out again', { 'services/api/README.md': 'x' }, {}],
		['another branch', { 'services/api/server.js': 'x' }, { branch: 'staging' }],
		['a message that skips it', { 'services/api/server.js': 'x' }, { message: 'Typo [skip ci]' }],
	])('a push of %s builds nothing', async (_name, files, more) => {
		await addWorkflow();
		await push(files, more);
		expect(await runs()).toEqual([]);
	});

	test('one run on the head of several commits, also when nobody hears of the push', async () => {
		await addWorkflow();
		const sha = await push({ 'services/api/server.js': 'x' }, { commitCount: 3, deliver: false });
		expect(await runs()).toMatchObject([{ head_sha: sha }]);
	});

	test.each([
		['a file that listens to every push', workflow('CI', '  push:'), 1],
		['a list of events', 'name: CI\non: [push, pull_request]\n', 1],
		['a file for pull requests', workflow('CI', '  pull_request:'), 0],
		['a file for tags', workflow('CI', "  push:\n    tags: ['v*']"), 0],
		['a file that ignores the path', workflow('CI', "  push:\n    paths-ignore: ['**/*.js']"), 0],
		['a file that ignores the branch', workflow('CI', '  push:\n    branches-ignore: [main]'), 0],
	])('obeys %s', async (_name, text, count) => {
		await addWorkflow('.github/workflows/ci.yaml', text);
		await push({ 'services/api/server.js': 'x' });
		expect(await runs()).toHaveLength(count);
	});

	test('a branch that is moved by the API builds, too, and one that is deleted does not', async () => {
		await addWorkflow('.github/workflows/ci.yml', workflow('CI', '  push:'));
		const before = await push({ 'a.txt': '1' }, { message: 'One [skip ci]' });
		const sha = await push({ 'a.txt': '2' }, { message: 'Two [skip ci]' });
		await github.octokit.call('git.createRef', { ...repository, ref: 'refs/heads/topic', sha: before });
		await github.octokit.call('git.updateRef', { ...repository, ref: 'heads/topic', sha });
		await github.octokit.call('git.deleteRef', { ...repository, ref: 'heads/topic' });
		// Both commits skip; the one that does not is built for its branch.
		expect(await runs()).toEqual([]);
		await push({ 'a.txt': '3' }, { branch: 'topic' });
		expect(await runs()).toMatchObject([{ head_branch: 'topic' }]);
	});

	test('a marker fails all builds of a commit, or those it names', async () => {
		await addWorkflow();
		await addWorkflow('.github/workflows/build-web.yml', workflow('Build the site', '  push:'));
		await push({ 'services/api/a.js': '1', '.sandbox/workflow-fails': 'build-api.yml\n' });
		github.clock.advance(49_000);
		expect(
			builds()
				.map(({ workflow: file, conclusion }) => `${file} ${conclusion}`)
				.sort(),
		).toEqual(['build-api.yml failure', 'build-web.yml success']);
		await push({ 'services/api/a.js': '2', '.sandbox/workflow-fails': 'no space left on device' });
		github.clock.advance(49_000);
		expect(
			builds()
				.slice(0, 2)
				.map(({ conclusion }) => conclusion),
		).toEqual(['failure', 'failure']);
	});

	test('builds are forgotten by a reset', async () => {
		await addWorkflow();
		await push({ 'services/api/a.js': '1' });
		github.clock.advance(49_000);
		await github.sandbox.reset();
		expect(builds()).toEqual([]);
	});

	test('deliveries get lost as told, and stand among the failed ones', async () => {
		await listen('push', 'workflow_run');
		await receiver.ofEvent('ping', 1);
		const lose = async (settings: object) => await github.control('/lost-deliveries', settings);
		expect(await lose({ next: 2, events: ['push'] })).toEqual({ status: 200, body: { next: 2, share: 0, lost: 0 } });
		for (const text of ['1', '2', '3']) await push({ 'a.txt': text });
		expect(await receiver.ofEvent('push', 1)).toHaveLength(1);
		const hooks = (await github.octokit.all('repos.listWebhooks', { ...repository })).data as ReadonlyArray<{
			id: number;
		}>;
		const { data } = await github.octokit.all('repos.listWebhookDeliveries', { ...repository, hook_id: hooks[0]?.id });
		const failed = (data as ReadonlyArray<Record<string, unknown>>).filter(({ status_code: code }) => code === 502);
		expect(failed).toMatchObject([
			{ event: 'push', status: 'failed to connect to host' },
			{ event: 'push', status: 'failed to connect to host' },
		]);
		// A person may send it again.
		expect(await github.control(`/deliveries/${String(failed[0]?.guid)}/redeliver`, {})).toMatchObject({
			body: { status_code: 202, redelivery: true },
		});
		await lose({ share: 0.3 });
		for (let index = 0; index < 100; index++) await push({ 'a.txt': String(index) });
		const { body } = await lose({ share: 0 });
		const lost = Number(valueAt(body, 'lost')) - 2;
		expect(lost).toBeGreaterThan(15);
		expect(lost).toBeLessThan(45);
		expect(receiver.received.filter(({ headers }) => headers['x-github-event'] === 'push')).toHaveLength(102 - lost);
		expect(await lose({ share: 2 })).toMatchObject({ status: 400 });
	});
});
