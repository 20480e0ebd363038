import {
	addLook,
	type GateSight,
	judgeGate,
	lookAt,
	type MetricGate,
	type MetricSample,
	parseMetricGate,
} from '../../../nodes/deployment/health/metricGate';

const gate: MetricGate = { expression: 'x', comparison: '<', threshold: 0.05, forMs: 60_000 };
const sample = (value: number, labels: MetricSample['labels'] = {}): MetricSample => ({ value, labels });

describe('parseMetricGate', () => {
	it.each<[string, Partial<MetricGate>]>([
		['up > 0 for 60s', { expression: 'up', comparison: '>', threshold: 0, forMs: 60_000 }],
		[
			'sum(rate(a{b="c<d"}[2m])) <= 0.05 for 1m',
			{ expression: 'sum(rate(a{b="c<d"}[2m]))', comparison: '<=', forMs: 60_000 },
		],
		[' (a > 3) / b < 1e-3 for 5 s ', { expression: '(a > 3) / b', threshold: 0.001, forMs: 5_000 }],
		['a - b >= -2 for 0s', { expression: 'a - b', comparison: '>=', threshold: -2, forMs: 0 }],
		['sum(\n  a\n) < 1 for 60s', { expression: 'sum(\n  a\n)' }],
	])('reads %s', (text, expected) => {
		expect(parseMetricGate(text)).toMatchObject(expected);
	});

	it.each([
		['up', /must end as/],
		['up > 0', /must end as/],
		['> 0 for 60s', /must end as/],
		['up == 1 for 60s', /must end as/],
		['up > x for 60s', /must end as/],
		['up > 0 for 60h', /must end as/],
		['up > 0 for 10m', /60 seconds at most, not 600/],
		['', /must end as/],
	])('says what is wrong with "%s"', (text, problem) => {
		expect(parseMetricGate(text)).toMatchObject({ problem: expect.stringMatching(problem) });
	});
});

describe('lookAt', () => {
	it.each<[string, MetricSample[], boolean | null, number | null]>([
		['nothing', [], null, null],
		['NaN', [sample(NaN)], null, null],
		['below', [sample(0.01)], true, 0.01],
		['exactly there', [sample(0.05)], false, 0.05],
		['above', [sample(0.2)], false, 0.2],
		['infinite', [sample(Infinity)], false, Infinity],
		['one of several above', [sample(0.01), sample(0.3, { service: 'a' }), sample(0.1)], false, 0.3],
		['one NaN beside good ones', [sample(0.01), sample(NaN)], null, null],
		['one NaN beside a bad one', [sample(NaN), sample(0.3)], false, 0.3],
	])('%s', (_what, samples, holds, value) => {
		expect(lookAt(samples, gate)).toMatchObject({ holds, value });
	});

	it('takes the lowest for the worst where it has to be above', () => {
		expect(lookAt([sample(3), sample(1)], { ...gate, comparison: '>', threshold: 2 })).toMatchObject({
			holds: false,
			value: 1,
		});
	});

	it('names the series and the condition', () => {
		expect(lookAt([sample(0.123456, { __name__: 'x', code: '500' })], gate).seen).toBe(
			'0.1235 {code="500"}, which is not < 0.05',
		);
	});
});

/** Looks 15 s apart; the phase after each. */
function phases(values: ReadonlyArray<number | null>, wanted = gate): string[] {
	let sight: GateSight | null = null;
	return values.map((value, index) => {
		const nowMs = index * 15_000;
		sight = addLook(sight, lookAt(value === null ? [] : [sample(value)], wanted), nowMs);
		return judgeGate(sight, wanted, nowMs).phase;
	});
}

describe('judgeGate', () => {
	const pending = 'pending';
	it.each<[string, Array<number | null>, string[]]>([
		['passes after a minute', [0, 0, 0, 0, 0], [pending, pending, pending, pending, 'succeeded']],
		['fails after a bad minute', [1, 1, 1, 1, 1], [pending, pending, pending, pending, 'failed']],
		['a bad look begins anew', [0, 0, 0, 1, 0, 0], [pending, pending, pending, pending, pending, pending]],
		['nothing begins anew', [0, 0, 0, null, 0], [pending, pending, pending, pending, pending]],
		['never passes on nothing', [null, null, null, null, null, null], Array(6).fill(pending)],
	])('%s', (_what, values, expected) => {
		expect(phases(values)).toEqual(expected);
	});

	it('passes at once where it need not last', () => {
		expect(phases([0], { ...gate, forMs: 0 })).toEqual(['succeeded']);
		expect(phases([null], { ...gate, forMs: 0 })).toEqual([pending]);
	});
});
