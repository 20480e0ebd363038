import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ServiceCatalog } from '../../../nodes/ServiceCatalog/ServiceCatalog.node';
import { catalogRow, pushEvent } from '../../deployment/catalog/catalogRows';
import { runNode } from '../../n8n/nodeHarness';

const web = catalogRow({ service: 'web', depends_on: 'api' });
const api = catalogRow({ service: 'api', wave: 2, paths: 'services/api/**', platform: 'fly', target: 'shop-api' });

async function run(rows: readonly IDataObject[], parameters: INodeParameters, continueOnFail = false) {
	return await runNode({
		node: new ServiceCatalog(),
		parameters: { resource: 'service', include: 'touched', knownFiles: '', ...parameters },
		items: rows.map((json) => ({ json })),
		continueOnFail,
	});
}

async function plan(rows: readonly IDataObject[], event: IDataObject, parameters: INodeParameters = {}) {
	return await run(rows, { operation: 'plan', event: JSON.stringify(event), ...parameters });
}

async function failureOf(running: Promise<unknown>) {
	const error: unknown = await running.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Error)) throw new Error('The node did not fail');
	return { message: error.message, advice: 'description' in error ? String(error.description) : '' };
}

describe('Service Catalog: Put Result in Field', () => {
	it('puts each result into the item of its row', async () => {
		const output = await plan([web, api], pushEvent({ changedFiles: ['services/api/b.js'] }), {
			putResultInField: 'plan',
		});
		expect(output.map(({ json }) => json.service)).toEqual(['api']);
		expect(output[0]?.json).toMatchObject({
			depends_on: api.depends_on,
			plan: { ok: true, deploy: true, service: 'api' },
		});
	});

	it('puts there what is wrong with the catalog, and stops for what is wrong with the workflow', async () => {
		const event = pushEvent({ changedFiles: ['apps/web/a.js'] });
		const [item, ...others] = await plan([{ ...web, platform: '' }, api], event, { putResultInField: 'plan' });
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			service: 'web',
			plan: { ok: false, error: { message: expect.stringContaining('names no platform'), canRetry: false } },
		});
		await expect(plan([web, api], {}, { putResultInField: 'plan' })).rejects.toThrow('Event is not an event');
	});
});

