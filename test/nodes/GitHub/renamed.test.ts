import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();

it('works under the former name of a repository that was renamed, for reads and for writes', async () => {
	const sha = await driver.push();
	await driver.github.control('rename', { repository: repositoryName, name: 'storefront' });
	const branch = { __rl: true, mode: 'name', value: 'main' };
	const fresh = { resource: 'commit', operation: 'checkFreshness', branch, sha, liveCommit: '', liveIsVerified: true };
	expect(await driver.runOne(fresh)).toMatchObject({ deploy: true, branchHead: sha });
	const create = {
		resource: 'deployment',
		operation: 'create',
		ref: sha,
		environment: 'production',
		payload: '{}',
		key: 'once',
		simplify: true,
	};
	const made = await driver.runOne(create);
	expect(await driver.runOne(create)).toEqual({ ...made, created: false });
	const status = { resource: 'deployment', operation: 'setStatus', deploymentId: Number(made.id), state: 'success' };
	expect(await driver.runOne(status)).toMatchObject({ state: 'success' });
	const workflow = { __rl: true, mode: 'id', value: 'deploy.yml' };
	const dispatched = await driver.runOne({
		resource: 'workflow',
		operation: 'dispatch',
		workflow,
		ref: 'main',
		inputs: '{"dry_run":true}',
	});
	expect(dispatched).toMatchObject({ identifiedBy: 'answer' });
	expect(await driver.search('searchBranches', '')).toMatchObject([{ value: 'main' }]);
});
