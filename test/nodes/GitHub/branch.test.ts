import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const named = (value: string) => ({ __rl: true, mode: 'name', value });
const getHead = { resource: 'branch', operation: 'getHead', branch: named('main') };

const used = async () => {
	const { resources } = (await driver.github.api('GET', '/rate_limit')) as { resources: { core: { used: number } } };
	return resources.core.used;
};

it('reads the head with its whole message and who made it', async () => {
	const message = 'fix: the palette\n\n[skip deploy] stands only in the body\n\nAnd a third paragraph.';
	const sha = await driver.push({ message, author: 'Kim <kim@candlefish.test>' });
	expect(await driver.runOne(getHead)).toEqual({
		branch: 'main',
		exists: true,
		isUnchanged: false,
		sha,
		message,
		committedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
		author: expect.any(String),
		authorEmail: 'kim@candlefish.test',
		url: expect.stringContaining(sha),
		etag: expect.stringMatching(/^W\/"/),
	});
});

it('says only that a branch is unchanged while it is, at no cost of the rate limit', async () => {
	await driver.push();
	const { etag } = await driver.runOne(getHead);
	const before = await used();
	const again = await driver.runOne({ ...getHead, options: { etag: String(etag) } });
	expect(again).toEqual({ branch: 'main', exists: true, isUnchanged: true, etag });
	expect(await used()).toBe(before);
	const sha = await driver.push();
	expect(await driver.runOne({ ...getHead, options: { etag: String(etag) } })).toMatchObject({
		isUnchanged: false,
		sha,
	});
	expect(await used()).toBe(before + 1);
});

it('answers that a branch is gone, and that its name has a slash', async () => {
	const sha = await driver.push({ branch: 'feature/oils' });
	const feature = { ...getHead, branch: named('feature/oils') };
	expect(await driver.runOne(feature)).toMatchObject({ exists: true, sha });
	await driver.github.api('DELETE', `/repos/${repositoryName}/git/refs/heads/feature/oils`);
	expect(await driver.runOne(feature)).toEqual({
		branch: 'feature/oils',
		exists: false,
		isUnchanged: false,
		renamedTo: '',
		etag: '',
	});
});

it('takes a branch that was renamed for gone, although GitHub leads to the new one', async () => {
	await driver.push({ branch: 'trunk' });
	driver.github.sandbox.addFault({
		platform: 'github',
		path: `/repos/${repositoryName}/branches/main`,
		kind: 'status',
		status: 301,
		headers: { location: `${driver.github.sandbox.origin}/github/repos/${repositoryName}/branches/trunk` },
	});
	expect(await driver.runOne(getHead)).toMatchObject({ exists: false, renamedTo: 'trunk' });
});

it('is an error, not an answer, where the token does not see the repository, and where the answer is cut off', async () => {
	const unseen = await driver.failure({ ...getHead, repository: named('candlefish-ai/none') });
	expect(unseen.message).toContain('404');
	expect(unseen.description).toContain('private repositories');
	driver.github.sandbox.addFault({ platform: 'github', path: '/repos', kind: 'malformed', times: 'always' });
	expect((await driver.failure(getHead)).message).toContain('JSON');
});
