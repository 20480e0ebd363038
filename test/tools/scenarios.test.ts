import type { Books, LedgerRow } from '../../tools/deliver/books';
import type { Observation, ServiceState } from '../../tools/deliver/observation';
import type { DeliveryResult, ServiceName } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const NEWER = 'c'.repeat(40);
const SITE = 'paintbox-frontend';
const ALL = ['gateway', 'paintbox-api', SITE, 'nanda-workers'] as const;

const platforms: Readonly<Record<ServiceName, string>> = {
	'paintbox-frontend': 'netlify',
	'paintbox-api': 'fly',
	gateway: 'ecs',
	'nanda-workers': 'ecs',
};

const service = (name: ServiceName, commit: string, change: Partial<ServiceState> = {}): ServiceState => ({
	service: name,
	platform: platforms[name],
	target: name,
	url: `http://127.0.0.1/${name}`,
	commit,
	pageStatus: 200,
	deploymentCount: 1,
	deployments: name === SITE ? [{ id: 'd1', commit: OLD, state: 'ready' }] : [],
	deploymentId: name === SITE ? 'd1' : '',
	...change,
});

/** The site, after a deploy of that commit was published. */
const deployedSite = (commit: string): ServiceState =>
	service(SITE, commit, {
		deploymentCount: 2,
		deploymentId: 'd2',
		deployments: [
			{ id: 'd2', commit, state: 'ready' },
			{ id: 'd1', commit: OLD, state: 'ready' },
		],
	});

const gitHub = (id: number, commit: string, state: string, name: string = SITE) => ({
	id,
	commit,
	state,
	environment: `production: ${name}`,
	description: '',
	environmentUrl: state === 'success' ? 'http://127.0.0.1/sites/paintbox' : '',
});
const incident = (status: string, pageCount = 1) => ({
	dedupKey: 'slipway/candlefish-ai/candlefish@main',
	status,
	summary: 'The release failed',
	pageCount,
});

const row = (change: Partial<LedgerRow> = {}): LedgerRow => ({
	releaseId: 'r1',
	service: SITE,
	commit: NEW,
	kind: 'deploy',
	state: 'live',
	verified: true,
	deploymentId: change.service === undefined || change.service === SITE ? 'd2' : 'x',
	because: '',
	reason: '',
	...change,
});

const BEFORE: Observation = {
	services: ALL.map((name) => service(name, OLD)),
	gitHubDeployments: [],
	actionsRuns: [],
	incidents: [],
};
const withSite = (site: ServiceState, change: Partial<Observation> = {}): Observation => ({
	...BEFORE,
	services: BEFORE.services.map((each) => (each.service === SITE ? site : each)),
	...change,
});
const DEPLOYED = withSite(deployedSite(NEW), { gitHubDeployments: [gitHub(1, NEW, 'success')] });
const BOOKS: Books = { ledger: [row()], releases: [], locks: [], turns: [] };

const rolledBackSite = { ...deployedSite(NEW), commit: OLD, deploymentId: 'd1' };
const ROLLED_BACK = withSite(rolledBackSite, {
	gitHubDeployments: [gitHub(1, NEW, 'failure')],
	incidents: [incident('triggered')],
});
const ILL = row({ state: 'rolledBack', verified: false, reason: 'It answered 503' });
const BACK = row({ kind: 'rollback', commit: OLD, deploymentId: 'd1' });

function failedChecks(name: string, change: Partial<DeliveryResult>): string[] {
	const scenario = SCENARIOS.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`No scenario ${name}`);
	const result: DeliveryResult = {
		before: BEFORE,
		after: DEPLOYED,
		commits: { pushed: NEW },
		deliveries: [{ statusCode: 202, answer: '{"accepted":true}' }],
		served: [{ service: SITE, commit: NEW }],
		books: BOOKS,
		...change,
	};
	return scenario
		.checks(result)
		.filter(({ isMet }) => !isMet)
		.map(({ what }) => what);
}

