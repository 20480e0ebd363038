import {
	isAccepted,
	ledgerHas,
	ledgerHasRollback,
	gitHubSays,
	nothingHeld,
	nothingOpen,
	pages,
	servedInOrder,
	serves,
	servesAsBefore,
} from '../checks';
import { commitOf, type Scenario, type ServiceName } from '../scenario';
import { acted } from './oneService';

/** In the order in which they depend on each other. */
const CHAIN: readonly ServiceName[] = ['gateway', 'paintbox-api', 'paintbox-frontend'];
/** Nothing depends on it, and it on nothing. */
const UNRELATED: ServiceName = 'nanda-workers';
const ALL: readonly ServiceName[] = [...CHAIN, UNRELATED];

export const releaseScenarios: readonly Scenario[] = [
	{
		name: 'release',
		story: 'one push for ECS, Fly.io and Netlify: gateway, then API, then site go live; nobody is paged',
		timeoutSeconds: 420,
		play: async (actor) => acted(await actor.push({ touches: ALL })),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				...ALL.map((service) => serves(result, service, commit)),
				servedInOrder(result, CHAIN, commit),
				gitHubSays(result, commit, ['success'], { count: ALL.length }),
				pages(result, 0),
				nothingOpen(result),
				...ALL.map((service) => ledgerHas(result, service, commit, 'live')),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'release-fails-last',
		story: 'the same, but the site is ill: site, API and gateway go back in that order, the workers stay; one page',
		timeoutSeconds: 480,
		play: async (actor) => acted(await actor.push({ touches: ALL, unhealthy: ['netlify/paintbox'] })),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				...CHAIN.map((service) => servesAsBefore(result, service)),
				serves(result, UNRELATED, commit),
				ledgerHas(result, 'paintbox-frontend', commit, 'rolledBack'),
				ledgerHasRollback(result, 'paintbox-frontend'),
				ledgerHasRollback(result, 'paintbox-api', 'paintbox-frontend'),
				ledgerHasRollback(result, 'gateway', 'paintbox-frontend'),
				ledgerHas(result, UNRELATED, commit, 'live'),
				isCompensatedInReverse(result.books.ledger),
				pages(result, 1),
				nothingHeld(result),
			];
		},
	},
];

function isCompensatedInReverse(ledger: ReadonlyArray<{ readonly kind: string; readonly service: string }>) {
	// The ledger is read newest first.
	const order = ledger
		.filter(({ kind }) => kind === 'rollback')
		.map(({ service }) => service)
		.reverse();
	const expected = [...CHAIN].reverse();
	return {
		what: `they went back in the order ${expected.join(', ')}`,
		isMet: order.join() === expected.join(),
		seen: order.join(', ') || 'no roll back',
	};
}
