import type { DeliveryResult } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';
import {
	BACK,
	BEFORE,
	BOOKS,
	DEPLOYED,
	ILL,
	NEW,
	NEWER,
	OLD,
	ROLLED_BACK,
	SITE,
	deployedSite,
	failedChecks,
	gitHub,
	incident,
	rolledBackSite,
	row,
	withSite,
} from './siteSights';

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
