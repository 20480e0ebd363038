import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { textAt } from '../../../../nodes/deployment/values/jsonFields';
import { useGitHub } from '../gitHubDriver';
import { deliverTo, deliveryOf } from './triggerDriver';

const github = useGitHub();

const repository = 'candlefish-ai/paintbox';

async function post(event: string, payload: unknown, parameters: INodeParameters = {}) {
	return await deliverTo(github, deliveryOf(event, payload), { events: ['push', 'pull_request'], ...parameters });
}

/** A push that really happened in the sandbox, and its payload. */
async function push(change: IDataObject = {}): Promise<Record<string, unknown>> {
	const { payload } = await github.control('push', { repository, ...change });
	return payload as Record<string, unknown>;
}

async function pullRequest(change: IDataObject = {}): Promise<Record<string, unknown>> {
	const { payload } = await github.control('pull-requests', { repository, action: 'opened', ...change });
	return payload as Record<string, unknown>;
}

const comparisons = () =>
	github.sandbox.requests({ platform: 'github' }).filter(({ path }) => path.includes('/compare/'));

async function reasonFor(payload: unknown, parameters: INodeParameters, event = 'push') {
	const outcome = await post(event, payload, parameters);
	expect(outcome.items).toEqual([]);
	expect(outcome.status).toBe(200);
	return textAt(outcome.body, 'ignored');
}

