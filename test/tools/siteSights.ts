import type { Books, LedgerRow } from '../../tools/deliver/books';
import type { Observation, ServiceState } from '../../tools/deliver/observation';
import { noPreviews } from '../../tools/deliver/previewSight';
import type { DeliveryResult, ServiceName } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';

export const OLD = 'a'.repeat(40);
export const NEW = 'b'.repeat(40);
export const NEWER = 'c'.repeat(40);
export const SITE = 'paintbox-frontend';
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
export const deployedSite = (commit: string): ServiceState =>
	service(SITE, commit, {
		deploymentCount: 2,
		deploymentId: 'd2',
		deployments: [
			{ id: 'd2', commit, state: 'ready' },
			{ id: 'd1', commit: OLD, state: 'ready' },
		],
	});

export const gitHub = (id: number, commit: string, state: string, name: string = SITE) => ({
	id,
	commit,
	state,
	environment: `production: ${name}`,
	description: '',
	environmentUrl: state === 'success' ? 'http://127.0.0.1/sites/paintbox' : '',
});
export const incident = (status: string, pageCount = 1) => ({
	dedupKey: 'slipway/candlefish-ai/candlefish@main',
	status,
	summary: 'The release failed',
	pageCount,
});

export const row = (change: Partial<LedgerRow> = {}): LedgerRow => ({
	releaseId: 'r1',
	service: SITE,
	commit: NEW,
	kind: 'deploy',
	state: 'live',
	verified: true,
	deploymentId: change.service === undefined || change.service === SITE ? 'd2' : 'x',
	because: '',
	reason: '',
	startedAt: '2026-11-27T12:00:00Z',
	...change,
});

export const BEFORE: Observation = {
	services: ALL.map((name) => service(name, OLD)),
	gitHubDeployments: [],
	commitStatuses: [],
	actionsRuns: [],
	turns: [],
	dnsRecords: [],
	previews: noPreviews,
	incidents: [],
};
export const withSite = (site: ServiceState, change: Partial<Observation> = {}): Observation => ({
	...BEFORE,
	services: BEFORE.services.map((each) => (each.service === SITE ? site : each)),
	...change,
});
export const DEPLOYED = withSite(deployedSite(NEW), { gitHubDeployments: [gitHub(1, NEW, 'success')] });
export const BOOKS: Books = { ledger: [row()], releases: [], approvals: [], locks: [], turns: [], previews: [] };

export const rolledBackSite = { ...deployedSite(NEW), commit: OLD, deploymentId: 'd1' };
export const ROLLED_BACK = withSite(rolledBackSite, {
	gitHubDeployments: [gitHub(1, NEW, 'failure')],
	incidents: [incident('triggered')],
});
export const ILL = row({ state: 'rolledBack', verified: false, reason: 'It answered 503' });
export const BACK = row({ kind: 'rollback', commit: OLD, deploymentId: 'd1' });

export function failedChecks(name: string, change: Partial<DeliveryResult>): string[] {
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
