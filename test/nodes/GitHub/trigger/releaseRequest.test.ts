import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { textAt, valueAt } from '../../../../nodes/deployment/values/jsonFields';
import { useGitHub } from '../gitHubDriver';
import { deliverTo, deliveryOf } from './triggerDriver';

// The output that workflow 01 hands on: a webhook is a hint, and everything that is none is answered at once.
const github = useGitHub();

const events = ['push', 'workflow_run', 'release', 'repository_dispatch'];

async function post(event: string, payload: unknown, parameters: INodeParameters = {}) {
	return await deliverTo(github, deliveryOf(event, payload), { output: 'ask', events, ...parameters });
}

async function reasonFor(event: string, payload: unknown, parameters: INodeParameters = {}) {
	const outcome = await post(event, payload, parameters);
	expect(outcome).toMatchObject({ status: 200, items: [] });
	return textAt(outcome.body, 'ignored');
}

type Payload = Record<string, unknown>;

const repository = {
	id: 4711,
	full_name: 'acme/shop',
	default_branch: 'trunk',
	html_url: 'https://github.com/acme/shop',
};
const common = { repository, sender: { login: 'patrick' } };

const sha = 'a'.repeat(40);
const none = '0'.repeat(40);

const pushOf = (changes: Payload = {}): Payload => ({
	...common,
	ref: 'refs/heads/main',
	before: 'b'.repeat(40),
	after: sha,
	created: false,
	deleted: false,
	forced: false,
	commits: [{ id: sha, added: [], modified: ['README.md'], removed: [] }],
	head_commit: { id: sha, message: '  Fix the palette\r\n\r\nAt last.' },
	...changes,
});

const runOf = (changes: Payload = {}, action = 'completed'): Payload => ({
	...common,
	action,
	workflow: { path: '.github/workflows/build-shop-api.yml' },
	workflow_run: {
		id: 7,
		name: 'Build the API',
		path: '.github/workflows/build-shop-api.yml@main',
		event: 'push',
		status: action === 'completed' ? 'completed' : 'in_progress',
		conclusion: 'success',
		head_branch: 'main',
		head_sha: sha,
		head_commit: { id: sha, message: 'Fix the palette' },
		head_repository: { full_name: 'acme/shop' },
		...changes,
	},
});

const releaseOf = (changes: Payload = {}, action = 'published'): Payload => ({
	...common,
	action,
	release: {
		id: 9,
		tag_name: 'v1.2.3',
		name: 'One, two, three',
		target_commitish: sha,
		draft: false,
		prerelease: false,
		published_at: '2026-11-27T09:00:00Z',
		...changes,
	},
});

const dispatchOf = (clientPayload: unknown, action = 'deploy'): Payload => ({
	...common,
	action,
	branch: 'trunk',
	client_payload: clientPayload,
});

const expected: IDataObject = {
	repository: 'acme/shop',
	repositoryId: '4711',
	branch: 'main',
	why: 'push',
	actor: 'patrick',
	message: 'Fix the palette',
	commit: sha,
	deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
	event: 'push',
};

const asking: ReadonlyArray<readonly [string, string, Payload, IDataObject]> = [
	['a push', 'push', pushOf(), {}],
	['a push of a branch with slashes', 'push', pushOf({ ref: 'refs/heads/release/1.x' }), { branch: 'release/1.x' }],
	['a forced push', 'push', pushOf({ forced: true, commits: [] }), {}],
	['a new branch', 'push', pushOf({ created: true, before: none, commits: [] }), {}],
	[
		'a deleted branch, whose services are then said to be blocked',
		'push',
		pushOf({ deleted: true, after: none, head_commit: null, commits: [] }),
		{ commit: '', message: '' },
	],
	['a build', 'workflow_run', runOf(), { why: 'build', event: 'workflow_run' }],
	['a failed build', 'workflow_run', runOf({ conclusion: 'failure' }), { why: 'build', event: 'workflow_run' }],
	['a build by hand', 'workflow_run', runOf({ event: 'workflow_dispatch' }), { why: 'build', event: 'workflow_run' }],
	[
		'a release',
		'release',
		releaseOf(),
		{ why: 'release', event: 'release', branch: 'trunk', message: 'One, two, three' },
	],
	[
		'a release of another branch, since the latest one is the whole repository’s',
		'release',
		releaseOf({ target_commitish: 'next', name: null }),
		{ why: 'release', event: 'release', branch: 'trunk', commit: '', message: '' },
	],
	[
		'a dispatch without a branch',
		'repository_dispatch',
		dispatchOf({}),
		{ why: 'dispatch', event: 'repository_dispatch', branch: 'trunk', commit: '', message: '' },
	],
	[
		'a dispatch with one',
		'repository_dispatch',
		dispatchOf({ branch: 'refs/heads/staging' }),
		{ why: 'dispatch', event: 'repository_dispatch', branch: 'staging', commit: '', message: '' },
	],
];

it.each(asking)('asks for a release by %s', async (_name, event, payload, different) => {
	const { status, items, body } = await post(event, payload);
	expect(items).toEqual([{ ...expected, ...different }]);
	expect(status).toBe(202);
	expect(body).toEqual({ accepted: true, delivery: expected.deliveryId });
	// Nothing is asked while GitHub waits for the answer.
	expect(github.sandbox.requests({ platform: 'github' })).toEqual([]);
});