describe('a push', () => {
	it('with its files in the payload asks GitHub nothing', async () => {
		const payload = await push({ files: { 'services/api/server.js': 'new', 'README.md': null } });
		const { items, status } = await post('push', payload);
		expect(status).toBe(202);
		expect(items).toMatchObject([
			{
				branch: 'main',
				sha: payload.after,
				before: payload.before,
				changedFiles: ['README.md', 'services/api/server.js'],
				changedFilesComplete: true,
				changedFilesNote: '',
			},
		]);
		expect(items[0]).not.toHaveProperty('raw');
		expect(comparisons()).toEqual([]);
	});

	it('brings the raw payload when asked to', async () => {
		const payload = await push();
		const { items } = await post('push', payload, { options: { includeRawPayload: true } });
		expect(items[0]?.raw).toEqual(payload);
	});

	it('passes a path filter by one file, removed ones too', async () => {
		const payload = await push({ files: { 'services/api/Dockerfile': null, 'docs/a.md': 'x' } });
		const filters = { includePaths: 'services/**' };
		expect((await post('push', payload, { filters })).status).toBe(202);
	});

	it('is ignored, with the reason, when no changed file matches', async () => {
		const payload = await push({ files: { 'docs/guide.md': 'x' } });
		const reason = await reasonFor(payload, { filters: { includePaths: 'apps/**, services/**' } });
		expect(reason).toContain('docs/guide.md');
		expect(reason).toContain('apps/**, services/**');
	});

	it('is ignored when every changed file is excluded, also by an exclamation mark', async () => {
		const payload = await push({ files: { 'docs/guide.md': 'x', '.github/CODEOWNERS': 'y' } });
		const filters = { excludePaths: '**/*.md', includePaths: '!.github/**' };
		expect(await reasonFor(payload, { filters })).toContain('excluded');
		expect((await post('push', payload, { filters: { excludePaths: '**/*.md' } })).status).toBe(202);
	});

	it('is ignored by its branch, by an excluded branch and by the skip marker', async () => {
		const payload = await push({ branch: 'feature/x', message: 'Try it [Skip Deploy]' });
		expect(await reasonFor(payload, { filters: { includeBranches: 'main, release/*' } })).toContain('feature/x');
		expect(await reasonFor(payload, { filters: { excludeBranches: 'feature/**' } })).toContain('all but feature/**');
		expect(await reasonFor(payload, {})).toContain('[skip deploy]');
		const heeded = await post('push', payload, {
			obeySkipMarker: false,
			filters: { includeBranches: '{main,feature/*}' },
		});
		expect(heeded.status).toBe(202);
	});

	it('goes on when only the body of its message has the skip marker', async () => {
		const message = 'Checkout redesign (#12)\n\n* docs: typo [skip deploy]\n\n* feat: new button';
		const { items, status } = await post('push', await push({ message }));
		expect(status).toBe(202);
		expect(items).toMatchObject([{ message, skipReason: null }]);
	});

	it('that is skipped starts the workflow when told to, with the reason', async () => {
		const payload = await push({ message: 'Try it [skip deploy]' });
		const { items, status, body } = await post('push', payload, { options: { passOnSkipped: true } });
		const skipReason = 'the first line of the head commit says [skip deploy]';
		expect(status).toBe(202);
		expect(items).toMatchObject([{ skipReason }]);
		expect(body).toMatchObject({ accepted: true, skipped: skipReason });
	});

	it.each(['apps/web/(marketing)/[[...slug]]', 'apps/web/\\(marketing\\)/\\[\\[...slug\\]\\]/**'])(
		'passes and is excluded by the path %s',
		async (glob) => {
			const payload = await push({ files: { 'apps/web/(marketing)/[[...slug]]/+page.svelte': 'x' } });
			expect((await post('push', payload, { filters: { includePaths: glob } })).status).toBe(202);
			expect(await reasonFor(payload, { filters: { excludePaths: glob } })).toContain('excluded');
			expect(await reasonFor(payload, { filters: { includePaths: `apps/**\n!${glob}` } })).toContain('excluded');
			expect((await post('push', payload, { filters: { includePaths: `!${glob}, apps/**` } })).status).toBe(202);
		},
	);

	it('passes a filter that was saved with a fault, and the answer says so', async () => {
		const { status, body } = await post('push', await push(), {
			filters: { includePaths: 'app/{a', excludeBranches: '@(main|next)' },
		});
		expect(status).toBe(202);
		expect(body).toMatchObject({
			warnings: [
				'Exclude Branches: the glob "@(main|next)" has "@(", which is not read as a shell would',
				'Include Paths: the glob "app/{a" has a "{" without its partner',
			],
		});
	});

	it('that lists no file is compared, and only GitHub can say that nothing differs', async () => {
		const payload = await push({ files: { 'docs/a.md': 'x' } });
		const { items } = await post('push', {
			...payload,
			commits: [{ id: payload.after, added: [], modified: [], removed: [] }],
		});
		expect(items).toMatchObject([{ changedFiles: ['docs/a.md'], changedFilesComplete: true, nothingDiffers: false }]);
		const commits = [{ id: payload.after, message: 'no lists' }];
		const filters = { includePaths: 'apps/**' };
		expect(await reasonFor({ ...payload, commits }, { filters })).toContain('docs/a.md');
		const uncompared = { filters, options: { completeChangedFiles: false } };
		expect((await post('push', { ...payload, commits }, uncompared)).status).toBe(202);
	});

	it('of a new branch behind the default one is not known to change nothing', async () => {
		const older = await push({ files: { 'apps/paintbox/a.html': '1' } });
		await push({ files: { 'apps/paintbox/b.html': '2' } });
		const created = { ...older, ref: 'refs/heads/old', created: true, before: '0'.repeat(40), commits: [] };
		const { items } = await post('push', created, { filters: { includePaths: 'services/**' } });
		expect(items).toMatchObject([{ changedFilesComplete: false }]);
		expect(String(items[0]?.changedFilesNote)).toContain('behind');
	});

	it('of a tag is a tag, and passes a branch filter only if tags are included', async () => {
		const payload = { ...(await push()), ref: 'refs/tags/v1.2.3', created: true };
		expect((await post('push', payload)).items).toMatchObject([{ tag: 'v1.2.3', branch: null }]);
		expect(await reasonFor(payload, { filters: { includeBranches: 'main' } })).toContain('v1.2.3 is a tag');
		const both = { filters: { includeBranches: 'main', includeTags: 'v*' } };
		expect((await post('push', payload, both)).status).toBe(202);
		expect(await reasonFor(payload, { filters: { includeTags: 'release-*' } })).toContain('release-*');
	});

	it('that was forced is completed both ways, with what it took away', async () => {
		await push({ files: { 'apps/paintbox/lost.html': 'x' } });
		const payload = await push({ forced: true, files: { 'services/api/server.js': 'new' } });
		const { items } = await post('push', payload);
		expect(items).toMatchObject([
			{
				forced: true,
				changedFilesComplete: true,
				changedFiles: ['apps/paintbox/lost.html', 'services/api/server.js'],
			},
		]);
		expect(comparisons()).toHaveLength(2);
	});

	it('of a new branch is compared with the default branch', async () => {
		await push({ branch: 'feature/new', files: { 'apps/paintbox/one.html': '1' }, commitCount: 1 });
		const payload = await push({ branch: 'feature/new', files: { 'services/api/two.js': '2' } });
		const created = { ...payload, created: true, before: '0'.repeat(40), commits: [] };
		const { items } = await post('push', created);
		expect(items).toMatchObject([
			{
				created: true,
				before: null,
				changedFilesComplete: true,
				changedFiles: ['apps/paintbox/one.html', 'services/api/two.js'],
			},
		]);
	});

	it.each([
		['as many commits as an old server sends', 20, {}],
		['fewer commits than its size', 1, { size: 3 }],
	])('with %s is completed', async (_name, count, extra) => {
		const first = await push({ files: { 'apps/paintbox/a.html': 'a' } });
		const last = await push({ files: { 'services/api/b.js': 'b' } });
		const [head] = Array.isArray(last.commits) ? last.commits : [];
		const payload = {
			...last,
			before: first.before,
			commits: Array.from({ length: count }, () => head as unknown),
			...extra,
		};
		const { items } = await post('push', payload);
		expect(items).toMatchObject([
			{ changedFilesComplete: true, changedFiles: ['apps/paintbox/a.html', 'services/api/b.js'] },
		]);
		expect(comparisons()).toHaveLength(1);
	});

	it('goes on, and says why, when GitHub cannot complete it', async () => {
		await push();
		const payload = await push({ forced: true, files: { 'docs/a.md': 'x' } });
		github.sandbox.addFault({
			platform: 'github',
			path: `/repos/${repository}/compare`,
			kind: 'status',
			status: 503,
			times: 'always',
		});
		const { items, status } = await post('push', payload, { filters: { includePaths: 'apps/**' } });
		expect(status).toBe(202);
		expect(items).toMatchObject([{ changedFilesComplete: false }]);
		expect(String(items[0]?.changedFilesNote)).toMatch(/503.*let the event through/);
		// Never tried again: GitHub waits for the answer.
		expect(comparisons()).toHaveLength(2);
		expect(JSON.stringify(items)).not.toContain('sandbox-github-token');
	});
});

