import {
	answeredWith,
	gitHubSays,
	isAccepted,
	ledgerHas,
	ledgerHasRollback,
	ledgerKnowsNothing,
	ledgerNeverCallsLive,
	madeDeploysOf,
	nothingHeld,
	nothingOpen,
	pages,
	serves,
	servesAsBefore,
	wasNeverServed,
} from '../checks';
import { type Acted, type Actor, commitOf, type Pushed, type PushedChange, type Scenario } from '../scenario';

const SITE = 'paintbox-frontend';
const REDELIVERIES = 5;

export function acted(pushed: Pushed): Acted {
	return { commits: { pushed: pushed.commit }, deliveries: pushed.deliveries };
}

const pushes =
	(change: Omit<PushedChange, 'touches'>) =>
	async (actor: Actor): Promise<Acted> =>
		acted(await actor.push({ touches: [SITE], ...change }));

/** Scenarios of one push of one service, as they were from the start. */
export const oneServiceScenarios: readonly Scenario[] = [
	{
		name: 'good',
		story: 'a push that deploys: the site serves it, GitHub says success, nobody is paged',
		play: pushes({}),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				madeDeploysOf(result, SITE, commit, 1),
				serves(result, SITE, commit),
				gitHubSays(result, [SITE], commit, ['success']),
				pages(result, 0),
				nothingOpen(result),
				ledgerHas(result, SITE, commit, 'live'),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'bad-build',
		story: 'a build that fails: what was live stays live, GitHub says failure, one page',
		play: pushes({ buildFails: true }),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				madeDeploysOf(result, SITE, commit, 1),
				servesAsBefore(result, SITE),
				wasNeverServed(result, SITE, commit),
				gitHubSays(result, [SITE], commit, ['failure', 'error']),
				pages(result, 1),
				ledgerHas(result, SITE, commit, 'failed'),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'failing-health',
		story: 'a deploy that builds but answers 503: rolled back, GitHub says failure, one page',
		play: pushes({ unhealthy: 'all' }),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				madeDeploysOf(result, SITE, commit, 1),
				servesAsBefore(result, SITE),
				gitHubSays(result, [SITE], commit, ['failure', 'error']),
				pages(result, 1),
				ledgerHas(result, SITE, commit, 'rolledBack'),
				ledgerHasRollback(result, SITE),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'duplicate',
		story: 'one push, delivered six times over: exactly one deploy',
		async play(actor) {
			const pushed = await actor.push({ touches: [SITE] });
			const again = await Promise.all(
				Array.from({ length: REDELIVERIES }, async () => await actor.redeliver(pushed.deliveryId)),
			);
			actor.say(`GitHub: delivered it ${REDELIVERIES} times more, all at once`);
			return { commits: { pushed: pushed.commit }, deliveries: [...pushed.deliveries, ...again] };
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				answeredWith(result, REDELIVERIES + 1, [200, 202]),
				madeDeploysOf(result, SITE, commit, 1),
				serves(result, SITE, commit),
				gitHubSays(result, [SITE], commit, ['success']),
				pages(result, 0),
				ledgerHas(result, SITE, commit, 'live'),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'forged',
		story: 'a delivery signed with the wrong secret: refused, and nothing happens',
		async play(actor) {
			const pushed = await actor.push({ touches: [SITE], isDelivered: false });
			const answer = await actor.deliver(pushed.payload, 'wrong-secret');
			actor.say('Somebody: sent that push with a signature of their own');
			// GitHub takes the commit back, or the next look at the branch would rightly deploy it.
			await actor.moveBranchTo(String(pushed.payload.before));
			return { commits: { pushed: pushed.commit }, deliveries: [answer] };
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				answeredWith(result, 1, [401]),
				madeDeploysOf(result, SITE, commit, 0),
				servesAsBefore(result, SITE),
				gitHubSays(result, [], commit, []),
				pages(result, 0),
				ledgerKnowsNothing(result, commit),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'stale',
		story: 'two pushes, the older delivered last: the newer one stays live',
		async play(actor) {
			const older = await actor.push({ touches: [SITE], isDelivered: false });
			const newer = await actor.push({ touches: [SITE] });
			const late = await actor.deliver(older.payload, 'valid');
			actor.say(`GitHub: the push before it, ${older.commit.slice(0, 7)}, arrives only now`);
			return {
				commits: { older: older.commit, newer: newer.commit },
				deliveries: [...newer.deliveries, late],
			};
		},
		checks: (result) => {
			const [older, newer] = [commitOf(result, 'older'), commitOf(result, 'newer')];
			return [
				isAccepted(result),
				serves(result, SITE, newer),
				wasNeverServed(result, SITE, older),
				madeDeploysOf(result, SITE, newer, 1),
				gitHubSays(result, [SITE], newer, ['success']),
				pages(result, 0),
				ledgerHas(result, SITE, newer, 'live'),
				ledgerNeverCallsLive(result, SITE, older),
				nothingHeld(result),
			];
		},
	},
];
