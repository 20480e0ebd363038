import type { IDataObject } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

/** The warnings about repositories. */
const ofGitHub = (warnings: unknown): unknown[] =>
	(Array.isArray(warnings) ? warnings : []).filter((warning) => String(warning).startsWith('candlefish-ai/'));

describeOnEngine('the set-up', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	const setUp = async (): Promise<IDataObject> => {
		const run = await engine.start('slipway00setup', {}, 'manual');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const [item] = run.data?.resultData.runData['Say what works and what is missing']?.at(-1)?.data?.main?.[0] ?? [];
		return item?.json ?? {};
	};

	it('finds every credential working, changes nothing the second time, and writes what GitHub Watch looks at', async () => {
		const rows = engine.tables.rows('slipway_services');
		expect(await setUp()).toMatchObject({
			ready: true,
			missing: [],
			credentials: {
				GitHub: 'works',
				'Upstash Redis': 'works',
				PagerDuty: 'works',
				Netlify: 'works',
				'Fly.io': 'works',
				AWS: 'works',
			},
		});
		expect(engine.tables.rows('slipway_services')).toEqual(rows);
		expect(engine.incidents()).toEqual([]);
		expect(await engine.redis('HGET', 'slipway:watch', 'candlefish-ai/candlefish')).toContain('staging');
	});

	it('names file and line of the workflows of GitHub Actions that deploy the same services', async () => {
		const steps = [
			'- uses: superfly/flyctl-actions/setup-flyctl@master',
			'- run: flyctl deploy --remote-only --app paintbox-api',
			'- run: aws ecs update-service --cluster candlefish --service gateway --force-new-deployment',
			'- run: npx netlify-cli deploy --prod',
		];
		const text = ['on: push', 'jobs:', '  ship:', '    steps:', ...steps.map((step) => `      ${step}`), ''].join('\n');
		await engine.commit('candlefish-ai/candlefish', { files: { '.github/workflows/ship.yml': text } });
		const { ready, warnings } = await setUp();
		expect(ready).toBe(true);
		const place = 'candlefish-ai/candlefish@main: .github/workflows/ship.yml, line';
		expect(ofGitHub(warnings)).toEqual([
			expect.stringContaining(
				`${place} 6 (flyctl deploy) deploys to Fly.io beside Slipway: paintbox-api/production. Remove that step`,
			),
			expect.stringContaining(
				`${place} 7 (aws ecs update-service) deploys to Amazon ECS beside Slipway: gateway/production.`,
			),
			expect.stringContaining(
				`${place} 8 (netlify-cli deploy --prod) deploys to Netlify beside Slipway: paintbox-frontend`,
			),
		]);
	});

	it('says which repository the token does not see', async () => {
		engine.tables.change('slipway_services', ({ service }) => service === 'gateway', {
			repository: 'candlefish-ai/none',
		});
		const { ready, missing, credentials } = await setUp();
		expect({ ready, credentials }).toMatchObject({ ready: false, credentials: { GitHub: 'works' } });
		expect(missing).toEqual([expect.stringMatching(/^The repository candlefish-ai\/none: .*404/)]);
	});

	it('says which row has a path where its platform tells no address', async () => {
		engine.tables.change('slipway_services', ({ service }) => service === 'gateway', { health_url: '/health' });
		const { warnings } = await setUp();
		expect(warnings).toContainEqual(
			expect.stringMatching(/gateway production\), health_url: "\/health" is only a path.*Enter the whole address/),
		);
	});

	it.each([
		['github', 'GitHub'],
		['netlify', 'Netlify'],
		['fly', 'Fly.io'],
		['aws', 'AWS'],
		['pagerduty', 'PagerDuty'],
		['upstash', 'Upstash Redis'],
		['neon', 'Neon'],
	])('goes on past %s, and says what is wrong with it', async (platform, name) => {
		engine.sandbox.addFault({ platform, kind: 'status', status: 401, times: 'always' });
		const report = await setUp();
		expect(report.ready).toBe(false);
		// Fly.io has two: production's, and that of previews.
		const names = platform === 'fly' ? [name, 'Fly.io previews'] : [name];
		expect(report.missing).toEqual(names.map((one) => expect.stringContaining(`The credential ${one}: `)));
	});
});

describeOnEngine('the daily check', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());
	const ids = () => engine.tables.rows('slipway_services').map(({ repository_id: id }) => id);
	const check = async () =>
		expect(await engine.start('slipway40daily', {}, 'trigger')).toMatchObject({ status: 'success' });

	it("notes GitHub's number of each repository once, and changes none that a person entered", async () => {
		engine.tables.change('slipway_services', ({ service }) => service === 'gateway', { repository_id: '4711' });
		const before = engine.tables.rows('slipway_services');
		await check();
		const noted = ids();
		expect(noted.filter((id) => id === '4711')).toHaveLength(1);
		expect(noted.every((id) => /^[1-9]\d*$/.test(String(id)))).toBe(true);
		const rest = (rows: typeof before) => rows.map((row) => ({ ...row, repository_id: '', updatedAt: '' }));
		expect(rest(engine.tables.rows('slipway_services'))).toEqual(rest(before));
		await check();
		expect(ids()).toEqual(noted);
	});

	it('goes on without GitHub, which is asked again the next day', async () => {
		const before = ids();
		engine.sandbox.addFault({ platform: 'github', kind: 'status', status: 502, times: 'always' });
		await check();
		expect(ids()).toEqual(before);
		expect(engine.incidents()).toEqual([]);
	});

	it('lets the set-up see a repository under its new name', async () => {
		await check();
		await engine.clouds.control('/github/rename', { repository: 'candlefish-ai/candlefish', name: 'monorepo' });
		const report = await engine.start('slipway00setup', {}, 'manual');
		const [item] = report.data?.resultData.runData['Say what works and what is missing']?.at(-1)?.data?.main?.[0] ?? [];
		expect(item?.json).toMatchObject({ ready: true });
		expect(ofGitHub(item?.json.warnings)).toEqual([
			expect.stringContaining('candlefish-ai/candlefish is called candlefish-ai/monorepo on GitHub now'),
		]);
	});
});