const refusing: ReadonlyArray<readonly [string, string, Payload, string]> = [
	['a tag', 'push', pushOf({ ref: 'refs/tags/v1.2.3' }), 'v1.2.3 is a tag'],
	['a deleted tag', 'push', pushOf({ ref: 'refs/tags/v1.2.3', deleted: true, after: none }), 'v1.2.3 is a tag'],
	['a note', 'push', pushOf({ ref: 'refs/notes/commits' }), 'names no branch'],
	['a run that was asked for', 'workflow_run', runOf({}, 'requested'), 'workflow_run.requested'],
	['a run under way', 'workflow_run', runOf({}, 'in_progress'), 'workflow_run.in_progress'],
	['a run of a pull request', 'workflow_run', runOf({ event: 'pull_request' }), 'started by pull_request'],
	['a run of a trusted pull request', 'workflow_run', runOf({ event: 'pull_request_target' }), 'pull_request_target'],
	['a run of a merge queue', 'workflow_run', runOf({ event: 'merge_group' }), 'merge_group'],
	['a run of a fork', 'workflow_run', runOf({ head_repository: { full_name: 'mallory/shop' } }), 'from a fork'],
	['a run of a deleted fork', 'workflow_run', runOf({ head_repository: null }), 'from a fork'],
	['a run without a branch', 'workflow_run', runOf({ head_branch: null }), 'names no branch'],
	['a draft', 'release', releaseOf({ draft: true }), 'draft'],
	['a prerelease', 'release', releaseOf({ prerelease: true }), 'prerelease'],
	['a release that was released, too', 'release', releaseOf({}, 'released'), 'release.released'],
	['a release that was edited', 'release', releaseOf({}, 'edited'), 'edited'],
	['a release that was deleted', 'release', releaseOf({}, 'deleted'), 'deleted'],
	['a dispatch that names a tag', 'repository_dispatch', dispatchOf({ branch: 'refs/tags/v1' }), 'refs/tags/v1'],
	['an event without a repository', 'push', pushOf({ repository: undefined }), 'names no repository'],
];

it.each(refusing)('answers %s at once, with the reason', async (_name, event, payload, reason) => {
	expect(await reasonFor(event, payload)).toContain(reason);
});

const others: ReadonlyArray<readonly [string, Payload]> = [
	['pull_request', { ...common, action: 'opened', pull_request: { number: 1 } }],
	['deployment', { ...common, action: 'created', deployment: { id: 1, ref: 'main', sha } }],
	['registry_package', { ...common, action: 'published', registry_package: { id: 1 } }],
];

it.each(others)('asks for no release by %s, chosen or not', async (event, payload) => {
	expect(await reasonFor(event, payload)).toContain('is not one of');
	expect(await reasonFor(event, payload, { events: [event] })).toContain(`the event ${event} asks for no release`);
});

it('leaves [skip deploy] and paths to whoever looks, and says when the rest does not fit', async () => {
	const skipped = pushOf({ head_commit: { id: sha, message: 'Docs [skip deploy]' } });
	expect((await post('push', skipped, { filters: { includePaths: 'apps/**' } })).items).toMatchObject([
		{ message: 'Docs [skip deploy]', why: 'push' },
	]);
	expect(await reasonFor('push', pushOf(), { filters: { includeBranches: 'staging' } })).toContain('the branch main');
	expect(await reasonFor('push', pushOf(), { filters: { includeRepositories: 'acme/blog' } })).toContain('acme/shop');
});

it('filters a release by the branch that is looked at, and by its tag', async () => {
	const filters = { includeBranches: 'trunk, staging' };
	expect((await post('release', releaseOf(), { filters })).items).toMatchObject([{ branch: 'trunk' }]);
	expect(await reasonFor('release', releaseOf(), { filters: { includeBranches: 'main' } })).toContain('trunk');
	expect(await reasonFor('release', releaseOf(), { filters: { includeTags: 'shop-*' } })).toContain('v1.2.3');
});

it('filters runs by the name of their workflow file', async () => {
	const filters = { includeWorkflows: 'build-*.yml' };
	expect((await post('workflow_run', runOf(), { filters })).status).toBe(202);
	expect((await post('push', pushOf(), { filters })).status).toBe(202);
	const lint = runOf({ path: '.github/workflows/lint.yml' });
	expect(await reasonFor('workflow_run', lint, { filters })).toContain('the workflow lint.yml');
	expect(await reasonFor('workflow_run', lint, { filters: { excludeWorkflows: 'lint.yml' } })).toContain(
		'all but lint.yml',
	);
	const old = { ...runOf({ path: undefined }), workflow: {} };
	expect(await reasonFor('workflow_run', old, { filters })).toContain('names no file');
});

it('keeps a long message short, and cuts no character', async () => {
	const message = `${'x'.repeat(194)}\u{1F680}\u{1F680}\u{1F680}`;
	const { items } = await post('push', pushOf({ head_commit: { id: sha, message } }));
	const cut = String(items[0]?.message);
	expect(cut.length).toBeLessThanOrEqual(200);
	expect(encodeURIComponent(cut)).toContain('%F0%9F%9A%80');
});

it('asks for nothing unsigned, and by no body of another event', async () => {
	const forged = deliveryOf('push', pushOf(), { secret: 'a-secret-of-somebody-else' });
	expect(await deliverTo(github, forged, { output: 'ask', events })).toMatchObject({ status: 401, items: [] });
	expect(await post('release', pushOf())).toMatchObject({ status: 400, items: [] });
	expect(await post('push', dispatchOf({ ref: 'refs/heads/main', after: sha }))).toMatchObject({
		status: 400,
		items: [],
	});
});

it('adds the raw payload only when asked to', async () => {
	const { items } = await post('push', pushOf(), { options: { includeRawPayload: true } });
	expect(valueAt(items[0], 'raw', 'after')).toBe(sha);
});
