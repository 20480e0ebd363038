import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fitBundle } from '../../nodes/SlipwayBundle/state/fitBundle';
import type { JsonRecord } from '../../tools/json';
import { PROJECT_FOLDER } from '../../tools/stack';
import { packageNames } from '../../tools/vendorPackages';
import { readBundle } from '../../tools/workflows/bundle';
import { createEngine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { CHAIN, type ReleaseWorld, releaseWorldOn } from './releaseWorld';

/**
 * The files as they are installed on the vendors' packages without Temporal's. The engine knows our nodes by the whole
 * package's name alone, so that is put back: what is tried here is what stands in the place of steps and workflows.
 */
async function fittedFiles(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'slipway-fitted-'));
	await cp(join(PROJECT_FOLDER, 'workflows'), folder, { recursive: true });
	const { bundle } = fitBundle(
		await readBundle(folder),
		packageNames.filter((name) => !name.endsWith('-temporal')),
	);
	for (const { file, content } of bundle.workflows) {
		const text = JSON.stringify(content).replace(/n8n-nodes-slipway-[a-z0-9-]+\./g, 'n8n-nodes-slipway.');
		await writeFile(join(folder, file), text);
	}
	return folder;
}

describeOnEngine('on packages that lack one platform', () => {
	let folder: string;
	let world: ReleaseWorld;
	beforeAll(async () => {
		folder = await fittedFiles();
		world = await releaseWorldOn(await createEngine(folder, { platformSpeed: 10 }));
		await world.renew();
		await world.calm();
	});
	afterAll(async () => {
		await world?.close();
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async () => expect(await world.leftovers()).toEqual([]));

	const said =
		'needs n8n-nodes-slipway-temporal, which this n8n does not have. Install n8n-nodes-slipway-temporal there';

	it('deploys on the others, and says once what blocks a service and those that wait for it', async () => {
		const [before] = Object.values(await world.commits());
		const commit = await world.push({ touches: CHAIN });
		await world.calm();
		expect(await world.commits(CHAIN)).toEqual({
			gateway: commit,
			'paintbox-api': before,
			'paintbox-frontend': before,
		});
		expect(world.ledger('gateway').at(-1)).toMatchObject({ state: 'live', verified: true, commit });
		expect(String(world.releases().at(-1)?.decisions)).toMatch(
			new RegExp(`paintbox-workers/production: blocked, platform: .*${said}`),
		);
		expect(String(world.releases().at(-1)?.decisions)).toMatch(
			/paintbox-api\/production: blocked, It waits for paintbox-workers\/production/,
		);
		expect(world.pages()).toEqual([expect.stringContaining(said)]);
	});

	it('goes on with those once the row is switched off and nothing waits for it', async () => {
		const change = (service: string, columns: JsonRecord): void =>
			world.engine.tables.change('slipway_services', (row) => row.service === service, columns);
		change('paintbox-workers', { enabled: false });
		change('paintbox-api', { depends_on: 'gateway' });
		const commit = await world.push({ touches: CHAIN });
		await world.calm();
		expect(new Set(Object.values(await world.commits(CHAIN)))).toEqual(new Set([commit]));
		expect(world.ledger('paintbox-workers')).toEqual([]);
		expect(world.pages()).toHaveLength(1);
	});
});
