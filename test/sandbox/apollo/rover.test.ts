import { type DocumentNode, Kind, parse, print } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { listAt, textAt, textsAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { createApolloPlatform } from '../../../sandbox/apollo/index';
import { APOLLO_KEY, APOLLO_USER_KEY, gatewaySchema } from '../../../sandbox/apollo/seed';
import { createManualClock } from '../../../sandbox/kernel/clock';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';

const path = resolve(__dirname, '../../../../shared/contracts/apollo/rover-operations.graphql');
const document: DocumentNode | undefined = existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
const withRover = document ? test : test.skip;

const clock = createManualClock();
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ clock, platforms: [createApolloPlatform] });
});
beforeEach(async () => await sandbox.reset());
afterAll(async () => await sandbox.close());

const place = { graph_id: 'candlefish', variant: 'production', subgraph: 'gateway' };
const git = { branch: 'main', commit: 'a'.repeat(40) };

/** Sends one of rover's documents as rover does. */
async function rover(name: string, variables: unknown, key = APOLLO_KEY): Promise<unknown> {
	const operation = document?.definitions.find(
		(definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name,
	);
	if (!operation) throw new Error(`Rover has no document ${name}`);
	const response = await fetch(`${sandbox.origin}/apollo/graphql`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-api-key': key, 'apollographql-client-name': 'rover-client' },
		body: JSON.stringify({ query: print(operation), variables, operationName: name }),
	});
	expect(response.status).toBe(200);
	return await response.json();
}

async function publish(sdl: string): Promise<unknown> {
	const variables = { ...place, url: null, revision: 'r2', schema: { sdl }, git_context: git };
	return valueAt(await rover('SubgraphPublishMutation', variables), 'data', 'graph', 'publishSubgraph');
}

async function fetchSdl(): Promise<string | null> {
	const variables = { graph_ref: 'candlefish@production', subgraph_name: 'gateway' };
	return textAt(
		await rover('SubgraphFetchQuery', variables),
		'data',
		'variant',
		'subgraph',
		'activePartialSchema',
		'sdl',
	);
}

withRover('whoami: the graph of its key, a user, nobody', async () => {
	expect(textAt(await rover('ConfigWhoAmIQuery', {}), 'data', 'me', 'title')).toBe('Candlefish');
	expect(textAt(await rover('ConfigWhoAmIQuery', {}, APOLLO_USER_KEY), 'data', 'me', 'asActor', 'type')).toBe('USER');
	expect(await rover('ConfigWhoAmIQuery', {}, 'service:candlefish:wrong')).toEqual({ data: { me: null } });
	expect(await rover('ConfigWhoAmIQuery', {}, 'rubbish')).toMatchObject({
		errors: [{ message: '406: Not Acceptable' }],
	});
});

withRover('publish: what composes updates the routers, the same again does nothing', async () => {
	const sdl = `${gatewaySchema}\ntype Offer { id: ID! }\n`;
	expect(await publish(sdl)).toMatchObject({
		errors: [],
		didUpdateGateway: true,
		serviceWasCreated: false,
		serviceWasUpdated: true,
		launchUrl: expect.stringContaining('/graph/candlefish/variant/production/launches/'),
	});
	expect(await fetchSdl()).toBe(sdl);
	expect(await publish(sdl)).toMatchObject({ didUpdateGateway: false, serviceWasUpdated: false, launchUrl: null });
});

withRover('publish: what does not compose is registered all the same, and no router has it', async () => {
	const sdl = gatewaySchema.replace('String!', 'Strin!');
	expect(await publish(sdl)).toMatchObject({
		compositionConfig: null,
		didUpdateGateway: false,
		errors: [{ code: 'INVALID_GRAPHQL', message: expect.stringContaining('Unknown type "Strin"') }],
	});
	expect(await fetchSdl()).toBe(sdl);
	const supergraph = await rover('SupergraphFetchQuery', { graph_id: 'candlefish', variant: 'production' });
	const core = ['data', 'graph', 'variant', 'latestApprovedLaunch', 'build', 'result', 'coreSchema', 'coreDocument'];
	expect(textAt(supergraph, ...core)).toContain('name: String!');
});

withRover('check: passes, breaks clients, does not compose', async () => {
	const ends: Array<string | null> = [];
	for (const sdl of [gatewaySchema, gatewaySchema.replace('  priceCents: Int!\n', ''), 'type Product {']) {
		const input = {
			graphRef: 'candlefish@production',
			subgraphName: 'gateway',
			proposedSchema: sdl,
			isSandbox: false,
			config: {},
			gitContext: git,
		};
		const asked = await rover('SubgraphCheckMutation', { graph_id: 'candlefish', name: 'production', input });
		const workflowId = textAt(asked, 'data', 'graph', 'variant', 'submitSubgraphCheckAsync', 'workflowID');
		const variables = { graphId: 'candlefish', workflowId };
		const status = async () => await rover('SubgraphCheckWorkflowStatusQuery', variables);
		expect(textAt(await status(), 'data', 'graph', 'checkWorkflow', 'status')).toBe('PENDING');
		clock.advance(5_000);
		const whole = await rover('SubgraphCheckWorkflowQuery', variables);
		expect(valueAt(whole, 'errors')).toBeUndefined();
		ends.push(textAt(whole, 'data', 'graph', 'checkWorkflow', 'status'));
	}
	expect(ends).toEqual(['PASSED', 'FAILED', 'FAILED']);
});

withRover('list, routing URL, variants, delete', async () => {
	const listed = await rover('SubgraphListQuery', { graph_id: 'candlefish', variant: 'production' });
	const names = listAt(listed, 'data', 'graph', 'variant', 'subgraphs').map((one) => textAt(one, 'name'));
	expect(names).toEqual(['gateway', 'billing']);
	const variables = { graph_ref: 'candlefish@production', subgraph_name: 'billing' };
	const routing = await rover('SubgraphRoutingUrlQuery', variables);
	expect(textAt(routing, 'data', 'variant', 'subgraph', 'url')).toBe('https://billing.candlefish.example/graphql');
	const variants = await rover('VariantListQuery', { graph_id: 'candlefish' });
	expect(
		textsAt({ names: listAt(variants, 'data', 'graph', 'variants').map((one) => textAt(one, 'name')) }, 'names'),
	).toEqual(['production', 'public', 'staging']);
	const removed = await rover('SubgraphDeleteMutation', { ...place, subgraph: 'billing', dry_run: false });
	expect(valueAt(removed, 'data', 'graph', 'removeImplementingServiceAndTriggerComposition')).toEqual({
		errors: [],
		updatedGateway: true,
	});
});

withRover('what it does not simulate it refuses in its own name', async () => {
	const answer = await rover('ListTagsByGraphQuery', { graphId: 'candlefish', first: 10 });
	expect(textAt(listAt(answer, 'errors')[0], 'message')).toMatch(/^The sandbox does not simulate/);
});
