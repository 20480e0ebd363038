import type { ServiceName } from '../../tools/deliver/scenario';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/*
 * Amazon ECS gives a service no address. A row that has only a path would be deployed, found sick, since nobody can
 * ask it, and rolled back: so it is an issue of the row, which is told before anything is done.
 */

const WORKERS = 'nanda-workers';
const OTHER = 'gateway';
const BOTH: readonly ServiceName[] = [WORKERS, OTHER];

describeOnEngine('a row on ECS whose address is only a path', () => {
	let world: ReleaseWorld;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: BOTH });
		await world.renew();
	});
	afterAll(async () => await world?.close());

	const setRow = (change: Record<string, unknown>): void =>
		world.engine.tables.change('slipway_services', ({ service }) => service === WORKERS, change);
	const summaries = () => world.engine.openIncidents().map(({ summary }) => String(summary));

	it('is blocked, and told what to enter; the other goes, and it does when it is mended', async () => {
		const good = await world.push({ touches: BOTH });
		await world.calm();
		const before = world.ledger(WORKERS).length;
		setRow({ health_url: '/health', version_url: '/version.json' });

		const head = await world.push({ touches: BOTH });
		await world.calm();
		expect(world.ledger(WORKERS)).toHaveLength(before);
		expect((await world.state(WORKERS)).commit).toBe(good);
		expect((await world.state(OTHER)).commit).toBe(head);
		const decisions = String(world.releases().findLast(({ branch }) => branch === 'main')?.decisions);
		const line = /^nanda-workers\/production: blocked, .*$/m.exec(decisions)?.[0];
		expect(line).toMatch(/health_url: "\/health" is only a path, and ecs gives a service no address\. Enter the whole/);
		expect(line).toContain('version_url: "/version.json" is only a path');
		expect(summaries()).toEqual([expect.stringContaining(WORKERS)]);

		const url = `${world.engine.sandbox.origin}/ecs/candlefish/nanda-workers`;
		setRow({ health_url: `${url}/health`, version_url: `${url}/version.json` });
		await world.push({ touches: [OTHER] });
		await world.calm();
		expect((await world.state(WORKERS)).commit).toBe(head);
		expect(summaries()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});
});
