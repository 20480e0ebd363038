import { gatewaySchema } from '../../../sandbox/apollo/seed';
import { useManualClock } from '../../n8n/sandboxClock';
import {
	ApolloDriver,
	breakingSchema,
	brokenSchema,
	named,
	nextCommit,
	nextSchema,
	publishOf,
	reference,
	target,
} from './apolloDriver';

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

it('publishes, and is done when routers and contract variants have it', async () => {
	const before = await apollo.live();
	expect(before).toMatchObject({ platform: 'graphos', target, isLive: true, url: '', underWay: null });
	const published = await apollo.publish();
	expect(published).toMatchObject({
		platform: 'graphos',
		target,
		state: 'live',
		live: true,
		verified: true,
		commit: nextCommit,
		previous: before.deploymentId,
		reverted: 'notNeeded',
		launchUrl: expect.stringContaining(String(published.id)),
	});
	expect(await apollo.books()).toEqual({ live: nextCommit, registered: nextCommit });
	expect(await apollo.live()).toMatchObject({
		deploymentId: published.id,
		artifact: (published.artifact as { digest: string }).digest,
		commit: nextCommit,
		underWay: null,
	});
});

it('skips a schema that routers are served already', async () => {
	const published = await apollo.publish(gatewaySchema);
	expect(published).toMatchObject({ state: 'skipped', verified: false, reverted: 'notNeeded' });
	expect(await apollo.launches()).toHaveLength(1);
});

it.each([
	[
		'does not compose',
		brokenSchema,
		'it does not compose: [gateway] Unknown type "Strin" of Product.name (line 8, column 3)',
	],
	['breaks clients', breakingSchema, 'clients would break: FIELD_REMOVED'],
	['does not parse', 'type Product {', 'Syntax Error'],
])('publishes nothing that %s by its check', async (_what, schema, words) => {
	const { message, advice } = await apollo.failure(publishOf(schema));
	expect(message).toContain("does not pass Apollo's check, and was not published");
	expect(message).toContain(words);
	expect(advice).toContain('Mend the schema');
	expect(await apollo.launches()).toHaveLength(1);
});

it('puts the old schema back when what was published does not compose', async () => {
	const before = await apollo.live();
	const { message, data } = await apollo.failure(publishOf(brokenSchema, { checkFirst: false }));
	expect(message).toContain('do not compose: [gateway] Unknown type "Strin"');
	expect(message).toContain('was put back');
	expect(data).toMatchObject({ release: { state: 'failed', verified: false, reverted: 'done' } });
	const { live, registered } = await apollo.books();
	expect(registered).toBe(live);
	// What is live is still known by the launch that brought it.
	expect(await apollo.live()).toEqual(before);
	// Another subgraph's publication composes again.
	await apollo.colleague();
	clock.advance(60_000);
	expect(await apollo.books('billing')).toEqual({ live: 'v8', registered: 'v8' });
});

it.each([
	['the launch', reference],
	["a contract variant's launch", 'candlefish@public'],
])('puts the old schema back when %s fails after it composed', async (_what, variant) => {
	const before = await apollo.live();
	await apollo.control('/failures', { variant, message: 'Uplink is full' });
	const published = await apollo.publish(nextSchema, { putResultInField: 'published' });
	expect(published.published).toMatchObject({
		ok: false,
		state: 'failed',
		verified: false,
		reverted: 'done',
		error: { message: expect.stringContaining('Uplink is full') },
	});
	const { live, registered } = await apollo.books();
	expect(live).toBe(before.commit);
	expect(registered).toBe(before.commit);
});

it('leaves it registered when told to', async () => {
	await apollo.control('/failures', { variant: reference });
	const published = await apollo.publish(nextSchema, { putResultInField: 'published', ifLaunchFails: 'leave' });
	expect(published.published).toMatchObject({ ok: false, state: 'failed', reverted: 'left' });
	expect((await apollo.books()).registered).toBe(nextCommit);
});

it('goes on in the launch that superseded it, when that carries its schema', async () => {
	let other = '';
	clock.after(6_000, () => void apollo.colleague().then((id) => (other = id)));
	const published = await apollo.publish();
	expect(published).toMatchObject({ state: 'live', verified: true });
	expect(published.id).toBe(other);
	expect(await apollo.live()).toMatchObject({ deploymentId: other, commit: nextCommit });
});

it('says that somebody published another schema over it, and puts nothing back', async () => {
	const theirs = { subgraph: 'gateway', sdl: `${gatewaySchema}\ntype Theirs { id: ID! }\n`, revision: 'theirs' };
	clock.after(6_000, () => void apollo.colleague(theirs));
	const { message, advice } = await apollo.failure(publishOf(nextSchema));
	expect(message).toMatch(/launch \S+ superseded it, with another schema of gateway/);
	expect(advice).toContain('at the same time');
	clock.advance(60_000);
	expect(await apollo.books()).toEqual({ live: 'theirs', registered: 'theirs' });
});

