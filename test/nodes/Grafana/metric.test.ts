import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { dataSource, useGrafana } from './grafanaDriver';

const clock = useManualClock();
const grafana = useGrafana(clock);

const counter = (value: number, more: IDataObject = {}): IDataObject => ({
	name: 'slipway.deployments',
	kind: 'counter',
	unit: '{deployment}',
	value,
	since: '1970-01-01T00:00:00Z',
	attributes: { service: 'paintbox', state: 'live' },
	...more,
});
const gauge: IDataObject = { name: 'slipway.deployment.duration', kind: 'gauge', unit: 's', value: 93.5 };
const send = (metrics: unknown) => ({
	resource: 'metric',
	operation: 'send',
	metrics: JSON.stringify(metrics),
	serviceName: 'slipway',
});
const ask = async (expression: string) =>
	await grafana.items({ resource: 'query', operation: 'instant', dataSource, expression });

it('sends counters and gauges, which a query then answers from', async () => {
	expect(await grafana.run(send([counter(3), gauge]))).toMatchObject({ sent: true, points: 2 });
	expect(await ask('slipway_deployments_total')).toMatchObject([
		{ labels: { service: 'paintbox', state: 'live', job: 'slipway' }, value: 3 },
	]);
	expect(await ask('slipway_deployment_duration_seconds')).toMatchObject([{ value: 93.5 }]);
});

it('describes a deployment, and what Grafana did not take before', async () => {
	const told = {
		...{ kind: 'deploy', state: 'live', service: 'paintbox', environment: 'production', platform: 'netlify' },
		...{ commit: '1a2b3c4d', startedAt: '2026-11-27T06:00:00.000Z', finishedAt: '2026-11-27T06:02:00.000Z' },
	};
	const mark = { text: 'Older', tags: 'slipway', start: '2026-11-26T06:00:00.000Z', end: '', key: 'deploy/older' };
	const subject = { told, kept: { ok: true, result: [JSON.stringify(mark), 'nonsense'] } };
	const describeIt = { resource: 'deployment', operation: 'describe' };
	const [current, older, ...others] = await grafana.items({ ...describeIt, items: JSON.stringify([{}, subject]) });
	expect(others).toEqual([]);
	expect(current).toMatchObject({
		end: told.finishedAt,
		forget: ['HDEL', 'slipway:marks', expect.any(String)],
	});
	expect(await grafana.run({ ...send(current?.metrics), dryRun: true })).toMatchObject({
		metrics: ['slipway.deployments', 'slipway.deployment.duration', 'slipway.dora.deployment_frequency'],
	});
	expect(older).toMatchObject({
		text: 'Older',
		metrics: [],
		keep: ['HSET', 'slipway:marks', 'deploy/older', expect.any(String)],
	});
	expect((await grafana.failure({ ...describeIt, items: '[{}]' })).message).toBe('Items has no deployment that ended');
});

it('shows an increase where a counter is sent with its value at the begin', async () => {
	const nowMs = clock.now();
	const points = [
		{ value: 0, at: new Date(nowMs - 60_000).toISOString() },
		{ value: 1, at: new Date(nowMs).toISOString() },
	];
	await grafana.run(send([{ ...counter(0), points }]));
	expect(await ask('increase(slipway_deployments_total[5m])')).toMatchObject([{ value: 5 }]);
});

it.each<[string, IDataObject]>([
	['lost', { kind: 'lostReply', method: 'POST' }],
	['503', { status: 503, method: 'POST', times: 2 }],
	['429', { status: 429, method: 'POST' }],
	['cut off', { kind: 'malformed', method: 'POST' }],
	['a reset', { kind: 'reset', method: 'POST' }],
])('sends them again where the answer is %s, and they count once', async (_what, fault) => {
	grafana.fault(fault);
	await grafana.run(send([counter(3)]));
	expect(await ask('slipway_deployments_total')).toMatchObject([{ value: 3 }]);
});

it('is no success where a part is refused with status 200', async () => {
	const old = { ...gauge, at: new Date(clock.now() - 86_400_000).toISOString() };
	const failure = await grafana.failure(send([counter(3), old]));
	expect(failure.message).toMatch(/Grafana refused 1 of 2 values: .*too old/);
	expect(await ask('slipway_deployments_total')).toHaveLength(1);
});

it('is no success where a second value comes for the same time', async () => {
	const at = new Date(clock.now()).toISOString();
	await grafana.run(send([counter(3, { at })]));
	expect((await grafana.failure(send([counter(4, { at })]))).message).toContain('duplicate-timestamp');
});

it.each<[string, unknown, RegExp]>([
	['nothing', [], /no metric in the list/],
	['no name', [{ value: 1 }], /Metric 1: "" is not a name/],
	['no value', [gauge, { name: 'a' }], /Metric 2: a: "value" is not a number/],
	['a value of text', [{ name: 'a', value: 'many' }], /"value" is not a number/],
	['a kind that is none', [{ name: 'a', kind: 'histogram', value: 1 }], /neither a counter nor a gauge/],
	['a counter without a start', [{ name: 'a', kind: 'counter', value: 1 }], /needs "since"/],
	['a counter below zero', [counter(-1)], /no negative value/],
	['a time that is none', [{ ...gauge, at: 'noon' }], /times as ISO 8601/],
])('refuses %s before any call', async (_what, metrics, message) => {
	expect((await grafana.failure(send(metrics))).message).toMatch(message);
	expect(grafana.writes()).toEqual([]);
});

it('says what the credential lacks, and sends the token of the stack to the stack alone', async () => {
	expect((await grafana.failure(send([gauge]), { otlpUrl: ' ' })).message).toBe(
		'The Grafana credential has no OTLP endpoint',
	);
	const refused = await grafana.failure(send([gauge]), { otlpToken: 'glc_wrong' });
	expect(refused.message).toContain('401');
	expect(refused.advice).toContain('metrics:write');
	expect(await grafana.run({ ...send([gauge]), dryRun: true })).toMatchObject({ dryRun: true, points: 1 });
	const address = `${grafana.sandbox.origin}/grafana/otlp/v1/metrics/`;
	expect(await grafana.run(send([gauge]), { otlpUrl: address })).toMatchObject({ sent: true });
});
