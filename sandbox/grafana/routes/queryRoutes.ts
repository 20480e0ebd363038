import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { grafanaError, prometheusError } from '../errors';
import type { Labels } from '../model';
import { evaluate, type QueryValue } from '../promql/evaluate';
import { type Expression, parseQuery, SyntaxFault } from '../promql/syntax';
import { dataSources } from '../seed';
import { keyOf, type World } from '../world';

const dayMs = 86_400_000;

/** The HTTP API of Prometheus, behind Grafana: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export function queryRoutes(world: World): SandboxRoute[] {
	const instant: SandboxHandler = (request) => {
		const parameters = parametersOf(request);
		const atMs = momentIn(parameters.get('time'), world.now());
		const value = answered(() => evaluate(parsed(parameters), world, atMs));
		if (typeof value === 'number') return success({ resultType: 'scalar', result: sampleOf(atMs, value) });
		const result = value.map(({ labels, value: one }) => ({ metric: labels, value: sampleOf(atMs, one) }));
		return success({ resultType: 'vector', result });
	};
	const range: SandboxHandler = (request) => {
		const parameters = parametersOf(request);
		const startMs = momentIn(parameters.get('start'), NaN);
		const endMs = momentIn(parameters.get('end'), NaN);
		const stepMs = Number(parameters.get('step')) * 1000;
		if (!(stepMs > 0) || !(endMs >= startMs)) {
			throw prometheusError(400, 'bad_data', 'invalid parameter "end": end timestamp must not be before start time');
		}
		if ((endMs - startMs) / stepMs > 11_000) {
			throw prometheusError(
				400,
				'bad_data',
				'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
			);
		}
		const expression = parsed(parameters);
		const series = new Map<string, { metric: Labels; values: Array<[number, string]> }>();
		for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
			for (const { labels, value } of elementsOf(answered(() => evaluate(expression, world, atMs)))) {
				const known = series.get(keyOf(labels)) ?? { metric: labels, values: [] };
				known.values.push(sampleOf(atMs, value));
				series.set(keyOf(labels), known);
			}
		}
		return success({ resultType: 'matrix', result: [...series.values()] });
	};
	const values: SandboxHandler = (request) => {
		const parameters = parametersOf(request);
		const startMs = momentIn(parameters.get('start'), world.now() - dayMs);
		const endMs = momentIn(parameters.get('end'), world.now());
		const label = request.params.label ?? '';
		const found = world.series(startMs, endMs).flatMap(({ labels }) => labels[label] ?? []);
		return success([...new Set(found)].sort());
	};
	const base = '/api/datasources/proxy/uid/:uid/api/v1';
	const both = (pattern: string, handle: SandboxHandler): SandboxRoute[] =>
		['GET', 'POST'].map((method) => ({ method, pattern: `${base}${pattern}`, handle: ofPrometheus(handle) }));
	return [...both('/query', instant), ...both('/query_range', range), ...both('/label/:label/values', values)];
}

function ofPrometheus(handle: SandboxHandler): SandboxHandler {
	return (request) => {
		const source = dataSources.find(({ uid }) => uid === request.params.uid);
		if (!source) throw grafanaError(404, 'Unable to find datasource');
		if (source.type !== 'prometheus') throw grafanaError(404, '404 page not found');
		return handle(request);
	};
}

/** Of the query, or of a form. */
function parametersOf({ query, method, body }: SandboxRequest): URLSearchParams {
	return method === 'POST' ? new URLSearchParams(body.toString('utf8')) : query;
}

function parsed(parameters: URLSearchParams): Expression {
	return answered(() => parseQuery(parameters.get('query') ?? ''));
}

function answered<Value>(work: () => Value): Value {
	try {
		return work();
	} catch (error) {
		if (error instanceof SyntaxFault) {
			throw prometheusError(400, 'bad_data', `invalid parameter "query": ${error.message}`);
		}
		throw error;
	}
}

/** Seconds, or ISO 8601. */
function momentIn(text: string | null, otherwiseMs: number): number {
	if (text === null || text === '') return otherwiseMs;
	return /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const elementsOf = (value: QueryValue) => (typeof value === 'number' ? [{ labels: {}, value }] : value);

/** Seconds, and the value as a string: `NaN` and `+Inf` too. */
function sampleOf(atMs: number, value: number): [number, string] {
	return [atMs / 1000, value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)];
}

const success = (data: unknown) => ({ status: 200, body: { status: 'success', data } });
