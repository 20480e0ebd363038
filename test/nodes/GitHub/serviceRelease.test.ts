import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../../nodes/GitHub/actions';
import { withoutGitHub } from '../../../nodes/GitHub/actions/serviceRelease';
import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();

/** A row of the table slipway_services, as the Data Table gives it. */
const catalogRow = (row: IDataObject = {}) => ({
	json: {
		id: 1,
		service: 'paintbox-frontend',
		environment: 'production',
		platform: 'netlify',
		target: 'paintbox',
		repository: repositoryName,
		branch: 'main',
		paths: 'apps/paintbox/**',
		wave: 3,
		enabled: true,
		hold: false,
		...row,
	},
});
const ask = { repository: repositoryName, branch: 'main', why: 'push', actor: 'kim', deliveryId: 'd-1' };
const nothing = [{ json: {} }];

const see = async (catalogRows: unknown, release: IDataObject = ask) =>
	await driver.run({ resource: 'serviceRelease', operation: 'see', release, catalogRows } as never);

describe('See', () => {
	it('gives an item for each service of the repository and branch, with all that its platform needs', async () => {
		const found = await see([
			catalogRow(),
			catalogRow({ id: 2, service: 'gateway', platform: 'ecs', target: 'candlefish/gateway', container: 'app' }),
			catalogRow({ id: 3, environment: 'staging', branch: 'staging', context: 'branch:staging' }),
			catalogRow({ id: 4, service: 'crown', repository: 'candlefish-ai/crown-trophy', target: 'crown' }),
			catalogRow({ id: 5, service: 'off', target: 'off', enabled: false }),
		]);
		expect(found).toMatchObject([
			{
				service: 'paintbox-frontend',
				platform: 'netlify',
				task: 'look',
				context: 'production',
				lockKey: 'netlify/paintbox',
				release: { repository: repositoryName, branch: 'main', releaseId: 'd-1/execution-under-test', round: 0 },
			},
			{ service: 'gateway', platform: 'ecs', container: 'app', lockKey: 'ecs/candlefish/gateway' },
		]);
	});

	it('gives one item that carries the release where no service deploys from there, and where there is no row', async () => {
		expect(await see([catalogRow({ branch: 'trunk' })])).toMatchObject([{ platform: '', release: { branch: 'main' } }]);
		expect(await see(nothing)).toMatchObject([{ platform: '' }]);
	});

	it('stops where the catalog could not be read: what is unreadable must not pass for empty', async () => {
		const parameters = { resource: 'serviceRelease', operation: 'see', release: ask };
		const failure = await driver.failure({ ...parameters, catalogRows: [{ json: { error: 'no table' } }] as never });
		expect(failure.message).toContain('slipway_services could not be read');
	});

	it('names what is missing of the release', async () => {
		const parameters = { resource: 'serviceRelease', operation: 'see', release: { branch: 'main' } };
		expect((await driver.failure({ ...parameters, catalogRows: [] })).message).toContain('repository and branch');
	});
});

describe('Reconcile', () => {
	const reconcile = async (parameters: object) =>
		await driver.run({
			resource: 'serviceRelease',
			operation: 'reconcile',
			longestRunSeconds: 240,
			dryRun: false,
			ledgerRows: nothing,
			...parameters,
		} as never);
	const asked = () =>
		driver.github.sandbox.requests({ platform: 'github' }).map(({ path }) => path.replace(/\/\d+/, '/N'));

	it('asks for the number of a repository once, and then by that number', async () => {
		await driver.push();
		const catalogRows = [catalogRow()];
		const [first] = await reconcile({ services: await see(catalogRows), catalogRows });
		expect(asked()).toEqual([`/repos/${repositoryName}`, '/repositories/N/branches/main']);
		const { release } = first as { release: IDataObject };
		expect(release.repositoryId).toMatch(/^\d+$/);
		await reconcile({ services: await see(catalogRows, { release }), catalogRows });
		expect(asked()).toHaveLength(3);
	});
});

it('needs the credential for all that asks GitHub, and for nothing else', () => {
	const names = withoutGitHub.map(({ value }) => value);
	const asking = resources
		.filter(({ value }) => value !== 'serviceDeployment' && value !== 'serviceRelease')
		.flatMap(({ operations }) => operations.map(({ value }) => value));
	expect(asking.filter((value) => names.includes(value))).toEqual([]);
});
