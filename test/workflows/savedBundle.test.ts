import { readdirSync } from 'node:fs';
import path from 'node:path';

import { type INodeTypeDescription, NodeHelpers } from 'n8n-workflow';

import { type Bundle, readBundle } from '../../tools/workflows/bundle';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type BundleNode, isOurs, nodesOf, ourDescriptions, unknownKeys } from './bundleNodes';

/*
 * Workflows live in somebody's n8n for years, and a package is updated under them. So the bundle as it was
 * on a day is kept, and has to run as it did with the nodes of today.
 */

const saved = path.resolve(__dirname, 'saved');
const CROWN = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';

describe.each(readdirSync(saved))('the bundle of %s', (day) => {
	const folder = path.join(saved, day);
	let bundle: Bundle;
	let descriptions: Map<string, INodeTypeDescription>;
	beforeAll(async () => {
		bundle = await readBundle(folder);
		descriptions = ourDescriptions();
	});

	const steps = (): Array<BundleNode & { readonly where: string }> =>
		bundle.workflows.flatMap((workflow) =>
			nodesOf(workflow)
				.filter(({ type }) => isOurs(type))
				.map((node) => ({ ...node, where: `${workflow.file} "${node.name}"` })),
		);

	it('finds every node type in the version it was saved with', () => {
		expect(steps().length).toBeGreaterThan(20);
		const missing = steps().filter(
			({ type, typeVersion }) => ![descriptions.get(type)?.version].flat().includes(typeVersion),
		);
		expect(missing.map(({ where }) => where)).toEqual([]);
	});

	it('finds every resource, operation and parameter, with the value it was saved with', () => {
		const faults = steps().flatMap(({ where, ...node }) => {
			const type = descriptions.get(node.type);
			if (!type) return [where];
			const known = NodeHelpers.getNodeParameters(type.properties, node.parameters, true, false, node, type);
			const unknown = unknownKeys(node.parameters, known).map((key) => `${where} ${key}`);
			const issues = NodeHelpers.getNodeParametersIssues(type.properties, { ...node, parameters: known ?? {} }, type);
			return [
				...unknown,
				...Object.keys(issues?.parameters ?? {}).map((key) => `${where} ${key}: not a value it takes`),
			];
		});
		expect(faults).toEqual([]);
	});
});

describeOnEngine('a bundle that was kept', () => {
	describe.each(readdirSync(saved))('of %s runs to its old ends:', (day) => {
		let engine: Engine;
		beforeAll(async () => {
			engine = await createEngine(path.join(saved, day));
		});
		afterAll(async () => await engine?.close());
		beforeEach(async () => await engine.reset());

		it('a good push is live, recorded and told of nobody', async () => {
			const { deliveryId, sha, run } = await engine.push(CROWN);
			expect(run).toMatchObject({ status: 'success' });
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha, pageStatus: 200 });
			expect(engine.deploymentsOf(deliveryId)).toMatchObject([
				{ kind: 'deploy', state: 'live', verified: true, commit: sha },
			]);
			expect(engine.releaseOf(deliveryId)).toMatchObject({ state: 'live' });
			expect((await engine.clouds.deployments(CROWN)).find((deployment) => deployment.commit === sha)?.state).toBe(
				'success',
			);
			expect(engine.incidents()).toEqual([]);
			expect(await engine.locks()).toEqual([]);
		});

		it('a sick one is rolled back, with one page', async () => {
			const { sha } = await engine.push(CROWN);
			const { deliveryId } = await engine.push(CROWN, { scenario: 'failing-health' });
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha, pageStatus: 200 });
			expect(engine.deploymentsOf(deliveryId)).toMatchObject([
				{ kind: 'rollback', state: 'live' },
				{ kind: 'deploy', state: 'rolledBack' },
			]);
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: `slipway/${SERVICE}/production`, pageCount: 1 }]);
			expect(await engine.locks()).toEqual([]);
		});

		it('a person rolls back, and the service is held', async () => {
			const { sha } = await engine.push(CROWN);
			await engine.push(CROWN);
			let run = await beginForm(engine, 'slipway05manual', {
				action: 'Roll back a service',
				reason: 'The checkout is slow',
			});
			run = await sendPage(engine, run, [`${SERVICE} / production`]);
			const choices = (await openPage(engine, run)).fields.get('Go back to') ?? [];
			const choice = choices.find((option) => option.startsWith(sha.slice(0, 7)));
			run = await sendPage(engine, run, [JSON.stringify([choice]), SERVICE]);
			expect((await openPage(engine, run)).data.title).toBe('Rolled back');
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha });
			expect(engine.tables.rows('slipway_services').find(({ service }) => service === SERVICE)).toMatchObject({
				hold: true,
			});
		});
	});
});
