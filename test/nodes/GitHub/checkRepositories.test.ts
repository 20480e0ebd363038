import type { IDataObject } from 'n8n-workflow';

import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();

const row = (more: IDataObject = {}): IDataObject => ({
	id: 1,
	service: 'api',
	environment: 'production',
	platform: 'fly',
	target: 'paintbox-api',
	repository: repositoryName,
	repository_id: '',
	branch: 'main',
	wave: 1,
	enabled: true,
	...more,
});
const run = async (operation: string, rows: readonly IDataObject[]) =>
	await driver.run({
		resource: 'serviceRelease',
		operation,
		catalogRows: JSON.stringify(rows.length === 0 ? [{}] : rows),
	});
const check = async (...rows: readonly IDataObject[]): Promise<IDataObject> =>
	(await run('checkRepositories', rows))[0] ?? {};
const file = (step: string) => `on: push\njobs:\n  ship:\n    steps:\n      - run: ${step}\n`;

describe('Check Repositories', () => {
	it('names file and line of what deploys the same service, and nothing of what deploys another', async () => {
		await driver.push({
			files: {
				'.github/workflows/ship.yml': file('flyctl deploy -a paintbox-api'),
				'.github/workflows/other.yaml': file('flyctl deploy -a somebody-else'),
				'.github/workflows/notes.md': file('flyctl deploy -a paintbox-api'),
				'scripts/ship.yml': file('flyctl deploy -a paintbox-api'),
				'.github/workflows/none.yml': file('npm test'),
			},
		});
		expect(await check(row())).toMatchObject({
			repositories: [{ repository: repositoryName, isSeen: true, isCalled: repositoryName }],
			deployers: [
				{
					repository: repositoryName,
					branch: 'main',
					file: '.github/workflows/ship.yml',
					line: 5,
					platform: 'fly',
					what: 'flyctl deploy',
					services: ['api/production'],
				},
			],
		});
	});

	it('looks at the branch of the row, and tells a file once that two branches have alike', async () => {
		const files = { '.github/workflows/ship.yml': file('fly deploy') };
		await driver.push({ files });
		await driver.push({ branch: 'staging', files: { ...files, '.github/workflows/late.yml': file('fly deploy # é') } });
		const { deployers } = await check(row(), row({ id: 2, environment: 'staging', branch: 'staging', target: 'b' }));
		expect(deployers).toEqual([
			expect.objectContaining({ branch: 'main', file: '.github/workflows/ship.yml' }),
			expect.objectContaining({ branch: 'staging', file: '.github/workflows/late.yml' }),
		]);
	});

	it('says which repository the token does not see, and looks at the others', async () => {
		const { repositories } = await check(row({ repository: 'candlefish-ai/none' }), row({ id: 2, service: 'b' }));
		expect(repositories).toEqual([
			expect.objectContaining({
				repository: 'candlefish-ai/none',
				isSeen: false,
				reason: expect.stringMatching(/404/),
			}),
			expect.objectContaining({ repository: repositoryName, isSeen: true }),
		]);
	});

	it('finds a renamed repository by its number, and tells its new name', async () => {
		const { repositories: before } = await check(row());
		const id = String((before as IDataObject[])[0]?.id);
		await driver.github.control('rename', { repository: repositoryName, name: 'paintbox-two' });
		expect(await check(row({ repository_id: id }))).toMatchObject({
			repositories: [{ repository: repositoryName, id, isSeen: true, isCalled: 'candlefish-ai/paintbox-two' }],
		});
	});

	it('fails where the token is wrong, where GitHub is away, and where the catalog names nothing', async () => {
		const fails = { resource: 'serviceRelease', operation: 'checkRepositories', catalogRows: JSON.stringify([row()]) };
		expect((await driver.failure(fails, { accessToken: 'ghp_wrong' })).message).toContain('401');
		expect((await driver.failure({ ...fails, catalogRows: '[{}]' })).message).toMatch(/names a repository/);
		expect((await driver.failure({ ...fails, catalogRows: '[{"error":"x"}]' })).message).toMatch(/could not be read/);
		driver.github.sandbox.addFault({ platform: 'github', kind: 'status', status: 502, times: 'always' });
		expect((await driver.failure(fails)).message).toContain('502');
	});
});

describe('Find Repository IDs', () => {
	it('gives an item for each row that has none, asking once for each repository', async () => {
		const before = driver.github.sandbox.requests({ platform: 'github' }).length;
		const items = await run('findRepositoryIds', [
			row(),
			row({ id: 2, service: 'b', repository_id: null }),
			row({ id: 3, service: 'c', repository_id: '4711' }),
			row({ id: 4, service: 'd', repository: 'candlefish-ai/none' }),
			row({ id: 5, service: 'e', repository: 'no repository' }),
			row({ id: 6, service: 'f', repository_id: 'not a number' }),
		]);
		expect(items).toEqual(
			[1, 2].map((id) => ({ id, repository: repositoryName, repositoryId: expect.stringMatching(/^[1-9]\d*$/) })),
		);
		expect(driver.github.sandbox.requests({ platform: 'github' })).toHaveLength(before + 2);
	});

	it('gives nothing while GitHub is away', async () => {
		driver.github.sandbox.addFault({ platform: 'github', kind: 'status', status: 502, times: 'always' });
		expect(await run('findRepositoryIds', [row()])).toEqual([]);
	});
});
