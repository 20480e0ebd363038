import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const compare = { resource: 'commit', operation: 'compare' };
const checkFreshness = {
	resource: 'commit',
	operation: 'checkFreshness',
	branch: { __rl: true, mode: 'name', value: 'main' },
};

it('compares commits', async () => {
	const base = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
	const head = await driver.push({ files: { 'services/api/b.js': 'b', 'apps/paintbox/a.html': null } });
	expect(await driver.runOne({ ...compare, base, head })).toMatchObject({
		status: 'ahead',
		aheadBy: 1,
		behindBy: 0,
		mergeBase: base,
		commits: [{ sha: head }],
		filesComplete: true,
		files: expect.arrayContaining([
			{ filename: 'apps/paintbox/a.html', status: 'removed' },
			{ filename: 'services/api/b.js', status: 'added' },
		]) as unknown,
	});
	expect(await driver.runOne({ ...compare, base: head, head: base })).toMatchObject({ status: 'behind', behindBy: 1 });
	expect(await driver.runOne({ ...compare, base: head, head })).toMatchObject({ status: 'identical', files: [] });
});

it('lists all files of a comparison that GitHub cuts at 300, and all of its commits', async () => {
	const base = await driver.push();
	const filesOf = (from: number, count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`bulk/${from + index}.txt`, 'x']));
	await driver.push({ files: filesOf(0, 200) });
	await driver.push({ files: filesOf(200, 150) });
	const head = await driver.push({ commitCount: 105, files: {} });
	const result = await driver.runOne({ ...compare, base, head });
	expect(result).toMatchObject({ totalCommits: 107, filesComplete: true });
	expect(result.commits).toHaveLength(107);
	const names = (result.files as Array<{ filename: string }>).map(({ filename }) => filename);
	expect(names.filter((name) => name.startsWith('bulk/'))).toHaveLength(350);
	expect(new Set(names).size).toBe(names.length);
});

it('sets the status of a commit', async () => {
	const sha = await driver.push();
	const parameters = {
		resource: 'commit',
		operation: 'setStatus',
		sha,
		context: 'slipway/paintbox',
		state: 'failure',
		description: `It failed\n${'y'.repeat(200)}`,
		targetUrl: 'https://n8n.candlefish.test/execution/1',
	};
	const status = await driver.runOne(parameters);
	expect(status).toMatchObject({ sha, state: 'failure', context: 'slipway/paintbox', targetUrl: parameters.targetUrl });
	expect(String(status.description)).toHaveLength(140);
	expect(await driver.github.api('GET', `/repos/${repositoryName}/commits/${sha}/status`)).toMatchObject({
		state: 'failure',
	});
});

describe('Check Freshness', () => {
	it('allows the head of the branch, and nothing older', async () => {
		const older = await driver.push();
		const newer = await driver.push();
		expect(await driver.runOne({ ...checkFreshness, sha: newer, liveCommit: older })).toMatchObject({
			deploy: true,
			branchHead: newer,
			relation: 'ahead',
		});
		const stale = await driver.runOne({ ...checkFreshness, sha: older, liveCommit: '' });
		expect(stale).toMatchObject({ deploy: false, branchHead: newer });
		expect(stale.reason).toContain(newer.slice(0, 7));
		expect(await driver.runOne({ ...checkFreshness, sha: newer })).toMatchObject({ deploy: true, liveCommit: null });
		expect(await driver.runOne({ ...checkFreshness, sha: newer, liveCommit: newer })).toMatchObject({
			deploy: false,
			relation: 'identical',
		});
	});

	it('refuses the head of a branch that was reset to an older commit than the live one', async () => {
		const first = await driver.push();
		const live = await driver.push();
		await driver.github.api('PATCH', `/repos/${repositoryName}/git/refs/heads/main`, { sha: first, force: true });
		expect(await driver.runOne({ ...checkFreshness, sha: first, liveCommit: live })).toMatchObject({
			deploy: false,
			relation: 'behind',
		});
	});

	it('allows a rewritten branch', async () => {
		const base = await driver.push();
		const live = await driver.push();
		const head = await driver.push({ ontoSha: base });
		expect(await driver.runOne({ ...checkFreshness, sha: head, liveCommit: live })).toMatchObject({
			deploy: true,
			relation: 'diverged',
		});
	});

	it('allows the head when the live commit is in no history', async () => {
		const head = await driver.push();
		expect(await driver.runOne({ ...checkFreshness, sha: head, liveCommit: 'f'.repeat(40) })).toMatchObject({
			deploy: true,
			relation: 'unknown',
		});
	});

	it('deploys nothing of a branch that is gone', async () => {
		const sha = await driver.push();
		const gone = { __rl: true, mode: 'name', value: 'feature/gone' };
		expect(await driver.runOne({ ...checkFreshness, branch: gone, sha })).toMatchObject({
			deploy: false,
			branchHead: null,
		});
	});

	it('is an error, not an answer, for a repository that nobody sees', async () => {
		const failure = await driver.failure({
			...checkFreshness,
			repository: { __rl: true, mode: 'name', value: 'candlefish-ai/none' },
			sha: 'a'.repeat(40),
		});
		expect(failure.message).toContain('404');
		expect(failure.description).toContain('private repositories');
	});

	it('refuses a short commit', async () => {
		const failure = await driver.failure({ ...checkFreshness, sha: 'abc1234' });
		expect(failure.message).toContain('abc1234');
		expect(failure.description).toContain('40 characters');
	});
});

it("passes on GitHub's own words about an impossible comparison", async () => {
	const failure = await driver.failure({ ...compare, base: 'main', head: 'nowhere' });
	expect(failure.message).toMatch(/404|422/);
	expect(failure.description).not.toBe('');
});
