import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { dataSource, useGrafana } from './grafanaDriver';

const clock = useManualClock();
const grafana = useGrafana(clock);

const errorRate =
	'sum(rate(http_requests_total{service="paintbox",code=~"5.."}[2m])) / sum(rate(http_requests_total{service="paintbox"}[2m]))';
const instant = { resource: 'query', operation: 'instant', dataSource, expression: errorRate };
const range = { ...instant, operation: 'range', minutes: 10, until: '', stepSeconds: 60 };
const gate: INodeParameters = {
	...instant,
	operation: 'gate',
	givenAs: 'fields',
	comparison: '<',
	threshold: 0.05,
	forSeconds: 60,
	intervalSeconds: 15,
	timeoutSeconds: 300,
	ifNotPassed: 'fail',
};

/** From now on one of two requests of paintbox fails. */
const breakPaintbox = async () =>
	await grafana.control('/series', {
		metric: 'http_requests_total',
		labels: { service: 'paintbox', code: '500' },
		value: 1_000_000,
		perSecond: 10,
	});

const silencePaintbox = async () => {
	for (const code of ['200', '500']) {
		const labels = { service: 'paintbox', code };
		await grafana.control('/series', { metric: 'http_requests_total', labels, value: null });
	}
};

describe('Query: Instant and Range', () => {
	it('gives what an expression is worth', async () => {
		expect((await grafana.run(instant)).value).toBeCloseTo(0.001, 5);
		const all = await grafana.items({ ...instant, expression: 'up' });
		expect(all.map(({ labels }) => labels)).toContainEqual({ service: 'gateway' });
		const [series] = await grafana.items(range);
		expect(series?.points).toHaveLength(11);
	});

	it('says NaN, and gives it no number', async () => {
		expect(await grafana.run({ ...instant, expression: '0 * up{service="paintbox"} / 0' })).toMatchObject({
			value: null,
			text: 'NaN',
		});
	});

	it('gives nothing where nothing is there now, though the metric is known', async () => {
		expect(await grafana.items({ ...instant, expression: 'up{service="nobody"}' })).toEqual([]);
	});

	it.each([instant, range])('says of a metric that is not known which there are: $operation', async (parameters) => {
		const failure = await grafana.failure({ ...parameters, expression: 'sum(http_requests_totl{code="500"})' });
		expect(failure.message).toBe('The data source grafanacloud-prom has had no metric http_requests_totl for a day');
		expect(failure.advice).toContain('http_requests_total');
	});

	it.each<[string, INodeParameters, RegExp, RegExp]>([
		['a mistake in the expression', { expression: 'sum(up' }, /400: bad_data: .*parse error/, /Explore/],
		[
			'a data source that there is not',
			{ dataSource: { __rl: true, mode: 'uid', value: 'gone' } },
			/Unable to find/,
			/from the list/,
		],
		['one of logs', { dataSource: { __rl: true, mode: 'uid', value: 'grafanacloud-logs' } }, /404/, /type Prometheus/],
		['no expression', { expression: ' ' }, /Expression is empty/, /./],
	])('says what is wrong with %s', async (_what, parameters, message, advice) => {
		const failure = await grafana.failure({ ...instant, ...parameters });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(advice);
	});

	it('keeps to the 11,000 values that Prometheus gives', async () => {
		expect(await grafana.items({ ...range, expression: 'up', minutes: 527_040, stepSeconds: 1 })).not.toEqual([]);
	}, 60_000);

	it('offers the data sources that speak Prometheus', async () => {
		expect(await grafana.search('searchDataSources')).toEqual(['grafanacloud-candlefish-prom']);
	});
});

describe('Query: Gate', () => {
	it('passes when it has held for a minute, with the value', async () => {
		const passed = await grafana.run(gate);
		expect(passed).toMatchObject({ passed: true, looks: 5, waitedMs: 60_000, condition: '< 0.05 for 60s' });
		expect(passed.value).toBeCloseTo(0.001, 5);
	});

	it('reads the line that the catalog has', async () => {
		expect(await grafana.run({ ...gate, givenAs: 'line', expression: `${errorRate} < 0.05 for 30s` })).toMatchObject({
			passed: true,
			waitedMs: 30_000,
		});
		const failure = await grafana.failure({ ...gate, givenAs: 'line', expression: errorRate });
		expect(failure.message).toContain('is not a metric gate');
	});

	it('does not pass what is bad for a minute, and says its value', async () => {
		await breakPaintbox();
		clock.advance(300_000);
		const failure = await grafana.failure(gate);
		expect(failure.message).toMatch(/^The metric does not pass: 0\.5003?, which is not < 0\.05, for 60 of 60 s$/);
		expect(await grafana.run({ ...gate, ifNotPassed: 'goOn' })).toMatchObject({ passed: false, waitedMs: 60_000 });
	});

	it.each<[string, () => Promise<void>, string, RegExp]>([
		['nothing', silencePaintbox, errorRate, /the query gave nothing/],
		['NaN', async () => undefined, '0 * up{service="paintbox"} / 0', /nothing to divide by/],
	])('never passes on %s: nobody knows', async (_what, prepare, expression, reason) => {
		await prepare();
		clock.advance(600_000);
		const result = await grafana.run({ ...gate, expression, ifNotPassed: 'goOn' });
		expect(result).toMatchObject({ passed: null, value: null });
		expect(result.reason).toMatch(reason);
		expect((await grafana.failure({ ...gate, expression })).message).toMatch(/^Nobody knows whether the metric passes/);
	});

	it('says of a metric that is not known which there are', async () => {
		const failure = await grafana.failure({ ...gate, expression: 'http_requests_totl', ifNotPassed: 'goOn' });
		expect(failure.message).toContain('has had no metric http_requests_totl');
	});

	it.each<[string, IDataObject]>([
		['503', { status: 503, times: 4 }],
		['a reset', { kind: 'reset', times: 4 }],
		['half an answer', { kind: 'malformed', times: 4 }],
	])('survives looks that fail by %s, and counts anew', async (_what, fault) => {
		grafana.fault(fault);
		const passed = await grafana.run(gate);
		expect(passed.passed).toBe(true);
	});

	it('knows nothing where Grafana does not answer until the end', async () => {
		grafana.fault({ status: 503, times: 1000 });
		const result = await grafana.run({ ...gate, ifNotPassed: 'goOn' });
		expect(result.passed).toBeNull();
		expect(result.reason).toContain('it could not be asked');
	});
});
