import { effectiveWaves, rowKey } from '../../../nodes/deployment/catalog/catalogDependencies';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import example from '../../../docs/catalog.example.json';
import { catalogRow } from './catalogRows';

type Changes = Parameters<typeof catalogRow>[0];

function faultsOf(...rows: Changes[]) {
	return readServiceCatalog(rows.map((row) => catalogRow(row))).faults;
}

describe('a service catalog', () => {
	it('finds no fault in the example, which only enables what Netlify serves', () => {
		const { rows, faults } = readServiceCatalog(example);
		expect(faults).toEqual([]);
		expect(rows).toHaveLength(6);
		expect(rows.filter(({ enabled }) => enabled).map(({ platform }) => platform)).toEqual(['netlify', 'netlify', 'netlify']);
	});

	it('reads a row', () => {
		const { rows, faults } = readServiceCatalog([
			catalogRow({
				branch: 'main, release/*',
				paths: 'apps/web/**\napps/{a,b}/*.css,',
				repository: 'https://github.com/acme/shop.git',
				wave: '2',
				enabled: 'TRUE',
				display_name: null,
			}),
		]);
		expect(faults).toEqual([]);
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
		[{ platform: '' }, 'platform', 'the row names no platform', 'netlify, fly, ecs, graphos, temporal'],
		[{ platform: 'netlfy' }, 'platform', '"netlfy" is no platform that is known', 'Did you mean netlify?'],
		[{ target: null }, 'target', 'the row names no target', 'the site, the app'],
		[{ platform: 'ecs', target: 'workers' }, 'target', '"workers" is not cluster/service', 'the cluster and the service'],
		[{ service: '' }, 'service', 'the row names no service', 'paintbox-frontend'],
		[{ service: 'the web' }, 'service', '"the web" is not a name', 'Use letters'],
		[{ environment: '' }, 'environment', 'the row names no environment', 'production'],
		[{ repository: '' }, 'repository', 'the row names no repository', 'owner/name'],
		[{ repository: 'shop' }, 'repository', '"shop" is no repository', 'owner/name'],
		[{ branch: ' ' }, 'branch', 'the row names no branch', 'main'],
		[{ branch: '!main' }, 'branch', '"!main" only takes back, and there is nothing before it to take from', 'write \\!'],
		[{ exclude_paths: '!docs/**' }, 'exclude_paths', '"!docs/**" only takes back, and there is nothing before it to take from', 'first'],
		[{ paths: '../web/**' }, 'paths', 'the glob "../web/**" leaves the repository with ".."', 'root of the repository'],
		[{ exclude_paths: 'a'.repeat(301) }, 'exclude_paths', 'a glob has 301 characters, and 300 are read', 'Separate'],
		[{ repository_id: 'shop' }, 'repository_id', '"shop" is not the number of a repository', 'gh api'],
		[{ context: 'staging' }, 'context', '"staging" is not a context of Netlify', 'branch: and'],
		[{ platform: 'fly', context: 'production' }, 'context', 'only a row of netlify has a context', 'empty'],
		[{ wave: 'first' }, 'wave', 'the wave "first" is not a whole number from 0 to 1000', '1 for schemas'],
		[{ wave: 1.5 }, 'wave', 'the wave "1.5" is not a whole number from 0 to 1000', '1 for schemas'],
		[{ health_url: 'shop.example' }, 'health_url', 'health_url is not an http or https address', 'https://'],
		[{ version_url: 'ftp://shop.example' }, 'version_url', 'version_url is not an http or https address', 'https://'],
		[{ health_url: 'https://me:hunter22@shop.example' }, 'health_url', 'health_url carries a user name or password', 'Take it out'],
		[{ enabled: 'maybe' }, 'enabled', 'enabled is neither true nor false: "maybe"', 'Give true or false'],
		[{ depends_on: 'api' }, 'depends_on', 'there is no service "api" in production', 'Add its row'],
		[{ depends_on: 'web' }, 'depends_on', 'its dependencies go in a circle: web -> web', 'Remove one'],
	])('says what is wrong with %j', (row, field, fault, advice) => {
		const faults = faultsOf(row);
		expect(faults).toMatchObject([{ row: 1, field, fault }]);
		expect(faults[0]?.advice).toContain(advice);
		expect(JSON.stringify(faults)).not.toContain('hunter22');
	});

	it.each(['apps/[a', 'apps/{a', 'apps/(a'])('refuses the unclosed glob %s', (paths) => {
		expect(faultsOf({ paths })).toMatchObject([{ field: 'paths', fault: expect.stringContaining('without its partner') }]);
	});

	it('lists every fault of every row, by row', () => {
		const faults = faultsOf(
			{ service: 'web', platform: '', wave: 'x' },
			{ service: 'api', target: '' },
			{ service: 'Web' },
		);
		expect(faults.map(({ row, field }) => `${row} ${field}`)).toEqual(['1 platform', '1 wave', '1 service', '2 target', '3 service']);
		expect(faults[2]?.fault).toBe('web in production is also in row 3');
	});

	it('takes one service in two environments, and looks for dependencies in the same one', () => {
		expect(
			faultsOf(
				{ service: 'web', depends_on: 'api' },
				{ service: 'web', environment: 'staging', target: 'web-staging', depends_on: 'api' },
				{ service: 'api', wave: 2 },
			),
		).toMatchObject([{ row: 2, fault: 'there is no service "api" in staging' }]);
	});

	it.each<[string, Changes, Changes, boolean]>([
		['two services', { service: 'web' }, { service: 'shop', target: 'web' }, true],
		['two environments', {}, { environment: 'staging' }, true],
		['the address and the name of one site', {}, { service: 'shop', target: 'https://Web.netlify.app/' }, true],
		['two services at Fly.io', { platform: 'fly' }, { platform: 'fly', service: 'shop', target: 'Web' }, true],
		['two services at ECS', { platform: 'ecs', target: 'a/b' }, { platform: 'ecs', service: 'shop', target: 'a/b' }, true],
		['one name at two platforms', {}, { platform: 'fly', service: 'shop', target: 'web' }, false],
		['other capitals at ECS', { platform: 'ecs', target: 'a/b' }, { platform: 'ecs', service: 'shop', target: 'a/B' }, false],
		['a preview', {}, { environment: 'preview' }, false],
		['a branch of the site', {}, { environment: 'staging', context: 'branch:staging' }, false],
		['two branches of the site', { context: 'branch:next' }, { environment: 'staging', context: 'branch:staging' }, false],
		['one branch of the site twice', { context: 'branch:next' }, { environment: 'staging', context: 'branch:next' }, true],
		['one that is switched off', {}, { service: 'shop', target: 'web', enabled: false }, false],
		['subgraphs of one graph', { platform: 'graphos', target: 'g@main' }, { platform: 'graphos', service: 'shop', target: 'g@main' }, false],
	])('says that one target is used twice: %s', (_what, one, other, isFault) => {
		const faults = faultsOf(one, other);
		expect(faults.map(({ row, field }) => `${row} ${field}`)).toEqual(isFault ? ['1 context', '2 context'] : []);
		if (isFault) expect(faults[0]?.fault).toContain('is also what row 2 deploys to');
	});

	it('finds dependencies in a later wave and in a circle', () => {
		const faults = faultsOf(
			{ service: 'a', depends_on: 'b', wave: 1 },
			{ service: 'b', depends_on: 'c', wave: 2 },
			{ service: 'c', depends_on: 'b', wave: 2 },
			{ service: 'd', depends_on: 'aa', wave: 2 },
		);
		expect(faults.map(({ row, fault }) => `${row}: ${fault}`)).toEqual([
			'1: it depends on b, which is in the later wave 2',
			'2: its dependencies go in a circle: b -> c -> b',
			'3: its dependencies go in a circle: c -> b -> c',
			'4: there is no service "aa" in production',
		]);
		expect(faults[3]?.advice).toBe('Did you mean a?');
	});

	it('says which glob matches none of the known files', () => {
		const files = new Map([['acme/shop', ['apps/web/index.html', 'README.md']]]);
		const row = catalogRow({ repository: 'Acme/Shop', paths: 'apps/web/**, apps/wbe/**', exclude_paths: 'docs/**' });
		expect(readServiceCatalog([row], files).faults).toMatchObject([
			{ field: 'paths', fault: 'the glob "apps/wbe/**" matches no file of Acme/Shop (2 files)' },
		]);
		expect(readServiceCatalog([catalogRow({ exclude_paths: '**' })], files).faults).toMatchObject([
			{ field: 'exclude_paths', fault: 'the excluded paths leave no file of acme/shop (2 files)' },
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
					depends_on: Array.from({ length: index }, (_unused, other) => `s${other}`).filter(() => random(3) === 0).join(','),
				}),
			).sort(() => random(3) - 1);
			const catalog = readServiceCatalog(rows);
			const waves = effectiveWaves(catalog.rows);
			for (const row of catalog.rows) {
				const wave = waves.get(rowKey(row.service, row.environment)) ?? NaN;
				const least = row.dependsOn.map((service) => (waves.get(rowKey(service, row.environment)) ?? NaN) + 1);
				expect(wave).toBe(Math.max(row.wave, ...least));
			}
			expect(catalog.faults.filter(({ fault }) => fault.includes('circle'))).toEqual([]);
		}
	});
});
