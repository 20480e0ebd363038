import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import { otlpError } from '../errors';
import type { Labels } from '../model';
import type { World } from '../world';

/** How late a sample may be, and how early. */
const oldestMs = 2 * 3_600_000;
const newestMs = 600_000;

type Node = Readonly<Record<string, unknown>>;

const listIn = (value: Node, name: string): Node[] => {
	const found = value[name];
	return Array.isArray(found)
		? found.filter((entry): entry is Node => typeof entry === 'object' && entry !== null)
		: [];
};

const nodeIn = (value: Node, name: string): Node | undefined => {
	const found = value[name];
	return typeof found === 'object' && found !== null ? { ...found } : undefined;
};

/**
 * The intake of metrics by OTLP/HTTP: JSON only here, protobuf is refused. Names become Prometheus' as Grafana Cloud
 * does: https://grafana.com/docs/grafana-cloud/send-data/otlp/otlp-format-considerations/
 */
export function otlpRoutes(world: World): SandboxRoute[] {
	const intake: SandboxHandler = (request) => {
		if (!String(request.headers['content-type']).startsWith('application/json')) {
			throw otlpError(415, 3, 'unsupported media type: the sandbox takes application/json');
		}
		const body = parsed(request.body);
		const problems: string[] = [];
		for (const resource of listIn(body, 'resourceMetrics')) {
			const shared = resourceLabels(resource);
			for (const scope of listIn(resource, 'scopeMetrics')) {
				for (const metric of listIn(scope, 'metrics')) problems.push(...store(world, metric, shared));
			}
		}
		if (problems.length === 0) return { status: 200, body: {} };
		return {
			status: 200,
			body: { partialSuccess: { rejectedDataPoints: String(problems.length), errorMessage: problems[0] } },
		};
	};
	return [{ method: 'POST', pattern: '/otlp/v1/metrics', handle: intake }];
}

function parsed(body: Buffer): Node {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		// The same answer as for a body that is no object.
	}
	throw otlpError(400, 3, 'failed to parse the request body');
}

function resourceLabels(resource: Node): Labels {
	const {
		service_name: name,
		service_namespace: namespace,
		service_instance_id: instance,
	} = labelsIn(nodeIn(resource, 'resource') ?? {});
	return {
		...(name !== undefined && { job: namespace === undefined ? name : `${namespace}/${name}` }),
		...(instance !== undefined && { instance }),
	};
}

function labelsIn(holder: Node): Record<string, string> {
	return Object.fromEntries(
		listIn(holder, 'attributes').map(({ key, value }) => {
			const [only] = Object.values(typeof value === 'object' && value !== null ? value : {});
			return [promName(String(key)), String(only)];
		}),
	);
}

const promName = (name: string): string => name.replace(/[^a-zA-Z0-9_:]/g, '_');

/** What of it was refused. */
function store(world: World, metric: Node, shared: Labels): string[] {
	const [gauge, sum, histogram] = [nodeIn(metric, 'gauge'), nodeIn(metric, 'sum'), nodeIn(metric, 'histogram')];
	const name = promName(String(metric.name)) + unitEnding(String(metric.unit ?? ''), gauge !== undefined);
	const holder = gauge ?? sum ?? histogram;
	if (holder === undefined) return [`metric ${name}: no data of a known kind`];
	if (gauge === undefined && holder.aggregationTemporality !== 2) {
		throw otlpError(
			400,
			3,
			`otlp parse error: invalid temporality and type combination for metric "${String(metric.name)}"`,
		);
	}
	return listIn(holder, 'dataPoints').flatMap((point) => {
		const labels = { ...shared, ...labelsIn(point) };
		const atMs = Math.floor(Number(point.timeUnixNano) / 1e6);
		const values: Array<[string, number]> =
			histogram !== undefined
				? [
						[`${name}_count`, Number(point.count)],
						[`${name}_sum`, Number(point.sum)],
					]
				: [[sum?.isMonotonic === true ? `${name}_total` : name, Number(point.asDouble ?? point.asInt)]];
		return values.flatMap(([full, value]) => {
			const problem = problemOf(world, { ...labels, __name__: full }, atMs, value);
			if (problem === null) world.send({ ...labels, __name__: full }, { atMs, value });
			return problem ?? [];
		});
	});
}

function problemOf(world: World, labels: Labels, atMs: number, value: number): string | null {
	const nowMs = world.now();
	if (!Number.isFinite(atMs) || Number.isNaN(value)) return `metric ${labels.__name__}: no time or no value`;
	if (atMs < nowMs - oldestMs)
		return `the sample has been rejected because its timestamp is too old (err-mimir-sample-timestamp-too-old)`;
	if (atMs > nowMs + newestMs)
		return `received a sample whose timestamp is too far in the future (err-mimir-too-far-in-future)`;
	const same = world.sentOf(labels)?.samples.find((sample) => sample.atMs === atMs);
	if (same !== undefined && same.value !== value) {
		return 'the sample has been rejected because another sample with the same timestamp, but a different value, has already been ingested (err-mimir-sample-duplicate-timestamp)';
	}
	return null;
}

/** `s` is `_seconds`, a gauge of `1` is `_ratio`, `{deployment}/d` is `_per_day`, `{deployment}` is nothing. */
function unitEnding(unit: string, isGauge: boolean): string {
	const words: Readonly<Record<string, string>> = {
		s: 'seconds',
		ms: 'milliseconds',
		By: 'bytes',
		d: 'day',
		h: 'hour',
		min: 'minute',
	};
	if (unit === '1') return isGauge ? '_ratio' : '';
	const [main = '', per] = unit.split('/').map((part) => part.replace(/\{[^}]*\}/g, ''));
	return `${main === '' ? '' : `_${words[main] ?? promName(main)}`}${per === undefined ? '' : `_per_${words[per] ?? promName(per)}`}`;
}
