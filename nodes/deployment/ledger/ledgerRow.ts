import { isTrueAt, textAt } from '../values/jsonFields';
import { ledgerStateOf } from './ledgerState';
import { type DeploymentRecord, emptyRecord, stringAt } from './record';

/** A row of the Data Table `slipway_deployments`, by its columns. */
export interface LedgerRow {
	readonly release_id: string;
	readonly service: string;
	readonly environment: string;
	readonly platform: string;
	readonly target: string;
	readonly repository: string;
	readonly commit: string;
	readonly kind: string;
	readonly state: string;
	readonly verified: boolean;
	readonly reason: string;
	readonly deployment_id: string;
	readonly previous_id: string;
	readonly previous_commit: string;
	readonly url: string;
	readonly actor: string;
	readonly started_at: string;
	readonly finished_at: string;
}

export function toLedgerRow(record: DeploymentRecord, finishedAt: string): LedgerRow {
	const { service, environment, platform, target, repository, commit, kind, state, reason, url, actor } = record;
	return {
		service,
		environment,
		platform,
		target,
		repository,
		commit,
		kind,
		state,
		reason,
		url,
		actor,
		release_id: record.releaseId,
		// The ledger's word for "may be gone back to": of a deployment that passed, and of nothing else.
		verified: state === 'live',
		deployment_id: record.deploymentId,
		previous_id: record.previousId,
		previous_commit: record.previousCommit,
		started_at: record.startedAt,
		finished_at: finishedAt,
	};
}

/** A deployment as its row tells it; null for what is no row, such as the item of a step that failed. */
export function fromLedgerRow(row: unknown): (DeploymentRecord & { readonly finishedAt: string }) | null {
	const kind = textAt(row, 'kind');
	if ((kind !== 'deploy' && kind !== 'rollback') || textAt(row, 'service') === null || textAt(row, 'state') === null)
		return null;
	const text = (column: keyof LedgerRow): string => stringAt(row, column);
	return {
		...emptyRecord,
		kind,
		releaseId: text('release_id'),
		service: text('service'),
		environment: text('environment'),
		platform: text('platform'),
		target: text('target'),
		repository: text('repository'),
		commit: text('commit'),
		actor: text('actor'),
		startedAt: text('started_at'),
		state: ledgerStateOf(textAt(row, 'state')),
		reason: text('reason'),
		verified: isTrueAt(row, 'verified'),
		deploymentId: text('deployment_id'),
		previousId: text('previous_id'),
		previousCommit: text('previous_commit'),
		url: text('url'),
		finishedAt: text('finished_at'),
	};
}

/** What a row is kept under while the ledger does not take it. */
export function rowKeyOf({ releaseId, service, kind }: DeploymentRecord): string {
	return `${releaseId}/${service}/${kind}`;
}
