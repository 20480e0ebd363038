import type { DeploymentEvent } from '../../../nodes/deployment/event/deploymentEvent';
import {
	type EventFilter,
	reasonToIgnore,
	reasonToIgnoreByPaths,
	reasonToSkip,
} from '../../../nodes/deployment/event/eventFilter';
import type { GlobFilter } from '../../../nodes/deployment/values/globs/globFilter';

const all: GlobFilter = { include: [], exclude: [] };
const only = (...include: string[]): GlobFilter => ({ include, exclude: [] });
const allBut = (...exclude: string[]): GlobFilter => ({ include: [], exclude });

const open: EventFilter = {
	events: [],
	actions: [],
	branches: all,
	tags: all,
	paths: { ...all, names: 'paths' },
	repositories: { ...all, names: 'anyCase' },
	environments: { ...all, names: 'anyCase' },
	workflows: all,
	ignoreDrafts: false,
	ignoreForks: false,
	obeySkipMarker: false,
};

const basis: DeploymentEvent = {
	deliveryId: 'd',
	event: 'push',
	action: null,
	repository: { id: 1, fullName: 'acme/shop', owner: 'acme', name: 'shop', defaultBranch: 'main', url: '' },
	ref: null,
	branch: null,
	tag: null,
	sha: '1'.repeat(40),
	before: null,
	forced: false,
	created: false,
	changedFiles: [],
	changedFilesComplete: false,
	nothingDiffers: false,
	changedFilesNote: '',
	pullRequest: null,
	details: null,
	sender: null,
	message: null,
	skipReason: null,
	pushedAt: null,
	receivedAt: '',
};
const files = { changedFiles: ['apps/web/a.ts'], changedFilesComplete: true };
const pull = {
	number: 7,
	head: 'topic',
	headSha: '',
	base: 'main',
	baseSha: '',
	draft: true,
	fork: true,
	merged: false,
	title: '',
	url: '',
};

/** One event of each kind, on main or of v1 where it has a branch or tag. */
const events: Readonly<Record<string, DeploymentEvent>> = {
	push: { ...basis, ...files, branch: 'main' },
	'push of a tag': { ...basis, tag: 'v1' },
	pull_request: { ...basis, ...files, event: 'pull_request', action: 'opened', branch: 'topic', pullRequest: pull },
	workflow_run: { ...basis, event: 'workflow_run', action: 'completed', branch: 'main', details: { fork: true } },
	deployment: {
		...basis,
		event: 'deployment',
		action: 'created',
		branch: 'main',
		details: { environment: 'Production' },
	},
	'deployment of a tag': {
		...basis,
		event: 'deployment',
		action: 'created',
		tag: 'v1',
		details: { environment: 'Production' },
	},
	'deployment of a commit': {
		...basis,
		event: 'deployment',
		action: 'created',
		details: { environment: 'Production' },
	},
	release: { ...basis, event: 'release', action: 'published', tag: 'v1', branch: 'main', details: { draft: false } },
	registry_package: { ...basis, event: 'registry_package', action: 'published', details: {} },
	repository_dispatch: { ...basis, event: 'repository_dispatch', action: 'deploy', branch: 'main', details: {} },
};
type Kind = keyof typeof events;

/** Each filter set so that it refuses whatever it covers, and which events those are. */
const refusing: ReadonlyArray<readonly [string, Partial<EventFilter>, readonly Kind[]]> = [
	[
		'other branches',
		{ branches: only('next') },
		[
			'push',
			'push of a tag',
			'pull_request',
			'workflow_run',
			'deployment',
			'deployment of a tag',
			'deployment of a commit',
			'release',
			'repository_dispatch',
		],
	],
	[
		'all branches but this',
		{ branches: allBut('main') },
		['push', 'pull_request', 'workflow_run', 'deployment', 'release', 'repository_dispatch'],
	],
	[
		'other tags',
		{ tags: only('beta') },
		['push', 'push of a tag', 'deployment', 'deployment of a tag', 'deployment of a commit', 'release'],
	],
	['all tags but this', { tags: allBut('v1') }, ['push of a tag', 'deployment of a tag', 'release']],
	[
		'other tags and this branch',
		{ tags: only('beta'), branches: only('main') },
		['push of a tag', 'deployment of a tag', 'deployment of a commit', 'release'],
	],
	[
		'this tag and other branches',
		{ tags: only('v*'), branches: only('next') },
		['push', 'pull_request', 'workflow_run', 'deployment', 'deployment of a commit', 'repository_dispatch'],
	],
	['other paths', { paths: { ...only('docs/**'), names: 'paths' } }, ['push', 'pull_request']],
	[
		'other actions',
		{ actions: ['closed', 'repository_dispatch.test'] },
		[
			'pull_request',
			'workflow_run',
			'deployment',
			'deployment of a tag',
			'deployment of a commit',
			'release',
			'registry_package',
			'repository_dispatch',
		],
	],
	[
		'other environments',
		{ environments: { ...only('staging'), names: 'anyCase' } },
		['deployment', 'deployment of a tag', 'deployment of a commit'],
	],
	[
		'all environments but this',
		{ environments: { ...allBut('production'), names: 'anyCase' } },
		['deployment', 'deployment of a tag', 'deployment of a commit'],
	],
	['other workflows', { workflows: only('build-*.yml') }, ['workflow_run']],
	['other repositories', { repositories: only('acme/blog') }, Object.keys(events)],
	['no drafts', { ignoreDrafts: true }, ['pull_request']],
	['no forks', { ignoreForks: true }, ['pull_request', 'workflow_run']],
];

