import { describeChanges, isUnderWay, type Observation } from '../../tools/deliver/observation';
import { noPreviews } from '../../tools/deliver/previewSight';

const incident = (status: string, summary: string) => ({
	dedupKey: 'slipway/paintbox/production',
	status,
	summary,
	pageCount: 1,
});

const seen = (incidents: Observation['incidents']): Observation => ({
	services: [],
	gitHubDeployments: [],
	commitStatuses: [],
	incidents,
	actionsRuns: [],
	turns: [],
	dnsRecords: [],
	previews: noPreviews,
});

it('tells of an incident once, also when its service had one before', () => {
	const first = incident('resolved', 'The first one');
	const opened = seen([first, incident('triggered', 'The second one')]);
	expect(describeChanges(seen([first]), opened)).toEqual(['PagerDuty: triggered, The second one']);
	expect(describeChanges(opened, opened)).toEqual([]);
});

it('tells of a build when it begins and when it ends, and waits for it between the two', () => {
	const run = { id: 1, name: 'Build gateway', commit: 'a'.repeat(40) };
	const begun = { ...seen([]), actionsRuns: [{ ...run, state: 'in_progress', isOver: false }] };
	const ended = { ...seen([]), actionsRuns: [{ ...run, state: 'success', isOver: true }] };
	expect(describeChanges(seen([]), begun)).toEqual(['GitHub Actions: Build gateway of aaaaaaa: in_progress']);
	expect(describeChanges(begun, ended)).toEqual(['GitHub Actions: Build gateway of aaaaaaa: success']);
	expect(describeChanges(ended, ended)).toEqual([]);
	expect([seen([]), begun, ended].map(isUnderWay)).toEqual([false, true, false]);
});

it('waits for whoever has a turn, whatever n8n says of its runs', () => {
	expect(isUnderWay({ ...seen([]), turns: ['slipway:turn:candlefish-ai/candlefish@main'] })).toBe(true);
});

it('says where a name points when that changes', () => {
	const record = (content: string) => [{ id: '1', type: 'CNAME', name: 'api.candlefish.ai', content }];
	const before = { ...seen([]), dnsRecords: record('one.example') };
	const after = { ...seen([]), dnsRecords: record('two.example') };
	expect(describeChanges(before, after)).toEqual([
		'Cloudflare: CNAME api.candlefish.ai points to two.example (before: one.example)',
	]);
	expect(describeChanges(after, after)).toEqual([]);
});
