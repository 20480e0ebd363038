import { describeChanges, type Observation } from '../../tools/deliver/observation';

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
});

it('tells of an incident once, also when its service had one before', () => {
	const first = incident('resolved', 'The first one');
	const opened = seen([first, incident('triggered', 'The second one')]);
	expect(describeChanges(seen([first]), opened)).toEqual(['PagerDuty: triggered, The second one']);
	expect(describeChanges(opened, opened)).toEqual([]);
});
