import example from '../../../docs/catalog.example.json';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { assumedUse, monthlyExecutions } from '../../../nodes/deployment/catalog/monthlyExecutions';
import { setupReport, tableColumns } from '../../../nodes/deployment/catalog/setupReport';
import { readBundle } from '../../../tools/workflows/bundle';

const root = path.resolve(__dirname, '..', '..', '..');
const works = { ok: true, items: [] };
const all = {
	gitHub: works,
	netlify: works,
	fly: works,
	flyPreviews: works,
	neon: works,
	aws: works,
	apollo: works,
	temporal: works,
	pagerDuty: works,
	upstash: works,
	memory: { ok: true, result: '# Memory\r\nmaxmemory_policy:noeviction\r\n' },
};
const tables = [...tableColumns].map(([name, columns]) => ({
	name,
	columns: columns.map((column) => ({ name: column })),
}));

describe('the report of the set-up', () => {
	it('is ready when all is there', () => {
		expect(setupReport(all, tables, example)).toMatchObject({ ready: true, missing: [], warnings: [] });
	});

	it('asks only for what the catalog deploys to', () => {
		const rows = example.filter(({ platform }) => platform === 'netlify');
		const rest = { ...all, fly: undefined, aws: undefined };
		expect(Object.keys(setupReport(rest, tables, rows).credentials)).not.toContain('AWS');
		expect(setupReport(rest, tables, example).missing).toHaveLength(2);
	});

	it('needs Cloudflare for no row, and says so where it is there or fails', () => {
		expect(setupReport({ ...all, cloudflare: works }, tables, example)).toMatchObject({
			ready: true,
			warnings: [],
			credentials: { Cloudflare: 'works' },
		});
		const cloudflare = { ok: false, error: { message: 'Cloudflare answered 403' } };
		expect(setupReport({ ...all, cloudflare }, tables, example)).toMatchObject({
			ready: true,
			missing: [],
			warnings: ['The credential Cloudflare, which only workflow 33 (DNS failover) needs: Cloudflare answered 403'],
		});
		expect(setupReport(all, tables, example).credentials).not.toHaveProperty('Cloudflare');
	});

	it('needs Grafana where a row has a metric gate, else for the dashboards alone', () => {
		const grafana = { ok: false, error: { message: 'Grafana answered 401' } };
		expect(setupReport({ ...all, grafana }, tables, example)).toMatchObject({
			ready: true,
			warnings: ['The credential Grafana, which only workflow 36 (dashboards) needs: Grafana answered 401'],
		});
		const gated = example.map((row, place) => (place === 0 ? { ...row, gate_query: 'up > 0 for 60s' } : row));
		expect(setupReport({ ...all, grafana }, tables, gated)).toMatchObject({
			ready: false,
			missing: ['The credential Grafana: Grafana answered 401'],
			warnings: [],
		});
	});

	it('asks for the credentials of previews where the catalog has previews', () => {
		const rest = { ...all, flyPreviews: undefined, neon: { ok: false, error: { message: 'Neon answered 401' } } };
		expect(setupReport(rest, tables, example).missing).toEqual([
			'The credential Fly.io previews: was not tried',
			'The credential Neon: Neon answered 401',
		]);
		const rows = example.filter(({ environment }) => environment !== 'preview');
		expect(setupReport(rest, tables, rows)).toMatchObject({ ready: true, missing: [] });
	});

	it('says when a preview has production in its reach', () => {
		const app = (name: string, organization: string) => ({ name, organization });
		const fly = { ok: true, items: [app('paintbox-api', 'candlefish')] };
		const previews = { ok: true, items: [app('paintbox-api-pr-1-abcd', 'candlefish-previews')] };
		const warnings = (listed: object, rows: typeof example = example) =>
			setupReport({ ...all, fly, flyPreviews: listed }, tables, rows).warnings;
		expect(warnings(previews)).toEqual([]);
		expect(warnings({ ok: true, items: [...previews.items, ...fly.items] })).toEqual([
			expect.stringMatching(/^The credential Fly\.io previews works in the organization of paintbox-api\. /),
		]);
		const shared = example.map((row) => (row.preview_org === '' ? row : { ...row, preview_org: 'candlefish' }));
		expect(warnings(previews, shared)).toEqual([
			expect.stringMatching(/^The previews of paintbox-api are made in candlefish, which is production's/),
		]);
	});

	it('refuses a Redis that evicts, and says when Redis does not tell', () => {
		const memory = { ok: true, result: 'maxmemory_policy:allkeys-lru' };
		expect(setupReport({ ...all, memory }, tables, example)).toMatchObject({
			ready: false,
			missing: [expect.stringContaining('Redis evicts keys when it is full (allkeys-lru)')],
		});
		expect(setupReport({ ...all, memory: { ok: true, result: '# Server' } }, tables, example)).toMatchObject({
			ready: true,
			warnings: [expect.stringContaining('did not tell')],
		});
	});

	it('names the columns that an older table lacks', () => {
		const old = { name: 'slipway_deployments', columns: [{ name: 'service' }] };
		const [missing] = setupReport(all, [old], example).missing;
		expect(missing).toMatch(/^The table slipway_deployments lacks .*told_at/);
	});

	it('names sites that Netlify publishes by itself, unless they are locked', () => {
		const site = { name: 'paintbox', repository: 'candlefish-ai/candlefish', productionBranch: 'main' };
		const others = ['promoteros', 'crown-trophy'].map((name) => ({ name, locked: true }));
		const netlify = { ok: true, items: [site, { ...site, name: 'other' }, ...others] };
		expect(setupReport({ ...all, netlify }, tables, example).warnings).toEqual([
			expect.stringContaining('Netlify builds and publishes paintbox by itself'),
		]);
		const locked = { ok: true, items: [{ ...site, locked: true }, ...others] };
		expect(setupReport({ ...all, netlify: locked }, tables, example).warnings).toEqual([]);
	});

	it('names repositories that the token does not see, that are called otherwise, and whose workflows deploy', () => {
		const seen = { repository: 'acme/a', id: '7', isSeen: true, isCalled: 'Acme/A', reason: '' };
		const deployer = {
			repository: 'acme/a',
			branch: 'main',
			file: 'f.yml',
			line: 3,
			platform: 'fly',
			what: 'fly deploy',
		};
		const gitHub = {
			ok: true,
			repositories: [
				seen,
				{ ...seen, repository: 'acme/b', isCalled: 'acme/c' },
				{ repository: 'acme/d', id: '', isSeen: false, isCalled: '', reason: '404' },
			],
			deployers: [{ ...deployer, services: ['api/production', 'api/staging'] }],
		};
		const { missing, warnings } = setupReport({ ...all, gitHub }, tables, example);
		expect(missing).toEqual(['The repository acme/d: 404']);
		expect(warnings).toEqual([
			'acme/a@main: f.yml, line 3 (fly deploy) deploys to Fly.io beside Slipway: api/production, api/staging. Remove that step, or let it only build the image (flyctl deploy --build-only --push; docs/images.md)',
			expect.stringMatching(/^acme\/b is called acme\/c on GitHub now: repository_id, which must be 7, finds it/),
		]);
	});

	it('names sites that the token does not see, unless it sees more than it was asked for', () => {
		const items = ['promoteros', 'crown-trophy', 'paintbox-two'].map((name) => ({ id: `id-of-${name}`, name }));
		const missing = (sites: readonly object[], rows: typeof example = example) =>
			setupReport({ ...all, netlify: { ok: true, items: sites } }, tables, rows).missing;
		expect(missing(items)).toEqual([
			expect.stringMatching(/^The site paintbox of paintbox-frontend\/production: .*renamed, enter its new name/),
			expect.stringMatching(/^The site paintbox of paintbox-frontend\/staging: /),
			expect.stringMatching(/^The site paintbox of paintbox-frontend\/preview: /),
		]);
		const byId = example.map((row) => (row.target === 'paintbox' ? { ...row, target: 'id-of-paintbox-two' } : row));
		expect(missing(items, byId)).toEqual([]);
		expect(missing(Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, name: `s${index}` })))).toEqual([]);
	});

	it('knows the columns that the set-up makes', async () => {
		const { dataTables } = await readBundle(path.join(root, 'workflows'));
		for (const [name, columns] of dataTables) {
			expect([...(tableColumns.get(name) ?? [])].sort()).toEqual(columns.map((column) => column.name).sort());
		}
	});
});