describe('Service Catalog: Plan', () => {
	it('runs once for all rows and pairs each service with its row', async () => {
		const output = await plan([web, api], pushEvent({ changedFiles: ['apps/web/a.js', 'services/api/b.js'] }));
		expect(output).toHaveLength(2);
		expect(output[0]).toMatchObject({
			json: {
				nothing: false,
				touched: true,
				deploy: true,
				held: false,
				service: 'api',
				displayName: 'Web',
				environment: 'production',
				platform: 'fly',
				target: 'shop-api',
				repository: 'acme/shop',
				wave: 2,
				reasons: ['services/api/b.js matches services/api/**'],
				key: `acme/shop@refs/heads/main@${'1'.repeat(40)}@production@api@d3adbeef`,
				lockKey: 'fly/shop-api',
				ref: 'refs/heads/main',
				branch: 'main',
				sha: '1'.repeat(40),
				deliveryId: 'd3adbeef',
				healthUrl: 'https://shop.example/health',
				warnings: [],
			},
			pairedItem: [{ item: 1 }],
		});
		expect(output[1]).toMatchObject({
			json: { service: 'web', wave: 3, dependsOn: ['api'] },
			pairedItem: [{ item: 0 }],
		});
	});

	it('reads the event from an expression', async () => {
		const output = await run([web, api], { operation: 'plan', event: `={{ ${JSON.stringify(pushEvent())} }}` });
		expect(output.map(({ json }) => json.service)).toEqual(['web']);
	});

	it('deploys from a renamed repository whose id the row knows', async () => {
		const known = catalogRow({ repository_id: '7' });
		const [output] = await plan([known], pushEvent({ repository: { fullName: 'acme/storefront', id: 7 } }));
		expect(output?.json).toMatchObject({ deploy: true, repository: 'acme/storefront', repositoryId: '7' });
		const [unnamed] = await plan([known], pushEvent());
		expect(unnamed?.json).toMatchObject({ deploy: true, repositoryId: '7' });
	});

	it('returns a held service, not to be deployed', async () => {
		const held = catalogRow({ hold: true, hold_reason: 'rolled back by kim' });
		const [output] = await plan([held], pushEvent());
		expect(output?.json).toMatchObject({ touched: true, deploy: false, held: true, holdReason: 'rolled back by kim' });
	});

	it('says why there is nothing to do', async () => {
		const [output, ...others] = await plan([web, api], pushEvent({ changedFiles: ['README.md'] }));
		expect(others).toEqual([]);
		expect(output).toMatchObject({
			json: {
				nothing: true,
				touched: false,
				deploy: false,
				key: null,
				repository: 'acme/shop',
				sha: '1'.repeat(40),
				reasons: [
					'api production: none of the 1 changed file matches services/api/**',
					'web production: none of the 1 changed file matches apps/web/**',
				],
			},
		});
		const [elsewhere] = await plan([web, api], pushEvent({ repository: { fullName: 'acme/blog' } }));
		expect(elsewhere?.json).toMatchObject({
			nothing: true,
			unknownRepository: true,
			reasons: [
				'no row of the catalog deploys from acme/blog. Was it renamed or transferred? Rows deploy from acme/shop: correct their column repository, or give them repository_id',
			],
		});
		const [stranger] = await plan([web, api], pushEvent({ repository: { fullName: 'other/blog' } }));
		expect(stranger?.json).toMatchObject({
			unknownRepository: true,
			reasons: ['no row of the catalog deploys from other/blog'],
		});
		expect(output?.json.unknownRepository).toBe(false);
		const [deleted] = await plan([web, api], pushEvent({ sha: null }));
		expect(deleted?.json).toMatchObject({
			nothing: true,
			reasons: ['the event names no commit: the branch was deleted'],
		});
	});

	it('returns the untouched too when asked', async () => {
		const output = await plan([web, api], pushEvent(), { include: 'all' });
		expect(output.map(({ json }) => [json.service, json.touched, json.deploy])).toEqual([
			['api', false, false],
			['web', true, true],
		]);
	});

	it("warns of other rows' faults and of globs that match nothing", async () => {
		const broken = catalogRow({ service: 'docs', platform: '', paths: 'docs/**' });
		const [output] = await plan([web, api, broken], pushEvent(), {
			knownFiles: JSON.stringify(['apps/web/index.html', 'docs/a.md']),
		});
		expect(output?.json.warnings).toEqual([
			'row 3 (docs production), platform: the row names no platform',
			'row 2 (api production), paths: the glob "services/api/**" matches no file of acme/shop (2 files)',
		]);
	});

	it('deploys nothing when a row it would touch has an issue, and lists them', async () => {
		const { message, advice } = await failureOf(plan([catalogRow({ platform: '', target: '' }), api], pushEvent()));
		expect(message).toBe(
			'Nothing is deployed, since the catalog has issues in rows that this event touches: row 1 (web production), platform: the row names no platform; row 1 (web production), target: the row names no target',
		);
		expect(advice).toContain('Row 1, platform: Use one of netlify');
	});

	it.each<[string, IDataObject[], INodeParameters, string, string]>([
		['an empty catalog', [{}], { event: '{}' }, 'The service catalog is empty', '00 Setup'],
		[
			'what a table that could not be read hands on',
			[{ release_id: 'x', state: 'running' }],
			{ event: JSON.stringify(pushEvent()) },
			'Item 1 is not a row of the service catalog',
			'could not be read',
		],
		[
			'a stranger among the rows',
			[web, { error: 'database is locked' }],
			{ event: JSON.stringify(pushEvent()) },
			'Item 2 is not a row',
			'could not be read',
		],
		[
			'no event',
			[web],
			{ event: '{}' },
			'Event is not an event of the GitHub Deploy Trigger: it names no event and repository',
			'GitHub Deploy Trigger',
		],
		['a broken event', [web], { event: '{' }, 'Event is not JSON', 'Correct Event'],
		[
			'files that are none',
			[api, web],
			{ event: JSON.stringify(pushEvent()), knownFiles: '{"acme/shop": 3}' },
			'Known Files is not a list of paths',
			'leave it empty',
		],
	])('refuses %s', async (_what, rows, parameters, message, advice) => {
		const failure = await failureOf(run(rows, { operation: 'plan', ...parameters }));
		expect(failure.message).toContain(message);
		expect(failure.advice).toContain(advice);
	});

	it('goes on with an error item where the node is told to', async () => {
		const output = await run([{}], { operation: 'plan', event: '{}' }, true);
		expect(output).toMatchObject([{ json: { error: 'The service catalog is empty' }, pairedItem: [{ item: 0 }] }]);
	});
});

