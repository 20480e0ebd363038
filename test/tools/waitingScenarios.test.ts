import type { Books } from '../../tools/deliver/books';
import type { Observation, ServiceState } from '../../tools/deliver/observation';
import { noPreviews } from '../../tools/deliver/previewSight';
import type { CommitStatus } from '../../tools/deliver/sandboxShapes';
import type { DeliveryResult } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';

const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
const SITE = 'paintbox-frontend';

const site = (commit: string, deploymentId: string): ServiceState => ({
	service: SITE,
	platform: 'netlify',
	target: 'paintbox',
	url: 'http://127.0.0.1/sites/paintbox',
	commit,
	pageStatus: 200,
	deploymentCount: 1,
	deployments: [{ id: deploymentId, commit, state: 'ready' }],
	deploymentId,
});
const status = (description: string, state = 'success'): CommitStatus => ({
	commit: NEW,
	context: `slipway/${SITE}/production`,
	state,
	description,
	url: 'http://127.0.0.1/form/slipway-approve',
});
const seen = (service: ServiceState, changes: Partial<Observation> = {}): Observation => ({
	services: [service],
	gitHubDeployments: [],
	commitStatuses: [],
	incidents: [],
	actionsRuns: [],
	turns: [],
	dnsRecords: [],
	previews: noPreviews,
	...changes,
});
const gitHub = {
	id: 1,
	commit: NEW,
	environment: `production: ${SITE}`,
	state: 'success',
	description: '',
	environmentUrl: 'http://127.0.0.1/sites/paintbox',
};
const after = (description: string, state?: string): Observation =>
	seen(site(NEW, 'd2'), { gitHubDeployments: [gitHub], commitStatuses: [status(description, state)] });
const approval = { service: SITE, commit: NEW, state: 'used', givenBy: 'kim@candlefish.ai', reason: 'Read the change' };
const books = (changes: Partial<Books> = {}): Books => ({
	ledger: [
		{
			releaseId: 'r1',
			service: SITE,
			commit: NEW,
			kind: 'deploy',
			state: 'live',
			verified: true,
			deploymentId: 'd2',
			because: '',
			reason: '',
			startedAt: '2026-11-27T12:02:01Z',
		},
	],
	releases: [],
	approvals: [],
	previews: [],
	locks: [],
	turns: [],
	...changes,
});

function failedChecks(name: string, changes: Partial<DeliveryResult>): string[] {
	const scenario = SCENARIOS.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`No scenario ${name}`);
	const result: DeliveryResult = {
		before: seen(site(OLD, 'd1')),
		after: after('It is live, approved by kim@candlefish.ai'),
		commits: { pushed: NEW },
		deliveries: [{ statusCode: 202, answer: '' }],
		moments: { opens: Date.parse('2026-11-27T12:02:00Z') },
		served: [{ service: SITE, commit: NEW }],
		books: books({ approvals: [approval] }),
		...changes,
	};
	const checks = scenario.checks(result);
	return checks.filter(({ isMet }) => !isMet).map(({ what }) => what);
}

describe('a push that somebody approves', () => {
	it('is accepted when it went live by exactly one approval', () => {
		expect(failedChecks('approve', {})).toEqual([]);
	});

	it.each<[string, Partial<DeliveryResult>, RegExp]>([
		['nobody approved it', { books: books() }, /table of approvals/],
		['it was asked for twice', { books: books({ approvals: [approval, approval] }) }, /table of approvals/],
		['it was of another commit', { books: books({ approvals: [{ ...approval, commit: OLD }] }) }, /table of approvals/],
		['nobody knows who', { books: books({ approvals: [{ ...approval, givenBy: '' }] }) }, /table of approvals/],
		['GitHub still waits', { after: after('Waits for an approval', 'pending') }, /status of the commit/],
		['GitHub does not say by whom', { after: after('It is live') }, /status of the commit/],
	])('is refused when %s', (_, changes, what) => {
		expect(failedChecks('approve', changes)).toEqual([expect.stringMatching(what)]);
	});
});

describe('a push outside its window', () => {
	it('is accepted when it went live after that opened', () => {
		expect(failedChecks('outside-window', { books: books() })).toEqual([]);
	});

	it('is refused when it began a moment before, or nobody knows when it was to open', () => {
		const early = Date.parse('2026-11-27T12:02:02Z');
		const began = [expect.stringMatching(/began after/)];
		expect(failedChecks('outside-window', { books: books(), moments: { opens: early } })).toEqual(began);
		expect(() => failedChecks('outside-window', { books: books(), moments: {} })).toThrow(/no moment called "opens"/);
	});
});
