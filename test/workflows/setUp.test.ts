import type { IDataObject } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

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

	it.each([
		['github', 'GitHub'],
		['netlify', 'Netlify'],
		['fly', 'Fly.io'],
		['aws', 'AWS'],
		['pagerduty', 'PagerDuty'],
		['upstash', 'Upstash Redis'],
	])('goes on past %s, and says what is wrong with it', async (platform, name) => {
		engine.sandbox.addFault({ platform, kind: 'status', status: 401, times: 'always' });
		const report = await setUp();
		expect(report.ready).toBe(false);
		expect(report.missing).toEqual([expect.stringContaining(`The credential ${name}: `)]);
	});
});
