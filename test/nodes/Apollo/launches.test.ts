import { APOLLO_USER_KEY } from '../../../sandbox/apollo/seed';
import { useManualClock } from '../../n8n/sandboxClock';
import { ApolloDriver, brokenSchema, byId, named, nextSchema, reference, target } from './apolloDriver';

const clock = useManualClock();
let apollo: ApolloDriver;
beforeAll(async () => {
	apollo = await ApolloDriver.start(clock);
});
beforeEach(async () => await apollo.sandbox.reset());
afterAll(async () => {
	expect(apollo.violations()).toEqual([]);
	await apollo.sandbox.close();
});

const launch = async (more: Parameters<ApolloDriver['items']>[0]) =>
	await apollo.items({ resource: 'launch', ...more });

it('lists launches as they are, and the schemas of a subgraph', async () => {
	const { deploymentId } = await apollo.live();
	await apollo.publish(brokenSchema, { checkFirst: false, putResultInField: 'published' });
	const good = await apollo.publish();
	await apollo.colleague();
	await apollo.colleague();
	const all = await launch({ operation: 'getMany', variant: named(reference), returnAll: true });
	expect(all.map(({ state, changes }) => `${String(state)} ${String(changes)}`)).toEqual([
		'building billing',
		'superseded billing',
		'live gateway',
		'ready gateway',
		'failed gateway',
		'ready gateway,billing',
	]);
	expect(await launch({ operation: 'getMany', variant: named(reference), limit: 2 })).toHaveLength(2);
	const schemas = await launch({ operation: 'getMany', variant: named(target), limit: 10 });
	expect(schemas.map(({ id, live, state }) => [id, live, state])).toEqual([
		[good.id, true, 'live'],
		[deploymentId, false, 'ready'],
	]);
});

it('gets a launch with the errors of its build, and its contract variants', async () => {
	await apollo.publish(brokenSchema, { checkFirst: false, ifLaunchFails: 'leave', putResultInField: 'published' });
	const [bad] = await launch({ operation: 'getMany', variant: named(reference), limit: 1 });
	const [got] = await launch({ operation: 'get', variant: named(reference), launch: byId(String(bad?.id)) });
	expect(got).toMatchObject({
		state: 'failed',
		errors: [{ code: 'INVALID_GRAPHQL', locations: [{ line: 8, column: 3 }] }],
		contractLaunches: [],
	});
	await apollo.run({
		operation: 'rollBack',
		badLaunch: String(bad?.id),
		launch: byId(''),
		waitForCompletion: true,
		timeoutSeconds: 60,
	});
	const good = await apollo.publish();
	const [whole] = await launch({ operation: 'get', variant: named(reference), launch: byId(String(good.id)) });
	expect(whole).toMatchObject({ state: 'live', contractLaunches: [{ variant: 'public', status: 'LAUNCH_COMPLETED' }] });
	await expect(launch({ operation: 'get', variant: named(reference), launch: byId('nope') })).rejects.toThrow(
		'candlefish@production has no launch nope',
	);
});

it('waits for a launch alone, and sees it superseded', async () => {
	const id = await apollo.colleague();
	const waitOf = (launchId: string) => ({
		operation: 'wait',
		variant: named(reference),
		launch: byId(launchId),
		timeoutSeconds: 60,
	});
	expect(await launch(waitOf(id))).toMatchObject([{ id, state: 'live', verified: true }]);
	const first = await apollo.colleague();
	await apollo.colleague();
	await expect(launch(waitOf(first))).rejects.toThrow(/launch \S+ superseded it/);
});

it('checks a schema without publishing it', async () => {
	const checkOf = (schema: string) => ({ operation: 'check', schema, timeoutSeconds: 60 });
	expect(await apollo.run(checkOf(nextSchema))).toMatchObject({ passed: true, reason: '', checkedOperations: 12 });
	const returned = await apollo.run({ ...checkOf(brokenSchema), onBadEnd: 'return' });
	expect(returned).toMatchObject({ passed: false, ok: false, compositionErrors: [{ code: 'INVALID_GRAPHQL' }] });
	expect((await apollo.failure(checkOf(brokenSchema))).message).toContain(
		'does not pass its check: it does not compose',
	);
	expect(
		(await apollo.failure({ ...checkOf(nextSchema), variant: named('candlefish@public/gateway') })).message,
	).toContain('Subgraph checks cannot be performed on contract variants');
	expect(await apollo.launches()).toHaveLength(1);
});

it('gets what is registered, and says what there is instead', async () => {
	expect(await apollo.run({ operation: 'get' })).toMatchObject({
		name: 'gateway',
		sdl: expect.stringContaining('type Query'),
	});
	const { advice } = await apollo.failure({ operation: 'get', variant: named(`${reference}/bill`) });
	expect(advice).toMatch(/billing/);
});

it('deletes a subgraph that the others can do without, and no other', async () => {
	const needed = 'type Query { offers: [Product!]! }\ntype Offer { id: ID! }\n';
	await apollo.colleague({ subgraph: 'offers', sdl: needed, url: 'https://offers.example/graphql' });
	expect((await apollo.failure({ operation: 'deleteSubgraph' })).message).toContain(
		'does not compose: [offers] Unknown type "Product"',
	);
	const billing = { operation: 'deleteSubgraph', variant: named(`${reference}/billing`) };
	expect(await apollo.run({ ...billing, dryRun: true })).toMatchObject({
		deleted: false,
		dryRun: true,
		wasThere: true,
	});
	expect(await apollo.run(billing)).toMatchObject({ deleted: true, wasThere: true });
	expect(await apollo.run(billing)).toMatchObject({ deleted: true, wasThere: false });
});

it('lists the variants that a key may see', async () => {
	const variants = await apollo.items({ resource: 'variant', operation: 'getMany', returnAll: true });
	expect(variants.map(({ reference: name, sourceVariant }) => [name, sourceVariant])).toEqual([
		['candlefish@production', null],
		['candlefish@public', 'production'],
		['candlefish@staging', null],
	]);
	const all = await apollo.items({ resource: 'variant', operation: 'getMany', returnAll: true }, APOLLO_USER_KEY);
	expect(all).toHaveLength(4);
	expect((await apollo.failure({ resource: 'variant', operation: 'getMany' }, 'service:x:wrong')).message).toContain(
		'Apollo does not know this key',
	);
});

it('has pickers for variants, subgraphs and launches', async () => {
	expect((await apollo.search('searchVariants', 'public')).results).toMatchObject([
		{ name: 'candlefish@public · contract of production', value: 'candlefish@public' },
	]);
	expect((await apollo.search('searchSubgraphs')).results.map(({ value }) => value)).toEqual(['gateway', 'billing']);
	const [launched] = (await apollo.search('searchLaunches')).results;
	expect(launched?.name).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d · live · gateway, billing · /);
});
