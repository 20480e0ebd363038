import { effectiveWaves, rowKey } from '../../../nodes/deployment/catalog/catalogDependencies';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import example from '../../../docs/catalog.example.json';
import { catalogRow } from './catalogRows';

type Changes = Parameters<typeof catalogRow>[0];

function issuesOf(...rows: Changes[]) {
	return readServiceCatalog(rows.map((row) => catalogRow(row))).issues;
}

describe('a service catalog', () => {
	it('finds no issue in the example, all of which is enabled, on five platforms', () => {
		const { rows, issues } = readServiceCatalog(example);
		expect(issues).toEqual([]);
		expect(rows.filter(({ enabled }) => !enabled)).toEqual([]);
		expect(new Set(rows.map(({ platform }) => platform))).toEqual(
			new Set(['netlify', 'fly', 'ecs', 'graphos', 'temporal']),
		);
		const waves = effectiveWaves(rows);
		const order = ['gateway-schema', 'gateway', 'paintbox-workers', 'paintbox-api', 'paintbox-frontend'];
		expect(order.map((service) => waves.get(rowKey(service, 'production')))).toEqual([1, 2, 2, 3, 4]);
	});

	it('reads a row', () => {
		const { rows, issues } = readServiceCatalog([
			catalogRow({
				branch: 'main, release/*',
				paths: 'apps/web/**\napps/{a,b}/*.css,',
				repository: 'https://github.com/acme/shop.git',
				wave: '2',
				enabled: 'TRUE',
				display_name: null,
			}),
		]);
		expect(issues).toEqual([]);
		expect(rows[0]).toMatchObject({
			displayName: 'web',
			branches: ['main', 'release/*'],
			paths: { include: ['apps/web/**', 'apps/{a,b}/*.css'], exclude: [] },
			repository: 'acme/shop',
			wave: 2,
			enabled: true,
			hold: false,
			holdReason: '',
		});
	});

	it.each<[Changes, string, string, string]>([
		[
			{ platform: 'graphos', target: 'g@main', schema: 'a.graphql' },
			'target',
			'"g@main" is not graph@variant/subgraph',
			'candlefish@production/gateway',
		],
		[
			{ platform: 'graphos', target: 'g@main/a' },
			'schema',
			'the row names no schema',
			'services/gateway/schema.graphql',
		],
		[
			{ platform: 'graphos', target: 'g@main/a', schema: '../a.graphql' },
			'schema',
			'"../a.graphql" is not the path of a file in the repository',
			'Enter one file',
		],
		[{ schema: 'a.graphql' }, 'schema', 'only a row of graphos has a schema', 'Leave it empty'],
		[{ platform: '' }, 'platform', 'the row names no platform', 'netlify, fly, ecs, graphos, temporal'],
		[{ platform: 'netlfy' }, 'platform', '"netlfy" is not a known platform', 'Did you mean netlify?'],
		[{ target: null }, 'target', 'the row names no target', 'the site, the app'],
		[
			{ platform: 'ecs', target: 'workers' },
			'target',
			'"workers" is not cluster/service',
			'the cluster and the service',
		],
		[{ service: '' }, 'service', 'the row names no service', 'paintbox-frontend'],
		[{ service: 'the web' }, 'service', '"the web" is not a name', 'Use letters'],
		[{ environment: '' }, 'environment', 'the row names no environment', 'production'],
		[{ repository: '' }, 'repository', 'the row names no repository', 'owner/name'],
		[{ repository: 'shop' }, 'repository', '"shop" is not a repository', 'owner/name'],
		[{ branch: ' ' }, 'branch', 'the row names no branch', 'main'],
		[
			{ branch: '!main' },
			'branch',
			'"!main" only takes back, and there is nothing before it to take from',
			'write \\!',
		],
		[
			{ exclude_paths: '!docs/**' },
			'exclude_paths',
			'"!docs/**" only takes back, and there is nothing before it to take from',
			'first',
		],
		[{ paths: '../web/**' }, 'paths', 'the glob "../web/**" leaves the repository with ".."', 'root of the repository'],
		[{ exclude_paths: 'a'.repeat(301) }, 'exclude_paths', 'a glob has 301 characters, and 300 are read', 'Separate'],
		[{ repository_id: 'shop' }, 'repository_id', '"shop" is not the number of a repository', 'gh api'],
		[{ context: 'staging' }, 'context', '"staging" is not a context of Netlify', 'branch: followed'],
		[{ platform: 'fly', context: 'production' }, 'context', 'only a row of netlify has a context', 'empty'],
		[{ wave: 'first' }, 'wave', 'the wave "first" is not a whole number from 0 to 1000', '1 for schemas'],
		[{ wave: 1.5 }, 'wave', 'the wave "1.5" is not a whole number from 0 to 1000', '1 for schemas'],
		[{ health_url: 'shop.example' }, 'health_url', 'health_url is not an http or https address', 'https://'],
		[{ version_url: 'ftp://shop.example' }, 'version_url', 'version_url is not an http or https address', 'https://'],
		[
			{ health_url: 'https://me:hunter22@shop.example' },
			'health_url',
			'health_url carries a user name or password',
			'Remove it',
		],
		[
			{ platform: 'ecs', target: 'shop/web', health_url: '/health', version_url: 'https://shop.example/version.json' },
			'health_url',
			'"/health" is only a path, and ecs gives a service no address',
			'such as https://api.example.com/health',
		],
		[
			{ platform: 'ecs', target: 'shop/web', version_url: '/version.json' },
			'version_url',
			'"/version.json" is only a path, and ecs gives a service no address',
			'Enter the whole address',
		],
		[
			{ platform: 'ecs', target: 'shop/web', health_url: '', version_url: 'https://shop.example/version.json' },
			'health_url',
			'ecs gives a service no address, and the row has one only in version_url',
			'it may be the same one',
		],
		[{ enabled: 'maybe' }, 'enabled', 'enabled is neither true nor false: "maybe"', 'Use true or false'],
		[{ depends_on: 'api' }, 'depends_on', 'there is no service "api" in production', 'Add its row'],
		[{ depends_on: 'web' }, 'depends_on', 'its dependencies go in a circle: web -> web', 'Remove one'],
	])('says what is wrong with %j', (row, field, message, advice) => {
		const issues = issuesOf(row);
		expect(issues).toMatchObject([{ row: 1, field, message }]);
		expect(issues[0]?.advice).toContain(advice);
		expect(JSON.stringify(issues)).not.toContain('hunter22');
	});

	it.each<Changes>([
		{ platform: 'netlify', health_url: '/health', version_url: '/version.json' },
		{ platform: 'netlify', health_url: '', version_url: '/version.json' },
		{ platform: 'fly', health_url: '/health', version_url: '/version.json' },
		{ platform: 'ecs', target: 'shop/web', health_url: '', version_url: '' },
		{ platform: 'ecs', target: 'shop/web', version_url: 'https://shop.example/version.json' },
	])('takes a path where the platform tells an address, and none at all: %j', (row) => {
		expect(issuesOf(row)).toEqual([]);
	});

	it.each(['apps/[a', 'apps/{a', 'apps/(a'])('refuses the unclosed glob %s', (paths) => {
		expect(issuesOf({ paths })).toMatchObject([
			{ field: 'paths', message: expect.stringContaining('without its partner') },
		]);
	});

	it('lists every issue of every row, by row', () => {
		const issues = issuesOf(
			{ service: 'web', platform: '', wave: 'x' },
			{ service: 'api', target: '' },
			{ service: 'Web' },
		);
		expect(issues.map(({ row, field }) => `${row} ${field}`)).toEqual([
			'1 platform',
			'1 wave',
			'1 service',
			'2 target',
			'3 service',
		]);
		expect(issues[2]?.message).toBe('web in production is also in row 3');
	});

	it('takes one service in two environments, and looks for dependencies in the same one', () => {
		expect(
			issuesOf(
				{ service: 'web', depends_on: 'api' },
				{ service: 'web', environment: 'staging', target: 'web-staging', depends_on: 'api' },
				{ service: 'api', wave: 2 },
			),
		).toMatchObject([{ row: 2, message: 'there is no service "api" in staging' }]);
	});

	it.each<[string, Changes, Changes, boolean]>([
		['two services', { service: 'web' }, { service: 'shop', target: 'web' }, true],
		['two environments', {}, { environment: 'staging' }, true],
		['the address and the name of one site', {}, { service: 'shop', target: 'https://Web.netlify.app/' }, true],
		['two services at Fly.io', { platform: 'fly' }, { platform: 'fly', service: 'shop', target: 'Web' }, true],
		[
			'two services at ECS',
			{ platform: 'ecs', target: 'a/b' },
			{ platform: 'ecs', service: 'shop', target: 'a/b' },
			true,
		],
		['one name at two platforms', {}, { platform: 'fly', service: 'shop', target: 'web' }, false],
		[
			'other capitals at ECS',
			{ platform: 'ecs', target: 'a/b' },
			{ platform: 'ecs', service: 'shop', target: 'a/B' },
			false,
		],
		['a preview', {}, { environment: 'preview' }, false],
		['a branch of the site', {}, { environment: 'staging', context: 'branch:staging' }, false],
		[
			'two branches of the site',
			{ context: 'branch:next' },
			{ environment: 'staging', context: 'branch:staging' },
			false,
		],
		[
			'one branch of the site twice',
			{ context: 'branch:next' },
			{ environment: 'staging', context: 'branch:next' },
			true,
		],
		['one that is switched off', {}, { service: 'shop', target: 'web', enabled: false }, false],
		[
			'subgraphs of one graph',
			{ platform: 'graphos', target: 'g@main/web', schema: 'web.graphql' },
			{ platform: 'graphos', service: 'shop', target: 'g@main/shop', schema: 'shop.graphql' },
			false,
		],
		[
			'one subgraph of a graph',
			{ platform: 'graphos', target: 'g@main/web', schema: 'web.graphql' },
			{ platform: 'graphos', service: 'shop', target: 'g@main/web', schema: 'shop.graphql' },
			true,
		],
	])('says that one target is used twice: %s', (_what, one, other, isIssue) => {
		const issues = issuesOf(one, other);
		expect(issues.map(({ row, field }) => `${row} ${field}`)).toEqual(isIssue ? ['1 context', '2 context'] : []);
		if (isIssue) expect(issues[0]?.message).toContain('is also what row 2 deploys to');
	});

	it('finds dependencies in a later wave and in a circle', () => {
		const issues = issuesOf(
			{ service: 'a', depends_on: 'b', wave: 1 },
			{ service: 'b', depends_on: 'c', wave: 2 },
			{ service: 'c', depends_on: 'b', wave: 2 },
			{ service: 'd', depends_on: 'aa', wave: 2 },
		);
		expect(issues.map(({ row, message }) => `${row}: ${message}`)).toEqual([
			'1: it depends on b, which is in the later wave 2',
			'2: its dependencies go in a circle: b -> c -> b',
			'3: its dependencies go in a circle: c -> b -> c',
			'4: there is no service "aa" in production',
		]);
		expect(issues[3]?.advice).toBe('Did you mean a?');
	});

	it('says which glob matches none of the known files', () => {
		const files = new Map([['acme/shop', ['apps/web/index.html', 'README.md']]]);
		const row = catalogRow({ repository: 'Acme/Shop', paths: 'apps/web/**, apps/wbe/**', exclude_paths: 'docs/**' });
		expect(readServiceCatalog([row], files).issues).toMatchObject([
			{ field: 'paths', message: 'the glob "apps/wbe/**" matches no file of Acme/Shop (2 files)' },
		]);
		expect(readServiceCatalog([catalogRow({ exclude_paths: '**' })], files).issues).toMatchObject([
			{ field: 'exclude_paths', message: 'the excluded paths leave no file of acme/shop (2 files)' },
		]);
	});

	it('puts every service after all it depends on, in 300 random catalogs', () => {
		let state = 11;
		const random = (below: number): number => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		for (let count = 0; count < 300; count++) {
			// A service depends on earlier ones only, so there is no circle; then all are shuffled.
			const rows = Array.from({ length: 1 + random(12) }, (_, index) =>
				catalogRow({
					service: `s${index}`,
					wave: random(4),
					depends_on: Array.from({ length: index }, (_unused, other) => `s${other}`)
						.filter(() => random(3) === 0)
						.join(','),
				}),
			).sort(() => random(3) - 1);
			const catalog = readServiceCatalog(rows);
			const waves = effectiveWaves(catalog.rows);
			for (const row of catalog.rows) {
				const wave = waves.get(rowKey(row.service, row.environment)) ?? NaN;
				const least = row.dependsOn.map((service) => (waves.get(rowKey(service, row.environment)) ?? NaN) + 1);
				expect(wave).toBe(Math.max(row.wave, ...least));
			}
			expect(catalog.issues.filter(({ message }) => message.includes('circle'))).toEqual([]);
		}
	});
});
