import { createManualClock } from '../../../sandbox/kernel/clock';
import { createGrafanaPlatform, GRAFANA_TOKEN, OTLP_INSTANCE, OTLP_TOKEN } from '../../../sandbox/grafana';
import { evaluate, type SeriesStore } from '../../../sandbox/grafana/promql/evaluate';
import { parseQuery } from '../../../sandbox/grafana/promql/syntax';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder } from '../../contract/contractRecorder';

const minuteMs = 60_000;

/** A counter that grows by one a second, and a gauge of each of two services. */
const store: SeriesStore = {
	series: (fromMs, toMs) => {
		const times = Array.from({ length: 100 }, (_, index) => index * 15_000).filter((at) => at > fromMs && at <= toMs);
		return [
			{
				labels: { __name__: 'requests_total', service: 'a' },
				samples: times.map((atMs) => ({ atMs, value: atMs / 1000 })),
			},
			{ labels: { __name__: 'up', service: 'a' }, samples: times.map((atMs) => ({ atMs, value: 1 })) },
			{ labels: { __name__: 'up', service: 'b' }, samples: times.map((atMs) => ({ atMs, value: 0 })) },
		].filter(({ samples }) => samples.length > 0);
	},
};

const worth = (query: string, atMs = 10 * minuteMs) => evaluate(parseQuery(query), store, atMs);

describe('PromQL, as far as it goes here', () => {
	it.each<[string, unknown]>([
		['1 + 2 * 3', 7],
		['(1 + 2) * 3', 9],
		['2 - 3 - 4', -5],
		['1 > 2', 0],
		['rate(requests_total[2m])', [{ labels: { service: 'a' }, value: 1 }]],
		['increase(requests_total{service="a"}[2m])', [{ labels: { service: 'a' }, value: 120 }]],
		['sum(up)', [{ labels: {}, value: 1 }]],
		[
			'count by (service) (up)',
			[
				{ labels: { service: 'a' }, value: 1 },
				{ labels: { service: 'b' }, value: 1 },
			],
		],
		['up == 0', [{ labels: { __name__: 'up', service: 'b' }, value: 0 }]],
		['up{service=~"a|c"} / up{service!="b"}', [{ labels: { service: 'a' }, value: 1 }]],
		['up{service="nobody"}', []],
		['last_over_time(requests_total[5m])', [{ labels: { __name__: 'requests_total', service: 'a' }, value: 600 }]],
		['absent(nothing)', [{ labels: {}, value: 1 }]],
		['-up{service="a"}', [{ labels: { service: 'a' }, value: -1 }]],
		[
			'avg_over_time(up[5m])',
			[
				{ labels: { service: 'a' }, value: 1 },
				{ labels: { service: 'b' }, value: 0 },
			],
		],
	])('%s', (query, expected) => {
		expect(worth(query)).toEqual(expected);
	});

	it('gives nothing that is older than five minutes', () => {
		expect(worth('up', 31 * minuteMs)).toEqual([]);
	});

	it.each(['sum(up', 'up{', 'nofunction(up)', 'up[5m]', 'rate(up)', 'up up', '$'])('refuses %s', (query) => {
		expect(() => worth(query)).toThrow();
	});
});

describe('What it answers', () => {
	const clock = createManualClock();
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ clock, platforms: [createGrafanaPlatform] });
	});
	afterAll(async () => await sandbox.close());

	const otlp = async (body: string, headers: Record<string, string> = {}) =>
		await fetch(`${sandbox.origin}/grafana/otlp/v1/metrics`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Basic ${Buffer.from(`${OTLP_INSTANCE}:${OTLP_TOKEN}`).toString('base64')}`,
				...headers,
			},
			body,
		});

	it.each<[string, string, Record<string, string>, number]>([
		['no JSON', '{', {}, 400],
		['protobuf', '', { 'content-type': 'application/x-protobuf' }, 415],
		['a token of the stack', '{}', { authorization: `Bearer ${GRAFANA_TOKEN}` }, 401],
		['nothing to take in', '{}', {}, 200],
	])('takes in metrics as OTLP says: %s', async (_what, body, headers, status) => {
		expect((await otlp(body, headers)).status).toBe(status);
	});

	it('refuses what was added since the last time, as Grafana Cloud does', async () => {
		const dataPoints = [{ asDouble: 1, timeUnixNano: `${clock.now()}000000` }];
		const metric = { name: 'x', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints } };
		const answer = await otlp(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }));
		expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('temporality')]);
	});

	it('is held by the contracts: the time of an annotation as text, and a metric with a field that OTLP has not', async () => {
		const recorder = createContractRecorder(sandbox);
		await fetch(`${sandbox.origin}/grafana/api/annotations`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${GRAFANA_TOKEN}` },
			body: '{"text":"x","time":"now"}',
		});
		await otlp('{"resourceMetrics":[{"metrics":[]}]}');
		recorder.stop();
		if (recorder.skipped.grafana !== undefined) return;
		expect(recorder.violations().join('\n')).toMatch(
			/annotations.*time(.|\n)*otlp\/v1\/metrics.*additional properties/,
		);
	});

	it('knows no stranger', async () => {
		const answer = await fetch(`${sandbox.origin}/grafana/api/org`, {
			headers: { authorization: 'Bearer glsa_other' },
		});
		expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('Invalid API key')]);
	});
});
