import { listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import type { PlatformClient } from '../../shared/http/platformClient';
import { listPages } from './answers';

/** What plans of today are billed by (https://neon.com/docs/introduction/billing-metrics). */
const metrics = [
	'compute_unit_seconds',
	'root_branch_bytes_month',
	'child_branch_bytes_month',
	'instant_restore_bytes_month',
	'public_network_transfer_bytes',
	'private_network_transfer_bytes',
	'extra_branches_month',
	'snapshot_storage_bytes_month',
] as const;

export type Metric = (typeof metrics)[number];

export interface ConsumptionSpan {
	/** ISO 8601, at the beginning of a day or of a month. */
	readonly from: string;
	readonly to: string;
	readonly granularity: 'daily' | 'monthly';
}

export interface Consumption {
	/** By metric; one that Neon does not name is missing. */
	readonly values: ReadonlyMap<string, number>;
	/** The end of what is counted; empty where nothing is. */
	readonly until: string;
}

/** What all projects of an organization used. It wakes no compute. */
export async function readConsumption(
	client: PlatformClient,
	organizationId: string,
	span: ConsumptionSpan,
): Promise<Consumption> {
	const projects = await listPages<unknown>(
		client,
		'projects',
		'/consumption_history/v2/projects',
		{ ...span, org_id: organizationId, metrics: metrics.join(','), limit: 100 },
		Infinity,
	);
	const frames = projects.flatMap((project) =>
		listAt(project, 'periods').flatMap((period) => listAt(period, 'consumption')),
	);
	const values = new Map<string, number>();
	for (const entry of frames.flatMap((frame) => listAt(frame, 'metrics'))) {
		const name = textAt(entry, 'metric_name') ?? '';
		values.set(name, (values.get(name) ?? 0) + (numberAt(entry, 'value') ?? 0));
	}
	const ends = frames.flatMap((frame) => textAt(frame, 'timeframe_end') ?? []);
	return { values, until: ends.sort().at(-1) ?? '' };
}
