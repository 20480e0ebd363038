import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { textAt } from '../../../../nodes/deployment/values/jsonFields';
import { useGitHub } from '../gitHubDriver';
import { deliverTo, deliveryOf } from './triggerDriver';

// The output that workflow 06 hands on: which pull request to look at, and nothing of what it says.
const github = useGitHub();
const events = ['pull_request', 'workflow_run'];

async function post(event: string, payload: unknown, parameters: INodeParameters = {}) {
	return await deliverTo(github, deliveryOf(event, payload), { output: 'preview', events, ...parameters });
}

async function reasonFor(event: string, payload: unknown, parameters: INodeParameters = {}) {
	const outcome = await post(event, payload, parameters);
	expect(outcome).toMatchObject({ status: 200, items: [] });
	return textAt(outcome.body, 'ignored');
}

const sha = 'a'.repeat(40);
const repository = { id: 4711, full_name: 'Acme/Shop', default_branch: 'main' };
const common = { repository, sender: { login: 'patrick' } };

const pullOf = (action: string, pull: IDataObject = {}): IDataObject => ({
	...common,
	action,
	number: 12,
	pull_request: {
		number: 12,
		title: 'Paint it black',
		state: 'open',
		draft: false,
		head: { ref: 'feature/black', sha, repo: { id: 4711, full_name: 'Acme/Shop' } },
		base: { ref: 'main', sha, repo: { id: 4711, full_name: 'Acme/Shop' } },
		...pull,
	},
});

const runOf = (run: IDataObject = {}, action = 'completed'): IDataObject => ({
	...common,
	action,
	workflow: { path: '.github/workflows/build-shop-api.yml' },
	workflow_run: {
		id: 7,
		path: '.github/workflows/build-shop-api.yml',
		event: 'pull_request',
		status: 'completed',
		conclusion: 'success',
		head_branch: 'feature/black',
		head_sha: sha,
		head_repository: { full_name: 'Acme/Shop' },
		pull_requests: [{ number: 12 }, { number: 15 }],
		...run,
	},
});

const ask = {
	kind: 'preview',
	repository: 'Acme/Shop',
	repositoryId: '4711',
	number: 12,
	turnName: 'acme/shop#12',
	why: 'pullRequest',
	actor: 'patrick',
	deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
	wish: false,
	services: [],
};

it.each(['opened', 'reopened', 'synchronize', 'ready_for_review', 'converted_to_draft', 'closed'])(
	'asks to look at a pull request that was %s, and answers at once',
	async (action) => {
		expect(await post('pull_request', pullOf(action))).toMatchObject({ status: 202, items: [ask] });
	},
);

it.each(['labeled', 'edited', 'review_requested', 'assigned', 'locked', ''])(
	'answers a pull request that was %p at once, with the reason',
	async (action) => {
		expect(await reasonFor('pull_request', pullOf(action))).toContain('changes no preview');
	},
);

it('asks for forks and drafts: whoever looks tells why they have none', async () => {
	const fork = pullOf('opened', { head: { ref: 'main', sha, repo: { id: 1, full_name: 'mallory/shop' } } });
	expect((await post('pull_request', fork)).items).toEqual([ask]);
	expect((await post('pull_request', pullOf('opened', { draft: true }), { ignoreDrafts: true })).items).toEqual([ask]);
});

it('asks for the pull request whose head was built, whatever the build ended with', async () => {
	for (const conclusion of ['success', 'failure']) {
		expect((await post('workflow_run', runOf({ conclusion }))).items).toEqual([{ ...ask, why: 'build' }]);
	}
	expect((await post('workflow_run', runOf({ event: 'push' }))).items).toHaveLength(1);
});

it.each([
	['of no pull request', runOf({ pull_requests: [] }), 'no open pull request'],
	['of a fork', runOf({ head_repository: { full_name: 'mallory/shop' } }), 'from a fork'],
	['that is under way', runOf({ status: 'in_progress' }, 'in_progress'), 'workflow_run.in_progress'],
])('answers a run %s at once, with the reason', async (_name, payload, reason) => {
	expect(await reasonFor('workflow_run', payload)).toContain(reason);
});

it('filters by repository, by the branch that is merged into, and by the workflow', async () => {
	const filters = { includeBranches: 'main', includeWorkflows: 'build-*.yml' };
	expect((await post('pull_request', pullOf('opened'), { filters })).status).toBe(202);
	// A run knows its own branch alone.
	expect((await post('workflow_run', runOf(), { filters })).status).toBe(202);
	const other = pullOf('opened', { base: { ref: 'release/1', sha, repo: { id: 4711, full_name: 'Acme/Shop' } } });
	expect(await reasonFor('pull_request', other, { filters })).toContain('release/1');
	expect(await reasonFor('workflow_run', runOf({ path: '.github/workflows/lint.yml' }), { filters })).toContain(
		'lint.yml',
	);
	expect(await reasonFor('pull_request', pullOf('opened'), { filters: { excludeRepositories: 'acme/*' } })).toContain(
		'Acme/Shop',
	);
});

it('asks for no preview by a push', async () => {
	const push = { ...common, ref: 'refs/heads/main', after: sha, before: sha, commits: [] };
	expect(await reasonFor('push', push, { events: ['push'] })).toContain('the event push asks for no preview');
});
