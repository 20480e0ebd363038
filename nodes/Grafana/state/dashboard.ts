import { isRecord } from '../../deployment/values/jsonFields';

/** What the dashboard asks for. */
export interface DashboardWish {
	readonly uid: string;
	readonly title: string;
	/** UID of the data source. */
	readonly dataSource: string;
	readonly requestRate: string;
	readonly errorRate: string;
	readonly latency: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Panel {
	readonly title: string;
	readonly expression: string;
	readonly unit: string;
	/** Of 24 columns. */
	readonly width: number;
	readonly type?: 'timeseries' | 'stat';
}

const environment = 'environment=~"$environment"';

/** The Slipway dashboard: deployments as regions over request rate, error rate and latency, and DORA's five. */
export function dashboardOf(wish: DashboardWish): Json {
	const signals: Panel[] = [
		{ title: 'Request rate', expression: wish.requestRate, unit: 'reqps', width: 8 },
		{ title: 'Error rate', expression: wish.errorRate, unit: 'percentunit', width: 8 },
		{ title: 'Latency', expression: wish.latency, unit: 's', width: 8 },
	];
	const deployments: Panel[] = [
		{
			title: 'Deployments',
			expression: `sum by (service, state) (increase(slipway_deployments_total{service=~"$service", ${environment}}[1d]))`,
			unit: 'none',
			width: 12,
		},
		{
			title: 'Duration of deployments',
			expression: `slipway_deployment_duration_seconds{service=~"$service", ${environment}}`,
			unit: 's',
			width: 12,
		},
	];
	const dora: Panel[] = [
		{ title: 'Change lead time', expression: doraOf('change_lead_time_seconds'), unit: 's' },
		{ title: 'Deployment frequency', expression: doraOf('deployment_frequency_per_day'), unit: 'none' },
		{ title: 'Change fail rate', expression: doraOf('change_fail_rate_ratio'), unit: 'percentunit' },
		{ title: 'Recovery time', expression: doraOf('failed_deployment_recovery_time_seconds'), unit: 's' },
		{ title: 'Rework rate', expression: doraOf('deployment_rework_rate_ratio'), unit: 'percentunit' },
	].map((panel, index) => ({ ...panel, width: index < 4 ? 5 : 4, type: 'stat' }));
	return {
		uid: wish.uid,
		title: wish.title,
		tags: ['slipway'],
		schemaVersion: 41,
		editable: true,
		graphTooltip: 1,
		refresh: '1m',
		time: { from: 'now-6h', to: 'now' },
		annotations: { list: [deploymentRegions] },
		templating: { list: [variable('service', wish), variable('environment', wish)] },
		panels: rowsOf([signals, deployments, dora], wish),
	};
}

const doraOf = (name: string): string => `last_over_time(slipway_dora_${name}{${environment}}[30d])`;

/** What Annotation: Create marks with the tag `slipway`. */
const deploymentRegions = {
	name: 'Deployments',
	enable: true,
	iconColor: 'orange',
	datasource: { type: 'grafana', uid: '-- Grafana --' },
	target: { type: 'tags', tags: ['slipway'], matchAny: false, limit: 200 },
};

function variable(name: string, { dataSource }: DashboardWish): Json {
	return {
		name,
		type: 'query',
		datasource: { type: 'prometheus', uid: dataSource },
		query: { query: `label_values(slipway_deployments_total, ${name})`, refId: 'variable' },
		refresh: 2,
		multi: true,
		includeAll: true,
		current: { text: ['All'], value: ['$__all'] },
	};
}

function rowsOf(rows: readonly (readonly Panel[])[], { dataSource }: DashboardWish): Json[] {
	let id = 0;
	return rows.flatMap((row, rowIndex) => {
		let x = 0;
		return row.map(({ title, expression, unit, width, type = 'timeseries' }) => {
			id += 1;
			const panel = {
				id,
				title,
				type,
				datasource: { type: 'prometheus', uid: dataSource },
				fieldConfig: { defaults: { unit }, overrides: [] },
				gridPos: { x, y: rowIndex * 8, w: width, h: 8 },
				targets: [{ refId: 'A', expr: expression, datasource: { type: 'prometheus', uid: dataSource } }],
			};
			x += width;
			return panel;
		});
	});
}

/** What of a dashboard differs from what it is to be: top-level names. What Grafana adds of its own is left alone. */
export function dashboardDifferences(found: Json, wanted: Json): string[] {
	return Object.keys(wanted).filter((name) => !holds(found[name], wanted[name]));
}

/** Whether all that is wanted is there; lists have to be the same length. */
function holds(found: unknown, wanted: unknown): boolean {
	if (Array.isArray(wanted)) {
		return (
			Array.isArray(found) &&
			found.length === wanted.length &&
			wanted.every((entry, index) => holds(found[index], entry))
		);
	}
	if (isRecord(wanted)) {
		return isRecord(found) && Object.keys(wanted).every((name) => holds(found[name], wanted[name]));
	}
	return found === wanted;
}
