import type { Observation } from '../../tools/deliver/observation';
import { noPreviews } from '../../tools/deliver/previewSight';
import type { DeliveryResult } from '../../tools/deliver/scenario';
import { failoverScenarios } from '../../tools/deliver/scenarios/failover';

const PRIMARY = 'paintbox-api.fly.dev';

const seen = (content: string, incidents: Observation['incidents']): Observation => ({
	services: [],
	gitHubDeployments: [],
	commitStatuses: [],
	actionsRuns: [],
	turns: [],
	previews: noPreviews,
	incidents,
	dnsRecords: [
		{ id: '1', type: 'CNAME', name: 'api.candlefish.ai', content },
		{ id: '2', type: 'A', name: 'candlefish.ai', content: '203.0.113.10' },
	],
});
const incident = (status: string, pageCount = 1) => ({
	dedupKey: 'slipway/name/api.candlefish.ai',
	status,
	summary: 'api.candlefish.ai is down and points to paintbox-api-standby.fly.dev now',
	pageCount,
});

function failedChecks(after: Observation): string[] {
	const result: DeliveryResult = {
		before: seen(PRIMARY, []),
		after,
		commits: {},
		deliveries: [],
		served: [],
		books: { ledger: [], releases: [], approvals: [], locks: [], turns: [], previews: [] },
	};
	const [scenario] = failoverScenarios;
	return (scenario?.checks(result) ?? []).filter(({ isMet }) => !isMet).map(({ what }) => what);
}

it('wants the name back at its primary, and one page that is resolved', () => {
	expect(failedChecks(seen(PRIMARY, [incident('resolved')]))).toEqual([]);
	expect(failedChecks(seen('paintbox-api-standby.fly.dev', [incident('resolved')]))).toEqual([
		`api.candlefish.ai points to ${PRIMARY}`,
	]);
	expect(failedChecks(seen(PRIMARY, [incident('triggered')]))).toEqual(['no incident is left open']);
	expect(failedChecks(seen(PRIMARY, [incident('resolved', 2)]))).toEqual(['exactly one page went out']);
	expect(failedChecks(seen(PRIMARY, []))).toEqual(['exactly one page went out']);
});
