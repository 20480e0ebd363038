import { gatewaySchema } from '../../../sandbox/apollo/seed';
import { useManualClock } from '../../n8n/sandboxClock';
import { ApolloDriver, byId, commit, nextCommit, nextSchema, publishOf, reference } from './apolloDriver';

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

const rollBackOf = (more = {}) => ({
	operation: 'rollBack',
	launch: byId(''),
	waitForCompletion: true,
	timeoutSeconds: 600,
	...more,
});
const rollBack = async (more = {}) => await apollo.run(rollBackOf(more));
const idOf = (item: unknown): string => String((item as { id?: unknown; deploymentId?: unknown }).id ?? '');

it('publishes the schema before it again, as Apollo kept it', async () => {
	const before = await apollo.live();
	const bad = await apollo.publish();
	const back = await rollBack({ badLaunch: bad.id });
	expect(back).toMatchObject({
		state: 'live',
		verified: true,
		isRollback: true,
		commit: before.commit,
		artifact: { digest: before.artifact },
		previous: bad.id,
	});
	expect(await apollo.live()).toMatchObject({ deploymentId: back.id, artifact: before.artifact });
	// A second time changes nothing.
	const launches = (await apollo.launches()).length;
	expect(await rollBack({ badLaunch: bad.id })).toMatchObject({ id: back.id, verified: true });
	expect(await apollo.launches()).toHaveLength(launches);
});

it('goes back to a named launch, and to nothing that routers never had', async () => {
	const first = await apollo.live();
	await apollo.publish();
	await apollo.publish(`${nextSchema}\ntype More { id: ID! }\n`, { commit });
	const back = await rollBack({ launch: byId(String(first.deploymentId)) });
	expect(back).toMatchObject({ verified: true, commit: first.commit });
	const { message, advice } = await apollo.failure(
		rollBackOf({ launch: byId('1d9c6ff5-0000-4000-8000-000000000000') }),
	);
	expect(message).toContain('Routers were never served launch 1d9c6ff5');
	expect(advice).toContain('Launch: Get Many');
});

it('takes only what the list calls verified', async () => {
	const first = await apollo.live();
	const second = await apollo.publish();
	const third = await apollo.publish(`${nextSchema}\ntype More { id: ID! }\n`, { commit });
	const plan = await rollBack({ dryRun: true, verifiedReleases: String(first.deploymentId), badLaunch: third.id });
	expect(plan).toMatchObject({ dryRun: true, plan: { action: 'rollBack', to: { id: first.deploymentId } } });
	const byCommit = await rollBack({ dryRun: true, verifiedReleases: nextCommit });
	expect(byCommit).toMatchObject({ plan: { to: { id: second.id } } });
	const { message, advice } = await apollo.failure(rollBackOf({ verifiedReleases: 'aaaaaaaaaa' }));
	expect(message).toContain('None of the 2 releases before');
	expect(advice).toContain('Name launches, commits or hashes');
	expect(await apollo.failure(rollBackOf({ verifiedReleases: '={{ $json.nothing }}' }))).toMatchObject({
		advice: expect.stringContaining('Verified Releases was given, but is empty'),
	});
});

it('passes over what was rolled back from, and launches of other subgraphs', async () => {
	const first = await apollo.live();
	const bad = await apollo.publish();
	await rollBack({ badLaunch: bad.id });
	await apollo.colleague();
	clock.advance(60_000);
	await apollo.publish(`${nextSchema}\ntype More { id: ID! }\n`, { commit });
	expect(await rollBack()).toMatchObject({ verified: true, commit: first.commit });
});

it('supersedes a bad one that is still under way', async () => {
	const before = await apollo.live();
	await apollo.publish(nextSchema, { waitForCompletion: false });
	const { underWay } = await apollo.live();
	const { deploymentId } = underWay as { deploymentId: string };
	expect(await rollBack({ badLaunch: deploymentId })).toMatchObject({ verified: true, commit: before.commit });
	clock.advance(60_000);
	expect((await apollo.books()).live).toBe(before.commit);
});

it('registers again what is live, when a failed one was left registered', async () => {
	const before = await apollo.live();
	await apollo.control('/failures', { variant: reference });
	const failed = await apollo.publish(nextSchema, { ifLaunchFails: 'leave', putResultInField: 'published' });
	expect((await apollo.books()).registered).toBe(nextCommit);
	expect(await rollBack({ badLaunch: idOf(failed.published) })).toMatchObject({ verified: true });
	expect((await apollo.books()).registered).toBe(before.commit);
});

it('changes nothing when another one is live by now', async () => {
	const bad = await apollo.publish();
	const verified = String((await apollo.live()).deploymentId);
	const newer = await apollo.publish(`${nextSchema}\ntype More { id: ID! }\n`, { commit });
	const failed = await apollo.failure(rollBackOf({ badLaunch: bad.id, verifiedReleases: verified }));
	expect(failed.message).toContain(`Routers are served launch ${String(newer.id)}`);
	expect(failed.data).toMatchObject({ state: 'superseded' });
	expect((await apollo.books()).live).toBe(commit);
});

it('fails when its launch fails, and says so', async () => {
	const bad = await apollo.publish();
	await apollo.control('/failures', { variant: reference, message: 'Uplink is full' });
	const { message, data } = await apollo.failure(rollBackOf({ badLaunch: bad.id }));
	expect(message).toContain('The roll back of candlefish@production/gateway is not live');
	expect(message).toContain('Uplink is full');
	expect(data).toMatchObject({ release: { verified: false, state: 'failed' } });
	expect((await apollo.books()).live).toBe(nextCommit);
});

it('has nothing to go back to before the second schema, nor without one', async () => {
	expect((await apollo.failure(rollBackOf())).message).toContain('There is no release before');
	const staging = { variant: { __rl: true, mode: 'name', value: 'candlefish@staging/gateway' } };
	expect((await apollo.failure(rollBackOf(staging))).message).toContain('there is nothing to roll back');
	expect(await apollo.failure(publishOf(gatewaySchema, staging))).toMatchObject({
		message: expect.stringContaining('is a new subgraph'),
	});
});
