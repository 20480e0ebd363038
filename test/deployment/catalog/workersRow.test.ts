import { parseRamp } from '../../../nodes/deployment/catalog/rampSteps';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import { catalogRow } from './catalogRows';

const issuesOf = (changes: Readonly<Record<string, string>>) =>
	readServiceCatalog([
		catalogRow({ platform: 'temporal', target: 'default/paintbox', health_url: '', image: '{commit}', ...changes }),
	]).issues.map(({ field, message }) => `${field}: ${message}`);

describe("A row of Temporal's workers", () => {
	it.each([
		['as the example has it', {}],
		['without a build ID of its own', { image: '' }],
		['with a ramp and a check', { strategy: '10% 60s, 50% 5m', release_command: 'deploymentCheck@paintbox' }],
		['with a prefix', { image: 'paintbox-{commit}' }],
	])('is fine %s', (_what, changes) => expect(issuesOf(changes)).toEqual([]));

	it.each([
		[{ target: 'paintbox' }, 'target: "paintbox" is not namespace/deployment'],
		[{ target: 'a/b/c' }, 'target: "a/b/c" is not namespace/deployment'],
		[{ target: 'default/paint.box' }, 'target: "default/paint.box" is not namespace/deployment'],
		[
			{ image: 'registry.example.com/paintbox:{commit}' },
			'image: "registry.example.com/paintbox:{commit}" is not a build ID',
		],
		[
			{ strategy: 'rolling' },
			'strategy: "rolling" is not a share above 0 % and below 100 % with a time, such as 10% 60s',
		],
		[{ release_command: 'migrate' }, 'release_command: "migrate" names no workflow and task queue'],
		[{ health_url: '/health' }, 'health_url: "/health" is only a path, and temporal gives a service no address'],
	])('is faulty with %j', (changes, issue) => expect(issuesOf(changes)).toEqual([issue]));

	it('has a target that one service may deploy to', () => {
		const rows = ['web', 'shop'].map((service) =>
			catalogRow({ service, platform: 'temporal', target: 'default/paintbox', health_url: '', image: '' }),
		);
		expect(readServiceCatalog(rows).issues).toHaveLength(2);
	});
});

describe('A ramp', () => {
	it.each([
		['', []],
		['25%', [[25, 60_000]]],
		[
			'10% 60s, 50% for 5m; 90% 1h',
			[
				[10, 60_000],
				[50, 300_000],
				[90, 3_600_000],
			],
		],
		['12.5% 30s', [[12.5, 30_000]]],
	])('is read from "%s"', (text, expected) => {
		const parsed = parseRamp(text);
		expect(parsed.ok && parsed.steps.map(({ percentage, holdMs }) => [percentage, holdMs])).toEqual(expected);
	});

	it.each(['rolling', '0% 5s', '100% 5s', '50% 5s, 20% 5s', '10% 5d', '10 60s'])('is none in "%s"', (text) =>
		expect(parseRamp(text).ok).toBe(false),
	);
});
