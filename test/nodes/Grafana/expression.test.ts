import { metricNamesIn, similarNames } from '../../../nodes/Grafana/state/expression';
import { samplesIn, seriesIn } from '../../../nodes/Grafana/state/samples';

it.each<[string, string[]]>([
	['up', ['up']],
	[
		'sum by (service) (rate(http_requests_total{code=~"5..", path="up"}[5m])) / sum(rate(http_requests_total[5m]))',
		['http_requests_total'],
	],
	['histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m])))', ['a_bucket']],
	['a and on(instance) group_left(job) b unless c', ['a', 'b', 'c']],
	['sum(x) without (pod) > bool 1e3', ['x']],
	['job:requests:rate5m offset 5m', ['job:requests:rate5m']],
	['vector(1) + 2.5e3', []],
	['{__name__="quoted"}', []],
	['a # up\n+ b', ['a', 'b']],
	['Inf + NaN', []],
])('finds the metrics in %s', (expression, names) => {
	expect(metricNamesIn(expression)).toEqual(names);
});

it('finds what a mistyped name looks like', () => {
	const known = ['http_requests_total', 'up', 'http_request_duration_p99_seconds'];
	expect(similarNames('http_requests_totl', known)).toContain('http_requests_total');
	expect(similarNames('zebra', known)).toEqual([]);
});

it.each<[string, unknown]>([
	['a matrix', { resultType: 'matrix', result: [] }],
	['no type', { result: [] }],
	['a value that is a number', { resultType: 'vector', result: [{ metric: {}, value: [1, 2] }] }],
	['a value that is no number', { resultType: 'vector', result: [{ metric: {}, value: [1, 'many'] }] }],
	['a value cut off', { resultType: 'vector', result: [{ metric: {}, value: [1] }] }],
	['null', null],
])('takes %s for no answer of an instant query', (_what, data) => {
	expect(samplesIn(data)).toBeNull();
});

it('reads NaN and infinity, which JSON has not', () => {
	const vector = (text: string) => ({ resultType: 'vector', result: [{ metric: {}, value: [1, text] }] });
	expect(['NaN', '+Inf', '-Inf', '1e3'].map((text) => samplesIn(vector(text))?.[0]?.value)).toEqual([
		NaN,
		Infinity,
		-Infinity,
		1000,
	]);
	expect(samplesIn({ resultType: 'scalar', result: [1, '2'] })).toEqual([{ labels: {}, value: 2 }]);
	expect(seriesIn({ resultType: 'vector', result: [] })).toBeNull();
});
