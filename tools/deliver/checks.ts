import type { LedgerRow } from './books';
import { type Observation, serviceIn, shortCommit } from './observation';
import type { Check, DeliveryResult, ReleasedName, ServiceName } from './scenario';

export function check(what: string, isMet: boolean, seen: string): Check {
	return { what, isMet, seen };
}

function describeAnswers({ deliveries }: DeliveryResult): string {
	return (
		deliveries.map(({ statusCode, answer }) => `${statusCode} ${answer.slice(0, 120)}`).join('; ') || 'no delivery'
	);
}

export function isAccepted(result: DeliveryResult): Check {
	return check(
		'n8n accepted the delivery (202)',
		result.deliveries.some(({ statusCode }) => statusCode === 202),
		describeAnswers(result),
	);
}

/** Every delivery was answered with one of these statuses, and there were at least that many. */
export function answeredWith(result: DeliveryResult, atLeast: number, statuses: readonly number[]): Check {
	return check(
		`${atLeast > 1 ? 'every delivery' : 'the delivery'} was answered with ${statuses.join(' or ')}`,
		result.deliveries.length >= atLeast && result.deliveries.every(({ statusCode }) => statuses.includes(statusCode)),
		describeAnswers(result),
	);
}

export function serves({ after }: DeliveryResult, service: ReleasedName, commits: string | readonly string[]): Check {
	const { commit, pageStatus } = serviceIn(after, service);
	const expected = [commits].flat();
	return check(
		`${service} serves ${expected.map(shortCommit).join(' or ')}, and is well`,
		expected.includes(commit) && (pageStatus === 200 || pageStatus === null),
		`${shortCommit(commit)}${pageStatus === null ? '' : `, ${pageStatus}`}`,
	);
}

/** It serves what it served before the scenario began. */
export function servesAsBefore(result: DeliveryResult, service: ReleasedName): Check {
	return serves(result, service, serviceIn(result.before, service).commit);
}

export function wasNeverServed({ served }: DeliveryResult, service: ServiceName, commit: string): Check {
	const seen = served.filter((each) => each.service === service).map((each) => each.commit);
	return check(
		`${service} never served ${shortCommit(commit)}`,
		!seen.includes(commit),
		`served: ${seen.map(shortCommit).join(', ') || 'nothing new'}`,
	);
}

/** The services began to serve the commit in this order. */
export function servedInOrder({ served }: DeliveryResult, services: readonly ReleasedName[], commit: string): Check {
	const order = served.filter((each) => each.commit === commit).map(({ service }) => service);
	const found = order.filter((service) => services.some((name) => name === service));
	return check(
		`${shortCommit(commit)} went live in the order ${services.join(', ')}`,
		services.every((service, index) => found[index] === service),
		found.join(', ') || 'nowhere',
	);
}

/** How many deployments a service's platform made since the scenario began. */
export function madeDeployments({ before, after }: DeliveryResult, service: ServiceName, expected: number): Check {
	const made = serviceIn(after, service).deploymentCount - serviceIn(before, service).deploymentCount;
	return check(
		`${serviceIn(after, service).platform} made ${expected} new ${expected === 1 ? 'deployment' : 'deployments'} of ${service}`,
		made === expected,
		`${made}`,
	);
}

/** How many deploys of one commit Netlify made: other platforms tell no commit. */
export function madeDeploysOf(
	{ before, after }: DeliveryResult,
	service: ServiceName,
	commit: string,
	expected: number,
): Check {
	const known = new Set(serviceIn(before, service).deployments.map(({ id }) => id));
	const made = serviceIn(after, service).deployments.filter(
		(deployment) => deployment.commit === commit && !known.has(deployment.id),
	);
	return check(
		`Netlify made ${expected} ${expected === 1 ? 'deploy' : 'deploys'} of ${shortCommit(commit)}`,
		made.length === expected,
		made.map(({ id, state }) => `${id.slice(0, 8)} ${state}`).join(', ') || 'none',
	);
}

function gitHubDeploymentsOf({ before, after }: DeliveryResult, commit: string): Observation['gitHubDeployments'] {
	const known = new Set(before.gitHubDeployments.map(({ id }) => id));
	return after.gitHubDeployments.filter((deployment) => deployment.commit === commit && !known.has(deployment.id));
}

/**
 * GitHub has one deployment of the commit for each of these services, and at most one for any that goes along since an
 * earlier scenario left it behind the branch; all end in one of these states. Of no service: it has none at all.
 */
export function gitHubSays(
	result: DeliveryResult,
	services: readonly ReleasedName[],
	commit: string,
	states: readonly string[],
): Check {
	const found = gitHubDeploymentsOf(result, commit);
	const environments = found.map(({ environment }) => environment);
	const isOneEach = new Set(environments).size === found.length;
	const areThere = services.every((service) => environments.includes(`production: ${service}`));
	// ECS tells no address, and a schema and workers have none.
	const namesUrl = ({ environment, environmentUrl }: (typeof found)[number]): boolean =>
		environmentUrl !== '' ||
		result.after.services.some(
			({ service, platform, url }) => (platform === 'ecs' || url === '') && environment.endsWith(`: ${service}`),
		);
	return check(
		services.length === 0
			? `GitHub has no deployment of ${shortCommit(commit)}`
			: `GitHub's ${services.length === 1 ? 'deployment' : `${services.length} deployments`} of ${shortCommit(commit)} ${services.length === 1 ? 'says' : 'say'} ${states.join(' or ')}`,
		services.length === 0
			? found.length === 0
			: isOneEach &&
					areThere &&
					found.every((each) => states.includes(each.state) && (each.state !== 'success' || namesUrl(each))),
		found
			.map(({ environment, state, environmentUrl }) => `${environment} ${state} ${environmentUrl}`.trim())
			.join(', ') || 'no deployment',
	);
}

