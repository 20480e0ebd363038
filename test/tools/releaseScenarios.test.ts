import type { LedgerRow } from '../../tools/deliver/books';
import type { Observation, ServiceState } from '../../tools/deliver/observation';
import { noPreviews } from '../../tools/deliver/previewSight';
import type { DeliveryResult, ReleasedName } from '../../tools/deliver/scenario';
import { releaseScenarios } from '../../tools/deliver/scenarios/release';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const SITE = 'paintbox-frontend';
const SCHEMA = 'gateway-schema';
const WORKERS = 'paintbox-workers';
const UNRELATED = 'nanda-workers';
const ALL = [SCHEMA, WORKERS, 'gateway', 'paintbox-api', SITE, UNRELATED] as const;

const platforms: Readonly<Record<ReleasedName, string>> = {
	[SITE]: 'netlify',
	'paintbox-api': 'fly',
	gateway: 'ecs',
	[UNRELATED]: 'ecs',
	[SCHEMA]: 'graphos',
	[WORKERS]: 'temporal',
};
/** Of these no visitor gets anything, and GitHub's deployment names no address. */
const unvisited: readonly string[] = ['graphos', 'temporal'];

function service(name: ReleasedName, commit: string): ServiceState {
	const isVisited = !unvisited.includes(platforms[name]);
	return {
		service: name,
		platform: platforms[name],
		target: name,
		url: isVisited ? `http://127.0.0.1/${name}` : '',
		commit,
		pageStatus: isVisited ? 200 : null,
		deploymentCount: 1,
		deployments: [],
		deploymentId: '',
	};
}

const observation = (commitOf: (name: ReleasedName) => string, more: Partial<Observation> = {}): Observation => ({
	services: ALL.map((name) => service(name, commitOf(name))),
	gitHubDeployments: [],
	commitStatuses: [],
	actionsRuns: [],
	turns: [],
	dnsRecords: [],
	previews: noPreviews,
	incidents: [],
	...more,
});

const row = (name: ReleasedName, change: Partial<LedgerRow> = {}): LedgerRow => ({
	releaseId: 'r1',
	service: name,
	commit: NEW,
	kind: 'deploy',
	state: 'live',
	verified: true,
	deploymentId: 'd2',
	because: '',
	reason: '',
	startedAt: '2026-11-27T12:00:00Z',
	...change,
});

const books = (ledger: readonly LedgerRow[]): DeliveryResult['books'] => ({
	ledger,
	releases: [],
	approvals: [],
	locks: [],
	turns: [],
	previews: [],
});

function failedChecks(
	name: string,
	result: Pick<DeliveryResult, 'after' | 'books'>,
	served: readonly ReleasedName[] = ALL,
): string[] {
	const scenario = releaseScenarios.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`No scenario ${name}`);
	const checks = scenario.checks({
		before: observation(() => OLD),
		commits: { pushed: NEW },
		deliveries: [{ statusCode: 202, answer: '{"accepted":true}' }],
		served: served.map((each) => ({ service: each, commit: NEW })),
		...result,
	});
	return checks.filter(({ isMet }) => !isMet).map(({ what }) => what);
}

const without = (name: ReleasedName, commit: string) => (each: ReleasedName) => (each === name ? commit : NEW);