describe('a good push', () => {
	it('is accepted when it is live, reported, recorded and quiet', () => {
		expect(failedChecks('good', {})).toEqual([]);
	});

	it.each<[string, Partial<DeliveryResult>, RegExp]>([
		['the site still serves the old commit', { after: withSite({ ...deployedSite(NEW), commit: OLD }) }, /serves/],
		['its page answers 503', { after: withSite({ ...deployedSite(NEW), pageStatus: 503 }) }, /is well/],
		[
			'it was deployed twice',
			{
				after: withSite({
					...deployedSite(NEW),
					deployments: [...deployedSite(NEW).deployments, { id: 'd3', commit: NEW, state: 'ready' }],
				}),
			},
			/made 1 deploy of/,
		],
		['GitHub was never told', { after: { ...DEPLOYED, gitHubDeployments: [] } }, /GitHub's deployment/],
		[
			'GitHub is left at in_progress',
			{ after: { ...DEPLOYED, gitHubDeployments: [gitHub(1, NEW, 'in_progress')] } },
			/GitHub's deployment/,
		],
		['somebody was paged', { after: { ...DEPLOYED, incidents: [incident('resolved')] } }, /nobody was paged/],
		['the ledger has no row', { books: { ...BOOKS, ledger: [] } }, /ledger has one deploy/],
		['the ledger names another deploy', { books: { ...BOOKS, ledger: [row({ deploymentId: 'd9' })] } }, /ledger/],
		['the ledger did not verify it', { books: { ...BOOKS, ledger: [row({ verified: false })] } }, /ledger/],
		['the ledger has it twice', { books: { ...BOOKS, ledger: [row(), row({ releaseId: 'r2' })] } }, /ledger/],
		['a lock is left', { books: { ...BOOKS, locks: ['slipway:lock:netlify/paintbox'] } }, /no lock and no turn/],
		['a turn is left', { books: { ...BOOKS, turns: ['slipway:turn:candlefish@main'] } }, /no lock and no turn/],
	])('is refused when %s', (_case, change, what) => {
		expect(failedChecks('good', change).join()).toMatch(what);
	});

	it('resolves an incident that was open', () => {
		const before = { ...BEFORE, incidents: [incident('triggered')] };
		expect(failedChecks('good', { before, after: { ...DEPLOYED, incidents: [incident('triggered')] } })).toEqual([
			'no incident is left open',
		]);
		expect(failedChecks('good', { before, after: { ...DEPLOYED, incidents: [incident('resolved')] } })).toEqual([]);
	});
});

describe('an ill push', () => {
	const good = { after: ROLLED_BACK, books: { ...BOOKS, ledger: [BACK, ILL] } };

	it('wants exactly one page, and the roll back in the ledger', () => {
		expect(failedChecks('failing-health', good)).toEqual([]);
		const twice = { ...ROLLED_BACK, incidents: [incident('triggered'), incident('triggered')] };
		expect(failedChecks('failing-health', { ...good, after: twice })).toEqual(['exactly one page went out']);
		const silent = { ...ROLLED_BACK, incidents: [] };
		expect(failedChecks('failing-health', { ...good, after: silent })).toEqual(['exactly one page went out']);
		expect(failedChecks('failing-health', { ...good, books: { ...BOOKS, ledger: [ILL] } })).toHaveLength(1);
		const elsewhere = { ...BOOKS, ledger: [{ ...BACK, commit: NEWER }, ILL] };
		expect(failedChecks('failing-health', { ...good, books: elsewhere })).toHaveLength(1);
		const withoutReason = { ...BOOKS, ledger: [BACK, { ...ILL, reason: '' }] };
		expect(failedChecks('failing-health', { ...good, books: withoutReason })).toHaveLength(1);
	});

	it('is refused when it is left live', () => {
		const after = { ...ROLLED_BACK, services: withSite({ ...deployedSite(NEW), pageStatus: 503 }).services };
		expect(failedChecks('failing-health', { ...good, after })).toHaveLength(1);
	});
});

describe('deliveries', () => {
	it('refuses a forged one that was let in, whatever came of it', () => {
		const quiet = { after: BEFORE, served: [], books: { ...BOOKS, ledger: [] } };
		const refused = [{ statusCode: 401, answer: '' }];
		expect(failedChecks('forged', { ...quiet, deliveries: refused })).toEqual([]);
		expect(failedChecks('forged', quiet)).toEqual(['the delivery was answered with 401']);
		expect(failedChecks('forged', { ...quiet, deliveries: [] })).toHaveLength(1);
		expect(failedChecks('forged', { deliveries: refused })).toHaveLength(4);
	});

	it('wants six answers and one deploy of a duplicate', () => {
		const six = Array.from({ length: 6 }, (_, index) => ({ statusCode: index ? 200 : 202, answer: '' }));
		expect(failedChecks('duplicate', { deliveries: six })).toEqual([]);
		expect(failedChecks('duplicate', {})).toHaveLength(1);
		const one = six.with(3, { statusCode: 500, answer: '' });
		expect(failedChecks('duplicate', { deliveries: one })).toHaveLength(1);
	});

	it('refuses a stale push that was live for even a moment', () => {
		const result = {
			commits: { older: NEW, newer: NEWER },
			after: withSite(deployedSite(NEWER), { gitHubDeployments: [gitHub(1, NEWER, 'success')] }),
			books: { ...BOOKS, ledger: [row({ commit: NEWER })] },
			served: [{ service: SITE, commit: NEWER }],
		};
		expect(failedChecks('stale', result)).toEqual([]);
		const flicker = [NEWER, NEW, NEWER].map((commit) => ({ service: SITE, commit }));
		expect(failedChecks('stale', { ...result, served: flicker })).toHaveLength(1);
	});

	it('wants a lost one to be made up for', () => {
		expect(failedChecks('lost-delivery', { deliveries: [] })).toEqual([]);
		expect(failedChecks('lost-delivery', {})).toEqual(['nothing was delivered']);
		expect(failedChecks('lost-delivery', { deliveries: [], after: BEFORE }).length).toBeGreaterThan(2);
	});
});

describe('a release of three platforms', () => {
	const everything: Observation = {
		services: ALL.map((name) => (name === SITE ? deployedSite(NEW) : service(name, NEW, { deploymentCount: 2 }))),
		gitHubDeployments: ALL.map((name, index) => gitHub(index, NEW, 'success', name)),
		incidents: [],
		actionsRuns: [],
	};
	const ledger = ALL.map((name) => row({ service: name }));
	const inOrder = ALL.map((name) => ({ service: name, commit: NEW }));
	const good = { after: everything, served: inOrder, books: { ...BOOKS, ledger } };

	it('wants every service live, in order, and recorded', () => {
		expect(failedChecks('release', good)).toEqual([]);
		expect(failedChecks('release', { ...good, served: inOrder.toReversed() })).toHaveLength(1);
		expect(failedChecks('release', { ...good, books: { ...BOOKS, ledger: ledger.slice(1) } })).toHaveLength(1);
		const half = { ...everything, services: everything.services.with(1, service('paintbox-api', OLD)) };
		expect(failedChecks('release', { ...good, after: half })).toHaveLength(1);
	});

	const back = (name: ServiceName, because: string) => row({ kind: 'rollback', service: name, commit: OLD, because });
	const compensated = {
		after: {
			services: ALL.map((name) =>
				name === SITE ? rolledBackSite : service(name, name === 'nanda-workers' ? NEW : OLD, { deploymentCount: 3 }),
			),
			gitHubDeployments: [],
			incidents: [incident('triggered')],
			actionsRuns: [],
		},
		served: inOrder,
		// Newest first.
		books: {
			...BOOKS,
			ledger: [back('gateway', SITE), back('paintbox-api', SITE), BACK, ILL, row({ service: 'nanda-workers' })],
		},
	};

	it('that fails last wants the chain back in reverse, and the unrelated one left', () => {
		expect(failedChecks('release-fails-last', compensated)).toEqual([]);
		const wrongOrder = {
			...BOOKS,
			ledger: [back('paintbox-api', SITE), back('gateway', SITE), BACK, ILL, row({ service: 'nanda-workers' })],
		};
		expect(failedChecks('release-fails-last', { ...compensated, books: wrongOrder })).toHaveLength(1);
		const noReason = {
			...BOOKS,
			ledger: [back('gateway', ''), back('paintbox-api', SITE), BACK, ILL, row({ service: 'nanda-workers' })],
		};
		expect(failedChecks('release-fails-last', { ...compensated, books: noReason })).toHaveLength(1);
		const workersToo = {
			...compensated.after,
			services: compensated.after.services.with(3, service('nanda-workers', OLD)),
		};
		expect(failedChecks('release-fails-last', { ...compensated, after: workersToo })).toHaveLength(1);
	});
});

describe('heads that move', () => {
	it('wants the site of an overtaken push deployed once, at either commit', () => {
		const result = { commits: { site: NEW, readme: NEWER } };
		expect(failedChecks('overtaken', result)).toEqual([]);
		expect(failedChecks('overtaken', { ...result, after: withSite(deployedSite(NEWER)) })).toEqual([]);
		expect(failedChecks('overtaken', { ...result, after: BEFORE })).toHaveLength(2);
	});

	it('wants the branch that was forced back live again', () => {
		const ledger = [row({ commit: NEWER, deploymentId: 'd3' })];
		const commits = { first: NEW, second: NEWER };
		const after = withSite({ ...deployedSite(NEW), deploymentId: 'd2' });
		expect(failedChecks('rewound', { commits, after, books: { ...BOOKS, ledger } })).toEqual([]);
		expect(failedChecks('rewound', { commits, after: withSite(deployedSite(NEWER)), books: BOOKS })).toHaveLength(2);
	});

	it('refuses an ill commit that was left live during a build', () => {
		const commits = { good: NEW, ill: NEWER };
		expect(failedChecks('moves-during-build', { commits, after: BEFORE, books: { ...BOOKS, ledger: [] } })).toEqual([]);
		const left = withSite({ ...deployedSite(NEWER), pageStatus: 503 });
		expect(failedChecks('moves-during-build', { commits, after: left })).toHaveLength(1);
		const lie = { ...BOOKS, ledger: [row({ commit: NEWER })] };
		expect(failedChecks('moves-during-build', { commits, after: BEFORE, books: lie })).toHaveLength(1);
	});

	it('wants a drift to be recorded once, and left', () => {
		const commits = { first: NEW, outside: OLD, readme: NEWER };
		const drift = row({ kind: 'look', state: 'drifted', verified: false, commit: OLD });
		const result = { commits, after: withSite(rolledBackSite), books: { ...BOOKS, ledger: [drift] } };
		expect(failedChecks('drifted', result)).toEqual([]);
		expect(failedChecks('drifted', { ...result, books: { ...BOOKS, ledger: [drift, drift] } })).toHaveLength(1);
		expect(failedChecks('drifted', { ...result, after: DEPLOYED })).toHaveLength(1);
	});
});

describe('accidents', () => {
	it.each(['crash', 'cut-off'])('%s: wants one deploy and nobody paged', (name) => {
		expect(failedChecks(name, {})).toEqual([]);
		expect(failedChecks(name, { after: BEFORE })).toHaveLength(2);
		expect(failedChecks(name, { after: { ...DEPLOYED, incidents: [incident('triggered')] } }).join()).toMatch(/paged/);
		expect(failedChecks(name, { books: { ...BOOKS, turns: ['slipway:turn:x'] } })).toHaveLength(1);
	});

	it('wants the page of an ill push once PagerDuty is back', () => {
		const result = { after: ROLLED_BACK, books: { ...BOOKS, ledger: [BACK, ILL] } };
		expect(failedChecks('pagerduty-down', result)).toEqual([]);
		const silent = { ...ROLLED_BACK, incidents: [] };
		expect(failedChecks('pagerduty-down', { ...result, after: silent })).toEqual(['exactly one page went out']);
	});
});

it('names each scenario once', () => {
	const names = SCENARIOS.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});