describe('Service Catalog: Validate', () => {
	it('returns every fault in one item', async () => {
		const output = await run([catalogRow({ platform: '' }), catalogRow({ wave: 'x' })], {
			operation: 'validate',
			onFaults: 'return',
		});
		expect(output).toHaveLength(1);
		expect(output[0]).toMatchObject({
			json: {
				valid: false,
				rows: 2,
				faults: [
					{ row: 1, service: 'web', environment: 'production', field: 'platform', fault: 'the row names no platform' },
					{ row: 1, field: 'service', fault: 'web in production is also in row 2' },
					{ row: 2, field: 'wave' },
					{ row: 2, field: 'service' },
				],
			},
			pairedItem: [{ item: 0 }, { item: 1 }],
		});
	});

	it('fails with all of them, unless told to return', async () => {
		const { message, advice } = await failureOf(
			run([catalogRow({ platform: '' })], { operation: 'validate', onFaults: 'fail' }),
		);
		expect(message).toBe(
			'The service catalog has 1 issue: row 1 (web production), platform: the row names no platform',
		);
		expect(advice).toContain('Use one of');
	});

	it('accepts good rows, and asks whose files a plain list is', async () => {
		const [good] = await run([web, api], { operation: 'validate', onFaults: 'fail' });
		expect(good?.json).toEqual({ valid: true, faults: [], rows: 2 });
		const blog = catalogRow({ service: 'blog', repository: 'acme/blog' });
		const { message, advice } = await failureOf(
			run([web, api, blog], { operation: 'validate', onFaults: 'fail', knownFiles: '["a"]' }),
		);
		expect(message).toBe('Known Files is one list, and the catalog names 2 repositories');
		expect(advice).toContain('a list for each repository');
	});
});

describe('Service Catalog: Get', () => {
	it('finds one row, whatever the case', async () => {
		const output = await run([web, api], { operation: 'get', service: 'API', environment: 'production' });
		expect(output).toMatchObject([
			{
				json: { service: 'api', platform: 'fly', target: 'shop-api', wave: 2, hold: false, warnings: [] },
				pairedItem: [{ item: 1 }],
			},
		]);
	});

	it.each<[string, string, string]>([
		['appi', 'production', 'Did you mean api?'],
		['web', 'staging', 'web has rows for production'],
		['payments', 'production', 'The catalog holds web (production), api (production)'],
	])('names near ones for %s in %s', async (service, environment, advice) => {
		const failure = await failureOf(run([web, api], { operation: 'get', service, environment }));
		expect(failure.message).toBe(`The catalog has no service "${service}" in ${environment}`);
		expect(failure.advice).toContain(advice);
	});

	it('gives a row that shares its target: a roll back by hand goes on', async () => {
		const output = await run([web, catalogRow({ service: 'shop', target: 'web' })], {
			operation: 'get',
			service: 'web',
			environment: 'production',
		});
		expect(output[0]?.json).toMatchObject({ target: 'web', lockKey: 'netlify/web' });
		expect(output[0]?.json.warnings).toHaveLength(2);
	});

	it('gives a row with a fault that a roll back does not mind, and no other', async () => {
		const [output] = await run([catalogRow({ wave: 'x' })], {
			operation: 'get',
			service: 'web',
			environment: 'production',
		});
		expect(output?.json.warnings).toHaveLength(1);
		const failure = await failureOf(
			run([web, catalogRow({ target: 'other' })], { operation: 'get', service: 'web', environment: 'production' }),
		);
		expect(failure.message).toContain(
			'does not say clearly what web in production is: row 1 (web production), service: web in production is also in row 2',
		);
		expect(failure.advice).toContain('one row per environment');
	});
});