describe('a release of five platforms', () => {
	const gitHubDeployments = ALL.map((name, id) => ({
		id,
		commit: NEW,
		state: 'success',
		environment: `production: ${name}`,
		description: '',
		environmentUrl: platforms[name] === 'netlify' || platforms[name] === 'fly' ? `http://127.0.0.1/${name}` : '',
	}));
	const live = (commitOf: (name: ReleasedName) => string) => observation(commitOf, { gitHubDeployments });
	const good = { after: live(() => NEW), books: books(ALL.map((name) => row(name))) };

	it('ended well with every service live, in order, told and recorded', () => {
		expect(failedChecks('release', good)).toEqual([]);
	});

	it.each(ALL)('wants %s live, and its row', (name) => {
		expect(failedChecks('release', { ...good, after: live(without(name, OLD)) })).toEqual([
			expect.stringMatching(new RegExp(`^${name} serves`)),
		]);
		const ledger = ALL.filter((each) => each !== name).map((each) => row(each));
		expect(failedChecks('release', { ...good, books: books(ledger) })).toEqual([
			expect.stringMatching(new RegExp(`ledger has one deploy of ${name}`)),
		]);
	});

	it('does not take workers that nobody runs for live ones', () => {
		expect(failedChecks('release', { ...good, after: live(without(WORKERS, '')) })).toHaveLength(1);
	});

	it.each<[string, ReleasedName[]]>([
		['the gateway came before its schema', ['gateway', SCHEMA, WORKERS, 'paintbox-api', SITE]],
		['the API came before the workers', [SCHEMA, 'gateway', 'paintbox-api', WORKERS, SITE]],
		['the site was not the last', [SCHEMA, WORKERS, 'gateway', SITE, 'paintbox-api']],
	])('is refused when %s', (_case, served) => {
		expect(failedChecks('release', good, served).length).toBeGreaterThan(0);
	});

	it('lets gateway and workers go in either order', () => {
		expect(failedChecks('release', good, [SCHEMA, 'gateway', WORKERS, 'paintbox-api', SITE])).toEqual([]);
	});

	it('wants GitHub to name the address of what has one', () => {
		const untold = gitHubDeployments.map((each) => ({ ...each, environmentUrl: '' }));
		const after = observation(() => NEW, { gitHubDeployments: untold });
		expect(failedChecks('release', { ...good, after })).toHaveLength(1);
	});
});

describe('a release that fails last', () => {
	const back = (name: ReleasedName, because: string = SITE): LedgerRow =>
		row(name, { kind: 'rollback', commit: OLD, because });
	const ill = row(SITE, { state: 'rolledBack', verified: false, reason: 'It answered 503' });
	const incidents = [{ dedupKey: 'slipway', status: 'triggered', summary: 'The release failed', pageCount: 1 }];
	const after = observation((name) => (name === UNRELATED ? NEW : OLD), { incidents });
	/** Newest first, as the ledger is read. */
	const wentBack = (...order: LedgerRow[]) => books([...order.reverse(), back(SITE, ''), ill, row(UNRELATED)]);
	const inOrder = [back('paintbox-api'), back('gateway'), back(WORKERS), back(SCHEMA)];

	it('ended well with the old schema and the old workers back, the schema last, and the unrelated one left', () => {
		expect(failedChecks('release-fails-last', { after, books: wentBack(...inOrder) })).toEqual([]);
		const workersFirst = [back('paintbox-api'), back(WORKERS), back('gateway'), back(SCHEMA)];
		expect(failedChecks('release-fails-last', { after, books: wentBack(...workersFirst) })).toEqual([]);
	});

	it.each<[string, LedgerRow[]]>([
		['the schema went back before the gateway', [back('paintbox-api'), back(WORKERS), back(SCHEMA), back('gateway')]],
		['the workers went back before the API', [back(WORKERS), back('paintbox-api'), back('gateway'), back(SCHEMA)]],
		['a roll back has no cause', [back('paintbox-api'), back('gateway'), back(WORKERS), back(SCHEMA, '')]],
	])('is refused when %s', (_case, rows) => {
		expect(failedChecks('release-fails-last', { after, books: wentBack(...rows) })).toHaveLength(1);
	});

	it('is refused when the workers have no roll back in the books', () => {
		const rows = [back('paintbox-api'), back('gateway'), back(SCHEMA)];
		expect(failedChecks('release-fails-last', { after, books: wentBack(...rows) })).toHaveLength(2);
	});

	it.each<ReleasedName>([SCHEMA, WORKERS])('is refused when the new %s stays', (name) => {
		const left = observation((each) => (each === UNRELATED || each === name ? NEW : OLD), { incidents });
		expect(failedChecks('release-fails-last', { after: left, books: wentBack(...inOrder) })).toHaveLength(1);
	});

	it('is refused when it did not go live in order before', () => {
		const served = [WORKERS, 'gateway', SCHEMA, 'paintbox-api', SITE] as const;
		const failed = failedChecks('release-fails-last', { after, books: wentBack(...inOrder) }, [...served]);
		expect(failed).toEqual([expect.stringContaining('went live in the order gateway-schema, gateway')]);
	});

	it('is refused when the unrelated one went back, too', () => {
		const all = observation(() => OLD, { incidents });
		expect(failedChecks('release-fails-last', { after: all, books: wentBack(...inOrder) })).toHaveLength(1);
	});
});