/** New pages since the start. An incident that was open already takes a repeat without a new page. */
export function pages({ before, after }: DeliveryResult, expected: 0 | 1): Check {
	const sum = ({ incidents }: Observation): number => incidents.reduce((total, { pageCount }) => total + pageCount, 0);
	const made = sum(after) - sum(before);
	const wasOpen = open(before).length > 0;
	return check(
		expected === 0 ? 'nobody was paged' : 'exactly one page went out',
		made === expected || (expected === 1 && wasOpen && made === 0 && open(after).length > 0),
		wasOpen && expected === 1 ? `${made} new, one was open already` : `${made}`,
	);
}

export function nothingOpen({ after }: DeliveryResult): Check {
	return check(
		'no incident is left open',
		open(after).length === 0,
		open(after)
			.map(({ summary }) => summary)
			.join('; ') || 'none',
	);
}

function open({ incidents }: Observation): Observation['incidents'] {
	return incidents.filter(({ status }) => status !== 'resolved');
}

/** No lock and no turn is left: what must hold at the end of every scenario. */
export function nothingHeld({ books }: DeliveryResult): Check {
	const held = [...books.locks, ...books.turns];
	return check('no lock and no turn is held any more', held.length === 0, held.join(', ') || 'none');
}

/** One deploy of the commit of that service, with this end; verified and without a word if live, else with a reason. */
export function ledgerHas(
	{ books, after }: DeliveryResult,
	service: ReleasedName,
	commit: string,
	state: string,
): Check {
	const rows = deploysOf(books.ledger, service, commit);
	const live = serviceIn(after, service);
	// Of what is live in the end the platform's id is known as well.
	const deploymentId = live.commit === commit ? live.deploymentId : '';
	return check(
		`the ledger has one deploy of ${service} at ${shortCommit(commit)}: ${state}`,
		rows.length === 1 &&
			rows.every(
				(row) =>
					row.state === state &&
					row.verified === (state === 'live') &&
					(state === 'live' || row.reason !== '') &&
					(state !== 'live' || deploymentId === '' || row.deploymentId === deploymentId),
			),
		describeRows(rows),
	);
}

/** Whoever looked at it in the end: the ledger calls that commit of the service live and verified, once. */
export function ledgerCallsLive({ books }: DeliveryResult, service: ServiceName, commit: string): Check {
	const rows = books.ledger.filter((row) => row.service === service && row.commit === commit);
	return check(
		`the ledger calls ${shortCommit(commit)} of ${service} live and verified`,
		rows.filter(({ state, verified }) => state === 'live' && verified).length === 1,
		describeRows(rows),
	);
}

/** The ledger never calls that commit of the service live. */
export function ledgerNeverCallsLive({ books }: DeliveryResult, service: ServiceName, commit: string): Check {
	const rows = deploysOf(books.ledger, service, commit);
	return check(
		`the ledger never calls ${shortCommit(commit)} of ${service} live`,
		!rows.some(({ state, verified }) => state === 'live' || verified),
		describeRows(rows),
	);
}

export function ledgerKnowsNothing({ books }: DeliveryResult, commit: string): Check {
	const rows = books.ledger.filter((row) => row.commit === commit);
	return check(`the ledger knows nothing of ${shortCommit(commit)}`, rows.length === 0, describeRows(rows));
}

/** A verified roll back of the service, to the commit that it served before; because of another service, if told. */
export function ledgerHasRollback(
	{ books, before }: DeliveryResult,
	service: ReleasedName,
	because: ServiceName | '' = '',
): Check {
	const rows = books.ledger.filter((row) => row.kind === 'rollback' && row.service === service);
	const { commit } = serviceIn(before, service);
	return check(
		`the ledger has one roll back of ${service} to ${shortCommit(commit)}${because === '' ? '' : `, because of ${because}`}`,
		rows.length === 1 &&
			rows.every(
				(row) =>
					row.state === 'live' &&
					row.verified &&
					row.commit === commit &&
					(because === '' ? row.because === '' : row.because.split('/')[0] === because),
			),
		describeRows(rows),
	);
}

function deploysOf(ledger: readonly LedgerRow[], service: string, commit: string): LedgerRow[] {
	return ledger.filter((row) => row.kind === 'deploy' && row.service === service && row.commit === commit);
}

export function describeRows(rows: readonly LedgerRow[]): string {
	return (
		rows
			.map(
				({ service, kind, state, verified, commit, because, reason }) =>
					`${service}: ${kind} of ${shortCommit(commit)} ${state}${verified ? ' (verified)' : ''}${because && ` because of ${because}`} ${reason}`,
			)
			.join('; ') || 'no row'
	);
}