it('is not over when the time is up, and is gone on with by a wait', async () => {
	await apollo.control('/launches/hold', { hold: true });
	const published = await apollo.publish(nextSchema, { timeoutSeconds: 30, putResultInField: 'published' });
	expect(published.published).toMatchObject({ ok: false, state: 'building', mayStillFinish: true, reverted: 'left' });
	const { underWay } = await apollo.live();
	expect(underWay).toMatchObject({ commit: nextCommit });
	const { deploymentId } = underWay as { deploymentId: string };
	await apollo.control('/launches/hold', { hold: false });
	const waited = await apollo.run({
		resource: 'launch',
		operation: 'wait',
		launch: { __rl: true, mode: 'id', value: deploymentId },
		ifLaunchFails: 'putBack',
		timeoutSeconds: 600,
	});
	expect(waited).toMatchObject({ id: deploymentId, state: 'live', verified: true, commit: nextCommit });
});

it('is under way while contract variants build with it, and is taken back when one fails then', async () => {
	const before = await apollo.live();
	await apollo.control('/failures', { variant: 'candlefish@public', message: 'Nothing is left after the filter' });
	const published = await apollo.publish(nextSchema, { timeoutSeconds: 30, putResultInField: 'published' });
	expect(published.published).toMatchObject({ ok: false, state: 'rolling', mayStillFinish: true });
	const seen = await apollo.live();
	expect(seen).toMatchObject({ commit: nextCommit, underWay: { deploymentId: seen.deploymentId, commit: nextCommit } });
	const { message, data } = await apollo.failure({
		resource: 'launch',
		operation: 'wait',
		launch: { __rl: true, mode: 'id', value: String(seen.deploymentId) },
		ifLaunchFails: 'putBack',
		timeoutSeconds: 600,
	});
	expect(message).toContain('contract variant public failed: Nothing is left after the filter');
	expect(data).toMatchObject({ release: { reverted: 'done' } });
	expect((await apollo.books()).live).toBe(before.commit);
});

it('takes up what an earlier run registered before it died', async () => {
	await apollo.control('/launches/hold', { hold: true });
	await apollo.publish(nextSchema, { waitForCompletion: false });
	expect(await apollo.live()).toMatchObject({ underWay: { commit: nextCommit } });
	await apollo.control('/launches/hold', { hold: false });
	expect(await apollo.publish()).toMatchObject({ state: 'live', verified: true });
	expect(await apollo.launches()).toHaveLength(2);
});

it('puts back what an earlier run left broken before it died', async () => {
	await apollo.control('/failures', { variant: reference });
	await apollo.publish(nextSchema, { waitForCompletion: false });
	clock.advance(60_000);
	const again = await apollo.publish(nextSchema, { putResultInField: 'published' });
	expect(again.published).toMatchObject({ ok: false, state: 'failed', reverted: 'done' });
	const { live, registered } = await apollo.books();
	expect(registered).toBe(live);
});

it('refuses what it cannot do with a sentence that says what to do', async () => {
	const cases: Array<[Parameters<typeof publishOf>[1], string, string]> = [
		[{ variant: named('candlefish@nowhere/gateway') }, 'There is no variant candlefish@nowhere', 'graph@variant'],
		[{ variant: named('paintbox@current/gateway') }, 'There is no variant paintbox@current', 'test the credential'],
		[{ variant: named('candlefish@public/gateway') }, 'is a contract variant', 'Publish to candlefish@production'],
		[{ variant: named('candlefish@production/gatewy') }, 'is a new subgraph', 'Did you mean gateway?'],
		[{ variant: named('candlefish@production') }, 'No subgraph of candlefish@production is named', 'Choose one'],
		[{ variant: named('not a graph') }, 'is not a variant of a graph', 'graph@variant/subgraph'],
		[{ schema: '  ' }, 'Schema is empty', 'Fill it'],
	];
	for (const [parameters, message, advice] of cases) {
		const failed = await apollo.failure(publishOf(nextSchema, parameters));
		expect(failed.message).toContain(message);
		expect(failed.advice).toContain(advice);
	}
	expect(await apollo.launches()).toHaveLength(1);
});

it('publishes a new subgraph with its address, and says why a bad new one stays', async () => {
	const more = { variant: named('candlefish@production/offers'), routingUrl: 'https://offers.example/graphql' };
	const offers = 'type Query { offers: [Offer!]! }\ntype Offer { id: ID! }\n';
	const failed = await apollo.failure(publishOf(offers.replace('ID!', 'Idd!'), { ...more, checkFirst: false }));
	expect(failed.message).toContain('offers is new in candlefish@production, so there is no earlier schema to put back');
	expect(await apollo.run({ operation: 'deleteSubgraph', variant: more.variant })).toMatchObject({ deleted: true });
	clock.advance(60_000);
	expect(await apollo.publish(offers, more)).toMatchObject({ state: 'live', verified: true, previous: null });
});

it('plans without a change', async () => {
	const plan = await apollo.publish(brokenSchema, { dryRun: true });
	expect(plan).toMatchObject({ dryRun: true, plan: { action: 'publish', check: { passed: false } } });
	expect(await apollo.publish(gatewaySchema, { dryRun: true })).toMatchObject({
		plan: { action: 'none', check: null },
	});
	expect(await apollo.launches()).toHaveLength(1);
});
