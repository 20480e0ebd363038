import { fullName, repository, startGitHub } from './gitHubDriver';

// Each test starts the real client in a process of its own.
type GitHub = Awaited<ReturnType<typeof startGitHub>>;

describe('repositories of the simulated GitHub, through @octokit/rest', () => {
	let github: GitHub;
	beforeEach(async () => {
		github = await startGitHub();
	});
	afterEach(async () => {
		const violations = github.violations();
		await github.close();
		expect(violations).toEqual([]);
	});

	const push = async (body: object) => {
		github.clock.advance(1000);
		const answer = await github.control('/push', { repository: fullName, deliver: false, ...body });
		expect(answer.status).toBe(201);
		return answer.body as { sha: string; before: string; payload: Record<string, unknown> };
	};

	test('shows the account, its repositories and one of them', async () => {
		expect((await github.octokit.call('users.getAuthenticated')).data).toMatchObject({
			login: 'slipway-bot',
		});
		expect((await github.octokit.call('repos.get', repository)).data).toMatchObject({
			full_name: fullName,
			default_branch: 'main',
			permissions: { push: true },
		});
		const mine = await github.octokit.all('repos.listForAuthenticatedUser', { per_page: 2 });
		expect((mine.data as Array<{ name: string }>).map(({ name }) => name)).toEqual([
			'candlefish',
			'paintbox',
			'promoteros',
			'crown-trophy',
		]);
		const found = await github.octokit.call('search.repos', { q: 'crown org:candlefish-ai' });
		expect(found.data).toMatchObject({ total_count: 1, items: [{ name: 'crown-trophy' }] });
	});

	test('names of repositories have no case; unknown ones are a 404', async () => {
		const answer = await github.octokit.call('repos.get', { owner: 'Candlefish-AI', repo: 'PaintBox' });
		expect(answer.data).toMatchObject({ full_name: fullName });
		expect(await github.octokit.call('repos.get', { owner: 'candlefish-ai', repo: 'nothing' })).toMatchObject({
			status: 404,
			data: { message: 'Not Found', status: '404' },
		});
	});

	test('gives a file with its text, what lies in a folder, and a 404 for what is not there', async () => {
		await push({ branch: 'staging', files: { 'docs/Über uns.md': 'é\n'.repeat(40), 'docs/more/a.md': 'a' } });
		const at = async (path: string, ref = 'staging') =>
			await github.octokit.call('repos.getContent', { ...repository, path, ref });
		const { data: file } = await at('docs/Über uns.md');
		expect(Buffer.from((file as { content: string }).content, 'base64').toString()).toBe('é\n'.repeat(40));
		expect((await at('docs')).data).toMatchObject([
			{ type: 'dir', name: 'more', path: 'docs/more' },
			{ type: 'file', name: 'Über uns.md', sha: (file as { sha: string }).sha, size: 120 },
		]);
		expect(await at('docs', 'main')).toMatchObject({ status: 404 });
		expect(await at('docs', 'none')).toMatchObject({ status: 404 });
		expect(await at('docs/none.md')).toMatchObject({ status: 404 });
	});

	test('lists commits over several pages, newest first, and by path', async () => {
		for (let index = 0; index < 4; index++) {
			await push({ files: { [`services/api/${index}.txt`]: 'x' }, message: `Commit ${index}` });
		}
		const all = await github.octokit.all('repos.listCommits', { ...repository, per_page: 2 });
		const messages = (all.data as Array<{ commit: { message: string } }>).map(({ commit }) => commit.message);
		expect(messages).toEqual(['Commit 3', 'Commit 2', 'Commit 1', 'Commit 0', `Start ${fullName}`]);
		const first = await github.octokit.call('repos.listCommits', { ...repository, per_page: 2 });
		expect(first.headers?.['link']).toMatch(/page=2>; rel="next", <[^>]+page=3>; rel="last"/);
		const byPath = await github.octokit.call('repos.listCommits', {
			...repository,
			path: 'services/api/2.txt',
		});
		expect(byPath.data).toMatchObject([{ commit: { message: 'Commit 2' } }]);
	});

	test('compares branches that grew apart, from where they parted', async () => {
		const branch = await push({ branch: 'feature/x', files: { 'apps/paintbox/new.txt': 'a\nb\n' } });
		const main = await push({ files: { 'README.md': '# Changed\n' } });
		const answer = await github.octokit.call('repos.compareCommitsWithBasehead', {
			...repository,
			basehead: 'main...feature/x',
		});
		expect(answer.data).toMatchObject({
			status: 'diverged',
			ahead_by: 1,
			behind_by: 1,
			base_commit: { sha: main.sha },
			merge_base_commit: { sha: branch.before === main.sha ? '' : main.before },
			commits: [{ sha: branch.sha }],
			files: [{ filename: 'apps/paintbox/new.txt', status: 'added', additions: 2 }],
		});
		expect(
			await github.octokit.call('repos.compareCommitsWithBasehead', {
				...repository,
				basehead: 'main...nowhere',
			}),
		).toMatchObject({ status: 404 });
	});

	test('a comparison pages its commits and gives at most 300 files, on the first page only', async () => {
		const files = Object.fromEntries(Array.from({ length: 320 }, (_, index) => [`assets/${index}.txt`, 'x']));
		const first = await push({ files });
		const last = await push({ files: { 'README.md': 'more' }, commitCount: 1 });
		const page = async (number: number) =>
			(
				await github.octokit.call('repos.compareCommitsWithBasehead', {
					...repository,
					basehead: `${first.before}...${last.sha}`,
					per_page: 1,
					page: number,
				})
			).data as { total_commits: number; commits: Array<{ sha: string }>; files: unknown[] };
		expect(await page(1)).toMatchObject({ total_commits: 2, commits: [{ sha: first.sha }] });
		expect((await page(1)).files).toHaveLength(300);
		expect(await page(2)).toMatchObject({ commits: [{ sha: last.sha }], files: [] });
	});

	test('tells what was moved under both of its names', async () => {
		const before = await push({ files: { 'apps/paintbox/palette.js': 'the palette', 'apps/paintbox/empty': '' } });
		const after = await push({
			files: {
				'apps/paintbox/palette.js': null,
				'libs/palette.js': 'the palette',
				'apps/paintbox/empty': null,
				'libs/empty': '',
			},
		});
		const compared = await github.octokit.call('repos.compareCommitsWithBasehead', {
			...repository,
			basehead: `${before.sha}...${after.sha}`,
		});
		const files = expect.arrayContaining([
			expect.objectContaining({
				filename: 'libs/palette.js',
				previous_filename: 'apps/paintbox/palette.js',
				status: 'renamed',
				changes: 0,
			}),
			expect.objectContaining({ filename: 'apps/paintbox/empty', status: 'removed' }),
			expect.objectContaining({ filename: 'libs/empty', status: 'added' }),
		]) as unknown;
		expect(compared.data).toMatchObject({ files });
		expect((compared.data as { files: unknown[] }).files).toHaveLength(3);
		expect((await github.octokit.call('repos.getCommit', { ...repository, ref: after.sha })).data).toMatchObject({
			files,
		});
	});

	test('lists the references that begin with a name, in one answer', async () => {
		const head = await push({ branch: 'feature/a' });
		await push({ branch: 'feature/b' });
		const matching = async (ref: string) =>
			(await github.octokit.call('git.listMatchingRefs', { ...repository, ref })).data;
		expect(await matching('heads/feature')).toMatchObject([
			{ ref: 'refs/heads/feature/a', object: { sha: head.sha, type: 'commit' } },
			{ ref: 'refs/heads/feature/b' },
		]);
		expect(await matching('heads/none')).toEqual([]);
	});

	test('answers 304 to whoever knows the content already, and counts it against no limit', async () => {
		await push({});
		const read = async (headers: object = {}) =>
			await github.octokit.call('repos.getBranch', { ...repository, branch: 'main', headers });
		const first = await read();
		const etag = first.headers?.['etag'] ?? '';
		expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/);
		const used = async () => Number((await read()).headers?.['x-ratelimit-used']);
		const before = await used();
		expect((await read({ 'if-none-match': etag })).status).toBe(304);
		expect((await read({ 'if-none-match': `"other", ${etag.slice(2)}` })).status).toBe(304);
		expect(await used()).toBe(before + 1);
		await push({});
		expect(await read({ 'if-none-match': etag })).toMatchObject({ status: 200 });
	});

	test('a forced push replaces the head and says so', async () => {
		const replaced = await push({ files: { 'README.md': 'one' } });
		const forced = await push({ files: { 'README.md': 'two' }, forced: true });
		expect(forced.payload).toMatchObject({
			ref: 'refs/heads/main',
			before: replaced.sha,
			after: forced.sha,
			forced: true,
			created: false,
			commits: [{ id: forced.sha, added: [], modified: ['README.md'], removed: [] }],
		});
		const comparison = await github.octokit.call('repos.compareCommitsWithBasehead', {
			...repository,
			basehead: `${replaced.sha}...${forced.sha}`,
		});
		expect(comparison.data).toMatchObject({ status: 'diverged', behind_by: 1 });
	});

	test('branches and references can be made, moved and deleted', async () => {
		const { sha, before } = await push({ files: { a: 'a' } });
		const ref = { ...repository, ref: 'refs/heads/release/1', sha: before };
		expect(await github.octokit.call('git.createRef', ref)).toMatchObject({ status: 201 });
		expect(await github.octokit.call('git.createRef', ref)).toMatchObject({
			status: 422,
			data: { message: 'Reference already exists' },
		});
		const short = { ...repository, ref: 'heads/release/1' };
		await github.octokit.call('git.updateRef', { ...short, sha });
		expect((await github.octokit.call('git.getRef', short)).data).toMatchObject({
			object: { sha },
		});
		expect(await github.octokit.call('git.updateRef', { ...short, sha: before })).toMatchObject({
			status: 422,
			data: { message: 'Update is not a fast forward' },
		});
		expect((await github.octokit.call('repos.getBranch', { ...repository, branch: 'release/1' })).data).toMatchObject({
			name: 'release/1',
			commit: { sha },
		});
		expect(await github.octokit.call('git.deleteRef', short)).toMatchObject({ status: 204 });
		const branches = await github.octokit.call('repos.listBranches', repository);
		expect((branches.data as Array<{ name: string }>).map(({ name }) => name)).toEqual(['main']);
	});

	test('a release makes its tag, once', async () => {
		const release = { ...repository, tag_name: 'v1.0.0', name: 'One' };
		expect(await github.octokit.call('repos.createRelease', release)).toMatchObject({ status: 201 });
		expect(await github.octokit.call('repos.createRelease', release)).toMatchObject({
			status: 422,
			data: { errors: [{ code: 'already_exists', field: 'tag_name' }] },
		});
		expect((await github.octokit.call('repos.getLatestRelease', repository)).data).toMatchObject({
			tag_name: 'v1.0.0',
		});
		expect(await github.octokit.call('repos.getCommit', { ...repository, ref: 'v1.0.0' })).toMatchObject({
			status: 200,
		});
	});

	test('a pull request has its files, follows its branch and takes comments', async () => {
		await push({ branch: 'change', files: { 'apps/paintbox/x.txt': 'x' } });
		const opened = await github.octokit.call('pulls.create', {
			...repository,
			title: 'Change',
			head: 'change',
			base: 'main',
		});
		expect(opened).toMatchObject({ status: 201, data: { number: 1, changed_files: 1 } });
		const again = await github.octokit.call('pulls.create', {
			...repository,
			title: 'Change',
			head: 'change',
			base: 'main',
		});
		expect(again).toMatchObject({ status: 422, data: { message: 'Validation Failed' } });
		const files = await github.octokit.call('pulls.listFiles', { ...repository, pull_number: 1 });
		expect(files.data).toMatchObject([{ filename: 'apps/paintbox/x.txt', status: 'added' }]);
		const next = await github.control('/pull-requests', {
			repository: fullName,
			action: 'synchronize',
			number: 1,
		});
		expect((await github.octokit.call('pulls.get', { ...repository, pull_number: 1 })).data).toMatchObject({
			head: { sha: (next.body as { sha: string }).sha },
		});

		const issue = { ...repository, issue_number: 1 };
		for (let index = 0; index < 3; index++) {
			await github.octokit.call('issues.createComment', { ...issue, body: `Comment ${index}` });
		}
		const comments = await github.octokit.all('issues.listComments', { ...issue, per_page: 1 });
		const [first] = comments.data as Array<{ id: number }>;
		expect(comments.data).toHaveLength(3);
		const one = { ...repository, comment_id: first?.id };
		expect(await github.octokit.call('issues.updateComment', { ...one, body: 'Edited' })).toMatchObject({
			status: 200,
			data: { body: 'Edited' },
		});
		expect(await github.octokit.call('issues.deleteComment', one)).toMatchObject({ status: 204 });
		expect(await github.octokit.call('issues.deleteComment', one)).toMatchObject({ status: 404 });
		expect(await github.octokit.call('issues.createComment', { ...issue, issue_number: 99, body: 'x' })).toMatchObject({
			status: 404,
		});
	});
});