describe('a pull request', () => {
	it('gets its files from a comparison', async () => {
		await push({ branch: 'change', files: { 'apps/paintbox/page.html': 'x' } });
		const payload = await pullRequest({ branch: 'change' });
		const { items } = await post('pull_request', payload);
		expect(items).toMatchObject([
			{
				branch: 'change',
				pullRequest: { base: 'main', head: 'change', fork: false, draft: false },
				changedFiles: ['apps/paintbox/page.html'],
				changedFilesComplete: true,
			},
		]);
	});

	it('is filtered by its base branch, draft, fork and action', async () => {
		const payload = await pullRequest({ branch: 'change', draft: true });
		expect(await reasonFor(payload, { filters: { includeBranches: 'change' } }, 'pull_request')).toContain(
			'base branch main',
		);
		expect(await reasonFor(payload, { ignoreDrafts: true }, 'pull_request')).toContain('draft');
		expect(
			await reasonFor(payload, { filters: { actions: 'pull_request.closed, released' } }, 'pull_request'),
		).toContain('pull_request.opened');
		expect((await post('pull_request', payload, { filters: { actions: 'release.published' } })).status).toBe(202);
		const forked = await pullRequest({ branch: 'other', fork: true });
		expect(await reasonFor(forked, {}, 'pull_request')).toContain('fork');
		expect((await post('pull_request', forked, { ignoreForks: false })).items).toMatchObject([
			{ pullRequest: { fork: true } },
		]);
	});

	it('that is closed always passes as a draft and by its paths: its preview must go', async () => {
		const payload = { ...(await pullRequest({ branch: 'change', draft: true })), action: 'closed' };
		const outcome = await post('pull_request', payload, {
			ignoreDrafts: true,
			filters: { includePaths: 'nowhere/**' },
		});
		expect(outcome.status).toBe(202);
	});
});

it('says which events it wants when one comes that it does not', async () => {
	expect(await reasonFor({ action: 'created' }, { events: ['push'] }, 'deployment')).toContain(
		'deployment is not one of push',
	);
});
