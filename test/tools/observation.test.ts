import { describeChanges, isBuilding, type Observation } from '../../tools/deliver/observation';

const incident = (status: string, summary: string) => ({
	dedupKey: 'slipway/paintbox/production',
	status,
	summary,
	pageCount: 1,
});

const seen = (incidents: Observation['incidents']): Observation => ({
	services: [],
	gitHubDeployments: [],
	incidents,
	actionsRuns: [],
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
	expect([seen([]), begun, ended].map(isBuilding)).toEqual([false, true, false]);
});
