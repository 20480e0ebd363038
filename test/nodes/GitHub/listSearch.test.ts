import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();

it('finds repositories, branches, workflows and webhooks', async () => {
	expect(await driver.search('searchRepositories', 'PAINT')).toMatchObject([
		{ name: repositoryName, value: repositoryName },
	]);
	await driver.push({ branch: 'feature/one' });
	expect(await driver.search('searchBranches', 'feat')).toEqual([{ name: 'feature/one', value: 'feature/one' }]);
	expect(await driver.search('searchWorkflows', '')).toMatchObject([{ value: 'deploy.yml' }]);
	const hook = (await driver.github.api('POST', `/repos/${repositoryName}/hooks`, {
		config: { url: 'https://n8n.candlefish.test/hook' },
		events: ['push'],
	})) as { id: number };
	expect(await driver.search('searchHooks', 'candlefish.test', { hookOwner: 'repository' })).toMatchObject([
		{ value: String(hook.id) },
	]);
});

it('asks for the repository first', async () => {
	const search = driver.search('searchBranches', '', { repository: { __rl: true, mode: 'list', value: '' } });
	await expect(search).rejects.toThrow('No repository is chosen yet');
});
