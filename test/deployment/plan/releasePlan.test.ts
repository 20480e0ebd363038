import { readPlanEvent } from '../../../nodes/deployment/plan/planEvent';
import { planRelease } from '../../../nodes/deployment/plan/releasePlan';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import { catalogRow, pushEvent } from '../catalog/catalogRows';

type Changes = Parameters<typeof catalogRow>[0];

function planFor(rows: readonly Changes[], event: Parameters<typeof pushEvent>[0] = {}) {
	const read = readPlanEvent(pushEvent(event));
	if (read === null) throw new Error('Not an event');
	return planRelease(readServiceCatalog(rows.map((row) => catalogRow(row))), read);
}

function touchOf(row: Changes, event: Parameters<typeof pushEvent>[0] = {}) {
	const [service] = planFor([row], event).services;
	return { touched: service?.touched, reasons: service?.reasons };
}

const pullRequest = {
	event: 'pull_request',
	action: 'synchronize',
	ref: 'refs/pull/7/head',
	branch: 'title',
	pullRequest: { number: 7, base: 'main', fork: false },
};
const run = { event: 'workflow_run', action: 'completed', changedFilesComplete: false, changedFiles: [] };

describe('a release plan', () => {
	it.each<[string, Changes, Parameters<typeof pushEvent>[0], string]>([
		['a file below its path', {}, {}, 'apps/web/index.html matches apps/web/**'],
		['a dot file', {}, { changedFiles: ['apps/web/.env.example'] }, 'apps/web/.env.example matches apps/web/**'],
		['the repository in another case', { repository: 'ACME/Shop' }, {}, 'apps/web/index.html matches apps/web/**'],
		['no paths', { paths: '' }, {}, 'apps/web/index.html is in the repository, all of which belongs to the service'],
		['a branch glob', { branch: 'release/*,main' }, { branch: 'release/2' }, 'apps/web/index.html matches apps/web/**'],
		['a preview', { environment: 'preview' }, pullRequest, 'apps/web/index.html matches apps/web/**'],
		[
			'an incomplete list',
			{},
			{ changedFiles: [], changedFilesComplete: false },
			'the list of changed files is incomplete, so every service of this repository and branch counts as changed',
		],
		[
			'an empty list',
			{},
			{ changedFiles: [] },
			'the list of changed files is empty, and nothing says that no file differs, so every service of this repository and branch counts as changed',
		],
		[
			'the id of a repository',
			{ repository_id: 7 },
			{ repository: { fullName: 'acme/shop', id: 7 } },
			'apps/web/index.html matches apps/web/**',
		],
		[
			'a list that does not say',
			{},
			{ changedFiles: [], changedFilesComplete: undefined },
			'the list of changed files is incomplete, so every service of this repository and branch counts as changed',
		],
		[
			'a good run',
			{},
			{ ...run, details: { conclusion: 'success', event: 'push' } },
			'the list of changed files is incomplete, so every service of this repository and branch counts as changed',
		],
	])('touches by %s', (_what, row, event, reason) => {
		expect(touchOf(row, event)).toEqual({ touched: true, reasons: [reason] });
	});

	it.each<[string, Changes, Parameters<typeof pushEvent>[0], string]>([
		['another repository', { repository: 'acme/blog' }, {}, 'it deploys from acme/blog, not acme/shop'],
		['another branch', {}, { branch: 'next' }, 'the branch next is not main'],
		[
			'other files',
			{},
			{ changedFiles: ['README.md', 'services/api/a.js'] },
			'none of the 2 changed files matches apps/web/**',
		],
		[
			'excluded files',
			{ exclude_paths: '**/*.md' },
			{ changedFiles: ['apps/web/README.md'] },
			'what matches of the 1 changed file is excluded by **/*.md',
		],
		['no files', {}, { changedFiles: [], nothingDiffers: true }, 'GitHub says that no file differs'],
		[
			'a push that is skipped',
			{},
			{ skipReason: 'the first line of the head commit says [skip deploy]' },
			'the first line of the head commit says [skip deploy]',
		],
		[
			"a repository that has the old name of the row's",
			{ repository_id: '7' },
			{ repository: { fullName: 'acme/shop', id: 8 } },
			"acme/shop is another repository than the row's: its id is 8, and the row says 7",
		],
		['a preview, on a push', { environment: 'preview' }, {}, 'previews are deployed for pull requests only'],
		['a pull request, in production', {}, pullRequest, 'a pull request does not deploy to production'],
		[
			'a pull request to another branch',
			{ environment: 'preview' },
			{ ...pullRequest, pullRequest: { number: 7, base: 'next' } },
			'the branch next is not main',
		],
		[
			'a closed pull request',
			{ environment: 'preview' },
			{ ...pullRequest, action: 'closed' },
			'pull request 7 was closed, which deploys nothing',
		],
		[
			'a fork',
			{ environment: 'preview' },
			{ ...pullRequest, pullRequest: { number: 7, base: 'main', fork: true } },
			'pull request 7 comes from a fork, whose code is not deployed',
		],
		['a tag', {}, { branch: null, tag: 'v1' }, 'v1 is a tag, and services deploy from branches'],
		['a deleted branch', {}, { sha: '0'.repeat(40) }, 'the event names no commit: the branch was deleted'],
		[
			'a failed run',
			{},
			{ ...run, details: { conclusion: 'failure', event: 'push' } },
			'the workflow run has not succeeded: it is failure',
		],
		[
			'a run that a fork may have started',
			{},
			{ ...run, details: { conclusion: 'success', event: 'pull_request' } },
			'the workflow run was started by pull_request, and only push, workflow_dispatch, schedule deploy',
		],
		['its own deployment record', {}, { event: 'deployment', action: 'created' }, 'deployment events deploy nothing'],
	])('does not touch by %s', (_what, row, event, reason) => {
		expect(touchOf(row, event)).toEqual({ touched: false, reasons: [reason] });
	});

	it('knows a renamed repository by its id, and says so', () => {
		const event = { repository: { fullName: 'acme/storefront', id: 7 } };
		expect(touchOf({ repository_id: '7' }, event)).toEqual({
			touched: true,
			reasons: [
				'apps/web/index.html matches apps/web/**',
				"note: acme/shop is now called acme/storefront; correct the row's column repository",
			],
		});
		expect(touchOf({}, event).touched).toBe(false);
	});

	it.each<[Changes, Parameters<typeof pushEvent>[0], string]>([
		[{}, {}, 'netlify/web'],
		[{ context: 'branch:staging' }, {}, 'netlify/web/branch:staging'],
		[{ environment: 'preview' }, pullRequest, 'netlify/web/deploy-preview-7'],
		[{ platform: 'ecs', target: 'Cluster/Web' }, {}, 'ecs/Cluster/Web'],
	])('names what is to be locked: %j', (row, event, lockKey) => {
		expect(planFor([row], event).services[0]?.lockKey).toBe(lockKey);
	});

	it.each([
		'apps/web/app/(marketing)/**',
		'apps/web/app/\\(marketing\\)/**',
		'apps/web/app/(marketing)',
		'**/(marketing)/',
	])('touches by the name %s', (paths) => {
		const changedFiles = ['apps/web/app/(marketing)/page.tsx'];
		expect(touchOf({ paths }, { changedFiles })).toEqual({
			touched: true,
			reasons: [`${changedFiles[0]} matches ${paths}`],
		});
		expect(touchOf({ exclude_paths: paths }, { changedFiles }).touched).toBe(false);
	});

	it('names five files and counts the rest', () => {
		const changedFiles = Array.from({ length: 12 }, (_, index) => `apps/web/${index}.html`);
		const { reasons } = touchOf({}, { changedFiles });
		expect(reasons).toHaveLength(6);
		expect(reasons?.[5]).toBe('and 7 more changed files');
	});

	it('orders by waves, dependencies first, and makes keys that name the deployment', () => {
		const { services } = planFor(
			[
				{ service: 'web', wave: 2, paths: '', depends_on: 'api' },
				{ service: 'api', wave: 2, paths: '', depends_on: 'schema' },
				{ service: 'docs', wave: 1, paths: '' },
				{ service: 'schema', wave: 1, paths: '' },
			],
			{},
		);
		expect(services.map(({ row, wave }) => `${wave} ${row.service}`)).toEqual(['1 docs', '1 schema', '2 api', '3 web']);
		// A branch that is set back and forth has the same commit twice, by two deliveries.
		expect(services[3]?.key).toBe(`acme/shop@refs/heads/main@${'1'.repeat(40)}@production@web@d3adbeef`);
	});

	it('holds what depends on a held service that changed too', () => {
		const rows: Changes[] = [
			{ service: 'web', paths: '', depends_on: 'api' },
			{ service: 'admin', paths: '', depends_on: 'web' },
			{ service: 'blog', paths: '' },
			{ service: 'api', wave: 2, paths: 'services/api/**', hold: true, hold_reason: 'rolled back by kim' },
		];
		const holds = (changedFiles: string[]) =>
			Object.fromEntries(
				planFor(rows, { changedFiles }).services.map(({ row, holdReason }) => [row.service, holdReason]),
			);
		expect(holds(['services/api/a.js'])).toEqual({
			api: 'rolled back by kim',
			web: 'it depends on api, which is held',
			admin: 'it depends on web, which is held',
			blog: '',
		});
		expect(holds(['apps/web/a.js'])).toEqual({ api: '', web: '', admin: '', blog: '' });
	});

	it('skips what is not enabled, and says so where it matters', () => {
		const { services } = planFor([
			{ service: 'api', wave: 2, paths: '', enabled: false },
			{ service: 'web', depends_on: 'api' },
		]);
		expect(services.map(({ row, touched, reasons }) => ({ service: row.service, touched, reasons }))).toEqual([
			{
				service: 'api',
				touched: false,
				reasons: [
					'it is not enabled in the catalog',
					'apps/web/index.html is in the repository, all of which belongs to the service',
				],
			},
			{
				service: 'web',
				touched: true,
				reasons: [
					'apps/web/index.html matches apps/web/**',
					'note: it depends on api, which changed too, but is not enabled',
				],
			},
		]);
	});

	it('is blocked by issues of the rows it touches, and only by those', () => {
		const { blockingIssues: blockingFaults, otherIssues: otherFaults } = planFor([
			{ service: 'web', platform: '' },
			{ service: 'api', paths: 'services/api/**', target: '' },
			{ service: 'old', enabled: false, target: '' },
			// One good glob and a bad one: the bad one may be what matches.
			{ service: 'admin', paths: 'apps/admin/**, apps/{web' },
		]);
		expect(blockingFaults.map(({ service, field }) => `${service} ${field}`)).toEqual(['web platform', 'admin paths']);
		expect(otherFaults.map(({ service }) => service)).toEqual(['api', 'old']);
	});
});
