import type { IDataObject } from 'n8n-workflow';

import { startOctokit } from '../../sandbox/github/octokitClient';
import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';
import { token } from './gitHubDriver';

const driver = useGitHubDeployments();
const getSecurity = { resource: 'repository', operation: 'getSecurity' };
const look = async () => await driver.runOne(getSecurity);
const set = async (change: IDataObject) =>
	await driver.github.control('security', { repository: repositoryName, ...change });
const alerts = (...list: ReadonlyArray<readonly [severity: string, name: string]>) =>
	list.map(([severity, name]) => ({ severity, name }));
const nothingOpen = { total: 0, critical: 0, high: 0, medium: 0, low: 0, other: 0 };

it('tells of a repository that has nothing open', async () => {
	await set({ protected: true });
	expect(await look()).toEqual({
		fullName: repositoryName,
		defaultBranch: 'main',
		isDefaultBranchProtected: true,
		organization: { name: 'candlefish-ai', isTwoFactorRequired: true, reason: '' },
		dependencies: { state: 'on', open: nothingOpen, isMore: false, examples: '' },
		code: { state: 'on', open: nothingOpen, isMore: false, examples: '' },
		secrets: { state: 'on', open: nothingOpen, isMore: false, examples: '' },
	});
});

it('counts what is open by how bad it is, names the worst first, and repeats no secret', async () => {
	await set({
		twoFactor: false,
		dependabot: { alerts: alerts(['low', 'left-pad'], ['critical', 'log4j'], ['high', 'lodash']) },
		codeScanning: { alerts: alerts(['high', 'js/sql-injection'], ['none', 'js/unused']) },
		secretScanning: { alerts: alerts(['', 'AWS Access Key ID']) },
	});
	const seen = await look();
	expect(seen).toMatchObject({
		isDefaultBranchProtected: false,
		organization: { isTwoFactorRequired: false },
		dependencies: {
			open: { total: 3, critical: 1, high: 1, low: 1 },
			examples: expect.stringMatching(/^log4j GHSA-\S+, lodash/),
		},
		code: { open: { total: 2, high: 1, other: 1 }, examples: 'js/sql-injection, js/unused' },
		secrets: { open: { total: 1, other: 1 }, examples: 'AWS Access Key ID' },
	});
	expect(JSON.stringify(seen)).not.toContain('sandbox-committed-secret');
});

it('finds the worst behind a hundred newer ones', async () => {
	const many = Array.from({ length: 130 }, (_, index) => ['low', `package-${index}`] as const);
	await set({
		dependabot: { alerts: alerts(...many, ['critical', 'old-and-bad']) },
		codeScanning: { alerts: alerts(...many, ['high', 'old-rule']) },
	});
	expect(await look()).toMatchObject({
		dependencies: { isMore: true, open: { total: 101, critical: 1 }, examples: expect.stringMatching(/^old-and-bad/) },
		code: { isMore: true, open: { total: 101, high: 1 }, examples: expect.stringMatching(/^old-rule/) },
	});
});

it('tells what is switched off from what has nothing, and from what the token may not see', async () => {
	await set({ dependabot: { access: 'off' }, codeScanning: { access: 'off' }, secretScanning: { access: 'off' } });
	expect(await look()).toMatchObject({
		dependencies: { state: 'off', reason: 'Dependabot alerts are disabled for this repository.' },
		code: { state: 'off', reason: 'no analysis found' },
		secrets: { state: 'off', reason: 'Secret scanning is disabled on this repository.' },
	});
	await set({
		dependabot: { access: 'hidden' },
		codeScanning: { access: 'hidden' },
		secretScanning: { access: 'hidden' },
	});
	expect(await look()).toMatchObject({
		dependencies: { state: 'unseen', reason: expect.stringContaining('Dependabot alerts (read)') },
		code: { state: 'unseen', reason: expect.stringContaining('Code scanning alerts (read)') },
		secrets: { state: 'unseen', reason: expect.stringContaining('Secret scanning alerts (read)') },
	});
});

it('survives a look that fails, and says which', async () => {
	for (const path of ['/repos/candlefish-ai/paintbox/code-scanning/alerts', '/orgs/candlefish-ai']) {
		driver.github.sandbox.addFault({ platform: 'github', path, kind: 'status', status: 502, times: 'always' });
	}
	expect(await look()).toMatchObject({
		organization: { isTwoFactorRequired: null, reason: expect.stringContaining('502') },
		dependencies: { state: 'on' },
		code: { state: 'unseen', reason: expect.stringContaining('502') },
	});
});

it('says that there is no such repository', async () => {
	const { description } = await driver.failure({
		...getSecurity,
		repository: { __rl: true, mode: 'name', value: 'candlefish-ai/none' },
	});
	expect(description).toContain('404');
});

it("is asked as GitHub's own client asks", async () => {
	await set({ dependabot: { alerts: alerts(['high', 'lodash']) } });
	const octokit = startOctokit(`${driver.github.sandbox.origin}/github`, token);
	try {
		const where = { owner: 'candlefish-ai', repo: 'paintbox' };
		for (const path of [
			'dependabot.listAlertsForRepo',
			'codeScanning.listAlertsForRepo',
			'secretScanning.listAlertsForRepo',
		]) {
			expect(await octokit.call(path, { ...where, state: 'open', per_page: 100 })).toMatchObject({ status: 200 });
		}
		expect(await octokit.call('orgs.get', { org: 'candlefish-ai' })).toMatchObject({
			status: 200,
			data: { two_factor_requirement_enabled: true },
		});
	} finally {
		await octokit.close();
	}
});
