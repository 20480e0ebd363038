import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { isObject, type JsonObject, objectAt, readContract } from './contractDocument';

const projectRoot = resolve(__dirname, '../..');
const files = {
	stack: resolve(projectRoot, '../shared/contracts/grafana/http-api-11.4.swagger.json'),
	silences: resolve(projectRoot, '../shared/contracts/grafana/silences.derived.swagger.json'),
	alertmanager: resolve(projectRoot, '../shared/contracts/grafana/alertmanager-v2.openapi.yaml'),
	otlp: resolve(projectRoot, '../shared/contracts/opentelemetry/otlp-json.derived.schema.json'),
};

const metricsService = 'opentelemetry.proto.collector.metrics.v1';

/** The stack's HTTP API, the Alertmanager within it and the intake of metrics as one document, as one host serves them. */
export function loadGrafanaContract(): { document: JsonObject } | { missing: string } {
	const missing = Object.values(files).find((file) => !existsSync(file));
	if (missing !== undefined) return { missing: `${missing} is not there` };
	const [stack, silences] = [readContract(files.stack), readContract(files.silences)];
	const alertmanager = renamed(readContract(files.alertmanager));
	const otlp: unknown = JSON.parse(readFileSync(files.otlp, 'utf8'));
	const paths = {
		...below('/api', stack),
		...below('/api', silences),
		'/api/alertmanager/grafana/api/v2/alerts': objectAt(alertmanager, 'paths', '/alerts'),
		'/otlp/v1/metrics': { post: exportOperation },
	};
	const definitions = {
		...objectAt(alertmanager, 'definitions'),
		...objectAt(silences, 'definitions'),
		...objectAt(stack, 'definitions'),
		...objectAt(otlp, 'definitions'),
	};
	return {
		document: {
			swagger: '2.0',
			basePath: '',
			paths,
			definitions,
			parameters: objectAt(alertmanager, 'parameters'),
			responses: { ...objectAt(alertmanager, 'responses'), ...objectAt(stack, 'responses') },
		},
	};
}

const exportOperation = {
	parameters: [
		{
			in: 'body',
			name: 'body',
			required: true,
			schema: { $ref: `#/definitions/${metricsService}.ExportMetricsServiceRequest` },
		},
	],
	responses: { 200: { schema: { $ref: `#/definitions/${metricsService}.ExportMetricsServiceResponse` } } },
};

function below(base: string, document: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(objectAt(document, 'paths')).map(([path, item]) => [`${base}${path}`, item]),
	);
}

/** Its definitions under other names: the stack's document has some of the same names with other fields. */
function renamed(document: JsonObject): JsonObject {
	const text = JSON.stringify(document).replaceAll('#/definitions/', '#/definitions/alertmanager.');
	const copy: unknown = JSON.parse(text);
	const definitions = Object.entries(objectAt(copy, 'definitions')).map(([name, schema]) => [
		`alertmanager.${name}`,
		schema,
	]);
	return isObject(copy) ? { ...copy, definitions: Object.fromEntries(definitions) as JsonObject } : {};
}
