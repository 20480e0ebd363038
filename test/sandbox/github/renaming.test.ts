import { fullName, repository, startGitHub, startReceiver } from './gitHubDriver';

type GitHub = Awaited<ReturnType<typeof startGitHub>>;

let github: GitHub;
beforeEach(async () => {
	github = await startGitHub();
});
afterEach(async () => {
	const violations = github.violations();
	await github.close();
	expect(violations).toEqual([]);
});

const raw = async (method: string, path: string, body?: object) =>
	await fetch(`${github.sandbox.origin}/github${path}`, {
		method,
		redirect: 'manual',
		headers: { authorization: 'Bearer sandbox-github-token' },
		...(body && { body: JSON.stringify(body) }),
	});

it("answers a repository's former name with its address by number, which GitHub's own client follows", async () => {
	const before = (await github.octokit.call('repos.get', repository)).data as { id: number };
	await github.control('/rename', { repository: fullName, name: 'storefront' });
	const read = await raw('GET', `/repos/${fullName}/branches?per_page=1`);
	const url = `${github.sandbox.origin}/github/repositories/${before.id}/branches?per_page=1`;
	expect([read.status, read.headers.get('location'), await read.json()]).toMatchObject([
		301,
		url,
		{ message: 'Moved Permanently', url },
	]);
	const written = await raw('POST', `/repos/${fullName}/deployments`, { ref: 'main' });
	expect([written.status, await written.json()]).toMatchObject([307, { message: 'Temporary Redirect' }]);
	expect((await github.octokit.call('repos.get', repository)).data).toMatchObject({
		id: before.id,
		full_name: 'candlefish-ai/storefront',
	});
	expect((await github.octokit.call('repos.listBranches', { ...repository, repo: 'storefront' })).data).toMatchObject([
		{ name: 'main' },
	]);
	expect(github.sandbox.services.repositories.resolve(fullName, 'main')).toBeDefined();
});

it('tells hooks of the rename, which go on, with the same number', async () => {
	const receiver = await startReceiver();
	try {
		await github.octokit.call('repos.createWebhook', {
			...repository,
			events: ['*'],
			config: { url: receiver.url, content_type: 'json', secret: 'a-secret-of-a-test' },
		});
		const { id } = (await github.octokit.call('repos.get', repository)).data as { id: number };
		await github.control('/rename', { repository: fullName, name: 'storefront' });
		await github.control('/push', { repository: 'candlefish-ai/storefront' });
		const [renamed] = await receiver.ofEvent('repository', 1);
		const [pushed] = await receiver.ofEvent('push', 1);
		for (const delivery of [renamed, pushed]) {
			expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
				repository: { id, full_name: 'candlefish-ai/storefront' },
			});
		}
		expect(JSON.parse(renamed?.body ?? '')).toMatchObject({
			action: 'renamed',
			changes: { repository: { name: { from: 'paintbox' } } },
		});
	} finally {
		await receiver.close();
	}
});

it('gives a name away again: what takes it is what it then means', async () => {
	await github.control('/rename', { repository: fullName, name: 'storefront' });
	github.sandbox.services.repositories.create(fullName, { 'README.md': 'new' });
	expect((await github.octokit.call('repos.get', repository)).data).toMatchObject({ full_name: fullName });
});

it('has one head of a branch, for its API and for whoever builds', async () => {
	const first = await github.control('/push', { repository: fullName, deliver: false });
	await github.control('/push', { repository: fullName, deliver: false });
	const { sha } = first.body as { sha: string };
	await github.octokit.call('git.updateRef', { ...repository, ref: 'heads/main', sha, force: true });
	expect((await github.octokit.call('repos.getBranch', { ...repository, branch: 'main' })).data).toMatchObject({
		commit: { sha },
	});
	// What the simulated Netlify checks out.
	expect(github.sandbox.services.repositories.resolve(fullName, 'main')?.sha).toBe(sha);
	await github.octokit.call('git.createRef', { ...repository, ref: 'refs/heads/made', sha });
	expect(github.sandbox.services.repositories.resolve(fullName, 'made')?.sha).toBe(sha);
	await github.octokit.call('git.createRef', { ...repository, ref: 'refs/tags/v1', sha });
	await github.octokit.call('git.deleteRef', { ...repository, ref: 'tags/v1' });
	expect(await github.octokit.call('git.getRef', { ...repository, ref: 'tags/v1' })).toMatchObject({ status: 404 });
});
