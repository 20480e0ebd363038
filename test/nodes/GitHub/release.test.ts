import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const getLatest = { resource: 'release', operation: 'getLatest' };
const release = async (tag: string, body: object) =>
	await driver.github.api('POST', `/repos/${repositoryName}/releases`, { tag_name: tag, ...body });

it('answers that there is no release yet', async () => {
	expect(await driver.runOne(getLatest)).toEqual({ exists: false });
});

it('names the commit of the tag, not the branch it was made from, and passes over drafts and prereleases', async () => {
	const released = await driver.push({ message: 'feat: oils\n\nThe whole story.' });
	await release('v1.0.0', { target_commitish: 'main', name: 'One' });
	await driver.push();
	await release('v1.1.0-rc.1', { target_commitish: 'main', prerelease: true });
	await release('v1.1.0', { target_commitish: 'main', draft: true });
	expect(await driver.runOne(getLatest)).toEqual({
		exists: true,
		tag: 'v1.0.0',
		name: 'One',
		sha: released,
		message: 'feat: oils\n\nThe whole story.',
		publishedAt: expect.stringMatching(/Z$/),
		author: 'slipway-bot',
		url: expect.stringContaining('v1.0.0'),
	});
});

it('reads the tag where a branch has the same name', async () => {
	const released = await driver.push();
	await release('v2', { target_commitish: 'main' });
	await driver.push({ branch: 'v2' });
	expect(await driver.runOne(getLatest)).toMatchObject({ tag: 'v2', sha: released });
});

it('is an error where the token does not see the repository', async () => {
	const unseen = await driver.failure({
		...getLatest,
		repository: { __rl: true, mode: 'name', value: 'candlefish-ai/none' },
	});
	expect(unseen.message).toContain('404');
});