/** Each filter set so that it lets through whatever it covers. */
const letting: ReadonlyArray<readonly [string, Partial<EventFilter>]> = [
	['this branch and this tag', { branches: only('main'), tags: only('v1') }],
	['the action', { actions: ['opened', 'completed', 'created', 'published', 'repository_dispatch.deploy'] }],
	['the path', { paths: { ...only('apps/web'), names: 'paths' } }],
	['the environment', { environments: { ...only('PRODUCTION'), names: 'anyCase' } }],
	['the repository in other capitals', { repositories: { ...only('Acme/*'), names: 'anyCase' } }],
];

const reasonFor = (filter: Partial<EventFilter>, event: DeploymentEvent | undefined) => {
	if (event === undefined) throw new Error('No such event');
	const whole = { ...open, ...filter };
	return reasonToIgnore(whole, event) ?? reasonToIgnoreByPaths(whole, event);
};

const names = Object.keys(events);

describe.each(refusing)('a filter for %s', (_name, filter, covered) => {
	it.each(names)('on %s', (name) => {
		const reason = reasonFor(filter, events[name]);
		if (covered.includes(name)) expect(reason).toEqual(expect.stringMatching(/./));
		else expect(reason).toBeNull();
	});
});

describe.each(letting)('a filter for %s', (_name, filter) => {
	const unknown = 'deployment of a commit';
	it.each(names.filter((name) => name !== unknown || filter.branches === undefined))('lets %s through', (name) => {
		expect(reasonFor(filter, events[name])).toBeNull();
	});
});

describe('one release is one run', () => {
	const release = (action: string, details = {}) => ({
		...basis,
		event: 'release',
		action,
		tag: 'v1',
		branch: 'main',
		details,
	});
	const sent = ['created', 'published', 'released'];
	it.each<[string[], string[]]>([
		[[], ['published']],
		[['opened', 'published', 'released', 'created'], ['published']],
		[['released', 'created'], ['released']],
		[['created'], ['created']],
		[
			['release.released', 'release.published'],
			['published', 'released'],
		],
		[['opened'], []],
		[['pull_request.opened'], ['published']],
	])('of the actions %j', (actions, started) => {
		expect(sent.filter((action) => reasonFor({ actions }, release(action)) === null)).toEqual(started);
	});

	it.each(['deleted', 'unpublished', 'edited'])('and none when it is %s', (action) => {
		expect(reasonFor({ actions: [`release.${action}`] }, release(action))).toContain(`a release that is ${action}`);
	});

	it('and none while it is a draft', () => {
		expect(reasonFor({ actions: ['release.created'] }, release('created', { draft: true }))).toBe(
			'the release is a draft',
		);
	});

	it('as a workflow run is one, when it is completed', () => {
		const run = (action: string) => ({
			...basis,
			event: 'workflow_run',
			action,
			branch: 'main',
			details: { fork: false },
		});
		expect(reasonFor({}, run('requested'))).toContain('workflow_run.requested is not one of completed');
		expect(reasonFor({ actions: ['requested'] }, run('requested'))).toBeNull();
	});
});

describe('[skip deploy]', () => {
	const push = (message: string, event = 'push') => ({ ...basis, event, message });
	const obeying = { ...open, obeySkipMarker: true };

	it.each([
		['Docs only [skip deploy]', true],
		['[SKIP DEPLOY] Docs only\n\nbody', true],
		['\n  Docs [skip deploy]\r\nbody', true],
		['Checkout redesign (#12)\n\n* docs: typo [skip deploy]\n\n* feat: new button', false],
		['Merge pull request #3 from acme/x\n\nTitle [skip deploy]', false],
		['Title\r[skip deploy]', false],
		['', false],
	])('in %j: %s', (message, isSkipped) => {
		expect(reasonToSkip(obeying, push(message)) !== null).toBe(isSkipped);
		expect(reasonToSkip(obeying, push(message, 'workflow_run')) !== null).toBe(isSkipped);
		expect(reasonToSkip(obeying, push(message, 'pull_request'))).toBeNull();
		expect(reasonToSkip(open, push(message))).toBeNull();
	});
});

describe('an empty list of files', () => {
	const paths: Partial<EventFilter> = { paths: { ...only('apps/**'), names: 'paths' } };
	const empty = { ...basis, branch: 'main', changedFiles: [], changedFilesComplete: true };
	it('lets the event through unless GitHub says that nothing differs', () => {
		expect(reasonFor(paths, empty)).toBeNull();
		expect(reasonFor(paths, { ...empty, nothingDiffers: true })).toContain('no file differs');
	});
});