describe('what a month costs', () => {
	it('is less than the smallest plan for the example, and stands in docs/costs.md line by line', () => {
		const counts = monthlyExecutions(example);
		const total = counts.reduce((sum, { count }) => sum + count, 0);
		const page = readFileSync(path.join(root, 'docs', 'costs.md'), 'utf8');
		expect(total).toBeLessThan(assumedUse.plan);
		for (const { cause, count, counted } of counts) expect(page).toContain(`| ${cause} | ${count} | ${counted} |`);
		expect(page).toContain(`| **together** | **${total}** |`);
	});

	it('counts previews and approvals where the catalog has them', () => {
		const count = (rows: ReadonlyArray<Readonly<Record<string, unknown>>>, cause: string) =>
			monthlyExecutions(rows).find((one) => one.cause.startsWith(cause))?.count;
		const without = example.filter(({ environment }) => environment !== 'preview');
		expect(['43, a pull', '43, the build', '08, a preview'].map((cause) => count(without, cause))).toEqual([0, 0, 0]);
		// 2 pull requests on 21 days, with 4 pushes and a close each; 4 builds of one image.
		expect(['43, a pull', '43, the build', '08, a preview'].map((cause) => count(example, cause))).toEqual([
			2 * 21 * 5,
			2 * 21 * 4,
			2 * 21,
		]);
		// A preview's image is none of a branch.
		expect(count(example, '01, the build')).toBe(count(without, '01, the build'));
		const asking = without.map((row, index) => ({ ...row, approval: index < 2 ? 'required' : '' }));
		expect(count(asking, '12')).toBe(2 * 21);
	});

	it('warns when a catalog costs more', () => {
		const rows = Array.from({ length: 40 }, (_, index) => ({
			...example[0],
			service: `s${index}`,
			target: `s${index}`,
			repository: `acme/r${index}`,
			depends_on: '',
		}));
		expect(setupReport(all, tables, rows).warnings).toEqual([expect.stringMatching(/executions a month: more than/)]);
	});
});
