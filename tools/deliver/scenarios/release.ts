import { gatewaySchema } from '../../../sandbox/kernel/gatewaySchema';
import type { LedgerRow } from '../books';
import {
	check,
	gitHubSays,
	isAccepted,
	ledgerHas,
	ledgerHasRollback,
	nothingHeld,
	nothingOpen,
	pages,
	servedInOrder,
	serves,
	servesAsBefore,
} from '../checks';
import {
	type Check,
	commitOf,
	type PushedChange,
	type ReleasedName,
	type Scenario,
	type ServiceName,
	unvisitedFiles,
} from '../scenario';
import { acted } from './oneService';

/** Visited services in the order in which they depend on each other. */
const CHAIN: readonly ServiceName[] = ['gateway', 'paintbox-api', 'paintbox-frontend'];
const SCHEMA = 'gateway-schema' satisfies ReleasedName;
/** Those of Temporal: the API depends on them, as it does on the gateway. */
const TEMPORAL_WORKERS = 'paintbox-workers' satisfies ReleasedName;
/** Nothing depends on it, and it on nothing. */
const UNRELATED: ServiceName = 'nanda-workers';
/** All that the site depends on, and the site itself: each before what depends on it. */
const CONNECTED: readonly ReleasedName[] = [SCHEMA, TEMPORAL_WORKERS, ...CHAIN];
const ALL: readonly ReleasedName[] = [...CONNECTED, UNRELATED];
/** What has to be in order; the gateway and the workers have none between them. */
const ORDERS: ReadonlyArray<readonly ReleasedName[]> = [
	[SCHEMA, ...CHAIN],
	[TEMPORAL_WORKERS, 'paintbox-api', 'paintbox-frontend'],
];

/** A push that changes everything: services on all five platforms. */
function everything(more: Partial<PushedChange> = {}): PushedChange {
	const mark = `Change ${crypto.randomUUID().slice(0, 8)}`;
	return {
		touches: [...CHAIN, UNRELATED],
		files: {
			// Each time another text, that composes and breaks no client.
			[unvisitedFiles[SCHEMA]]: `"""\n${mark}\n"""\n${gatewaySchema}`,
			[unvisitedFiles[TEMPORAL_WORKERS]]: `${mark}\n`,
		},
		...more,
	};
}

export const releaseScenarios: readonly Scenario[] = [
	{
		name: 'release',
		story:
			'one push for GraphOS, ECS, Temporal, Fly.io and Netlify: the schema goes live first, then gateway and workers, then the API, the site last; nobody is paged',
		timeoutSeconds: 420,
		play: async (actor) => acted(await actor.push(everything())),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				...ALL.map((service) => serves(result, service, commit)),
				...ORDERS.map((order) => servedInOrder(result, order, commit)),
				gitHubSays(result, ALL, commit, ['success']),
				pages(result, 0),
				nothingOpen(result),
				...ALL.map((service) => ledgerHas(result, service, commit, 'live')),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'release-fails-last',
		story:
			'the same, but the site is ill: site, API, gateway and workers go back, the old schema last; what has nothing to do with it stays; one page',
		timeoutSeconds: 480,
		play: async (actor) => acted(await actor.push(everything({ unhealthy: ['netlify/paintbox'] }))),
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				...ORDERS.map((order) => servedInOrder(result, order, commit)),
				...CONNECTED.map((service) => servesAsBefore(result, service)),
				serves(result, UNRELATED, commit),
				ledgerHas(result, 'paintbox-frontend', commit, 'rolledBack'),
				ledgerHasRollback(result, 'paintbox-frontend'),
				...CONNECTED.filter((service) => service !== 'paintbox-frontend').map((service) =>
					ledgerHasRollback(result, service, 'paintbox-frontend'),
				),
				ledgerHas(result, UNRELATED, commit, 'live'),
				...ORDERS.map((order) => wentBackInOrder(result.books.ledger, [...order].reverse())),
				pages(result, 1),
				nothingHeld(result),
			];
		},
	},
];

function wentBackInOrder(ledger: readonly LedgerRow[], services: readonly ReleasedName[]): Check {
	// The ledger is read newest first.
	const order = ledger
		.filter(({ kind, service }) => kind === 'rollback' && services.some((name) => name === service))
		.map(({ service }) => service)
		.reverse();
	return check(
		`they went back in the order ${services.join(', ')}`,
		order.join() === services.join(),
		order.join(', ') || 'no roll back',
	);
}
