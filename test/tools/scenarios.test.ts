import type { Observation } from '../../tools/deliver/observation';
import { type DeliveryResult, type ScenarioName, SCENARIOS } from '../../tools/deliver/scenarios';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const NEWER = 'c'.repeat(40);

const deploy = (id: string, commit: string, state = 'ready') => ({
	id,
	commit,
	state,
	publishedAt: undefined,
	errorMessage: undefined,
	createdAt: '2026-01-01T00:00:00Z',
});
const deployment = (id: number, commit: string, state: string) => ({
	id,
	commit,
	state,
	environment: 'production',
	description: '',
	environmentUrl: state === 'success' ? 'http://127.0.0.1/sites/paintbox' : '',
});
const incident = (status: string, pageCount = 1) => ({
	dedupKey: 'paintbox/production',
	status,
	summary: 'Paintbox failed',
	pageCount,
});

const BEFORE: Observation = {
	live: { commit: OLD, deployId: 'd1', pageStatus: 200 },
	deploys: [deploy('d1', OLD)],
	deployments: [],
	incidents: [],
};

const DEPLOYED: Observation = {
	live: { commit: NEW, deployId: 'd2', pageStatus: 200 },
	deploys: [deploy('d2', NEW), deploy('d1', OLD)],
	deployments: [deployment(1, NEW, 'success')],
	incidents: [],
};

const ROLLED_BACK: Observation = {
	live: BEFORE.live,
	deploys: DEPLOYED.deploys,
	deployments: [deployment(1, NEW, 'failure')],
	incidents: [incident('triggered')],
};

function outcome(after: Observation, change: Partial<DeliveryResult> = {}): DeliveryResult {
	return {
		before: BEFORE,
		after,
		commit: NEW,
		newerCommit: NEW,
		deliveries: [{ statusCode: 202, answer: '{"accepted":true}' }],
		servedCommits: [OLD],
		...change,
	};
}

function failedChecks(name: ScenarioName, seen: DeliveryResult): string[] {
	const scenario = SCENARIOS.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`No scenario ${name}`);
	return scenario
		.checks(seen)
		.filter(({ isMet }) => !isMet)
		.map(({ what }) => what);
}

describe('the expected end of each scenario', () => {
	it('accepts a good push that is live, reported and quiet', () => {
		expect(failedChecks('good', outcome(DEPLOYED))).toEqual([]);
	});

	it.each([
		['the site still serves the old commit', { ...DEPLOYED, live: BEFORE.live }, /site serves/],
		[
			'another deploy of that commit is live',
			{ ...DEPLOYED, live: { ...DEPLOYED.live, deployId: 'd1' } },
			/this push made/,
		],
		['the page answers 503', { ...DEPLOYED, live: { ...DEPLOYED.live, pageStatus: 503 } }, /front page/],
		['it was deployed twice', { ...DEPLOYED, deploys: [...DEPLOYED.deploys, deploy('d3', NEW)] }, /1 deploy/],
		['GitHub was never told', { ...DEPLOYED, deployments: [] }, /GitHub's deployment/],
		[
			'GitHub is left at in_progress',
			{ ...DEPLOYED, deployments: [deployment(1, NEW, 'in_progress')] },
			/GitHub's deployment/,
		],
		['somebody was paged', { ...DEPLOYED, incidents: [incident('resolved')] }, /nobody was paged/],
	])('refuses a good push when %s', (_case, after, what) => {
		expect(failedChecks('good', outcome(after)).join()).toMatch(what);
	});

	it('wants an incident that was open to be resolved by the next good push', () => {
		const before = { ...BEFORE, incidents: [incident('triggered')] };
		const stillOpen = outcome({ ...DEPLOYED, incidents: [incident('triggered')] }, { before });
		const resolved = outcome({ ...DEPLOYED, incidents: [incident('resolved')] }, { before });
		expect(failedChecks('good', stillOpen)).toEqual(['no incident of this service is left open']);
		expect(failedChecks('good', resolved)).toEqual([]);
	});

	it('wants exactly one page for a release that was rolled back', () => {
		expect(failedChecks('failing-health', outcome(ROLLED_BACK))).toEqual([]);
		const twice = { ...ROLLED_BACK, incidents: [incident('triggered'), incident('triggered')] };
		expect(failedChecks('failing-health', outcome(twice))).toEqual(['exactly one page went out']);
		const silent = { ...ROLLED_BACK, incidents: [] };
		expect(failedChecks('failing-health', outcome(silent))).toEqual(['exactly one page went out']);
	});

	it('refuses a failing release that is left live', () => {
		const after = { ...ROLLED_BACK, live: { commit: NEW, deployId: 'd2', pageStatus: 503 } };
		expect(failedChecks('failing-health', outcome(after))).toHaveLength(1);
	});

	it('refuses a forged delivery that was let in, whatever came of it', () => {
		const refused = [{ statusCode: 401, answer: '' }];
		expect(failedChecks('forged', outcome(BEFORE, { deliveries: refused }))).toEqual([]);
		expect(failedChecks('forged', outcome(BEFORE))).toEqual(['the delivery was refused with 401']);
		expect(failedChecks('forged', outcome(BEFORE, { deliveries: [] }))).toHaveLength(1);
		expect(failedChecks('forged', outcome(DEPLOYED, { deliveries: refused }))).toHaveLength(3);
	});

	it('wants six answered deliveries and one deploy of a duplicate', () => {
		const six = Array.from({ length: 6 }, (_, index) => ({ statusCode: index ? 200 : 202, answer: '' }));
		expect(failedChecks('duplicate', outcome(DEPLOYED, { deliveries: six }))).toEqual([]);
		expect(failedChecks('duplicate', outcome(DEPLOYED))).toEqual(['every delivery was answered with 2xx']);
		const twice = { ...DEPLOYED, deploys: [...DEPLOYED.deploys, deploy('d3', NEW)] };
		expect(failedChecks('duplicate', outcome(twice, { deliveries: six }))).toHaveLength(1);
	});

	it('refuses a stale push that was live for even a moment', () => {
		const after: Observation = {
			live: { commit: NEWER, deployId: 'd2', pageStatus: 200 },
			deploys: [deploy('d2', NEWER), deploy('d1', OLD)],
			deployments: [deployment(1, NEWER, 'success')],
			incidents: [],
		};
		const change = { newerCommit: NEWER };
		expect(failedChecks('stale', outcome(after, { ...change, servedCommits: [OLD, NEWER] }))).toEqual([]);
		const flicker = outcome(after, { ...change, servedCommits: [OLD, NEWER, NEW, NEWER] });
		expect(failedChecks('stale', flicker)).toEqual([`${NEW.slice(0, 7)} was never live`]);
	});
});
