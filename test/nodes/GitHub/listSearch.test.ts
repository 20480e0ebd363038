import { repositoryName, useGitHubDeployments } from './gitHubDeployments';

const suite = useGitHubDeployments();

it('finds repositories, branches, workflows and webhooks', async () => {
	expect(await suite.search('searchRepositories', 'PAINT')).toMatchObject([{ name: repositoryName, value: repositoryName }]);
	await suite.push({ branch: 'feature/one' });
	expect(await suite.search('searchBranches', 'feat')).toEqual([{ name: 'feature/one', value: 'feature/one' }]);
	expect(await suite.search('searchWorkflows', '')).toMatchObject([{ value: 'deploy.yml' }]);
	const hook = (await suite.github().api('POST', `/repos/${repositoryName}/hooks`, {
		config: { url: 'https://n8n.candlefish.test/hook' },
		events: ['push'],
	})) as { id: number };
	expect(await suite.search('searchHooks', 'candlefish.test', { hookOwner: 'repository' })).toMatchObject([{ value: String(hook.id) }]);
});

it('asks for the repository first', async () => {
	const search = suite.search('searchBranches', '', { repository: { __rl: true, mode: 'list', value: '' } });
	await expect(search).rejects.toThrow('No repository is chosen yet');
});
