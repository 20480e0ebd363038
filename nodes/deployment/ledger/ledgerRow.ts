import { isTrueAt, numberAt, textAt } from '../values/jsonFields';
import { ledgerStateOf } from './ledgerState';
import { deploymentKindOf, type DeploymentRecord, emptyRecord, stringAt } from './record';

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
	readonly branch: string;
	readonly context: string;
	readonly decision: string;
	readonly artifact: string;
	/** The head when it was decided. */
	readonly head_commit: string;
	/** What it left live, as seen at its end. */
	readonly live_id: string;
	readonly live_artifact: string;
	readonly live_commit: string;
	/** The service whose failure caused this roll back. */
	readonly because: string;
	/** The version of its AWS secret that its platform had; empty where none was brought. */
	readonly secret_version: string;
	/** When the person on call was told, before it was written; empty where nobody had to be, or was told later (`outbox.ts`). */
	readonly told_at: string;
}

/** A deployment as its row tells it. */
export interface LedgerEntry extends DeploymentRecord {
	readonly finishedAt: string;
	readonly toldAt: string;
	/** Whether the ledger has not taken it yet: `rowId` then tells its place, and is the id of no row. */
	readonly isKept: boolean;
	/** The higher, the newer (`rowOrder.ts`): its row's id, unless that was written late. */
	readonly place: number;
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
		branch: record.branch,
		context: record.context,
		decision: record.decision,
		artifact: record.artifact,
		head_commit: record.headCommit,
		live_id: record.liveId,
		live_artifact: record.liveArtifact,
		live_commit: record.liveCommit,
		because: record.because,
		secret_version: record.secretVersion,
		told_at: '',
	};
}

/** A deployment as its row tells it; null for what is no row, such as the item of a step that failed. */
export function fromLedgerRow(row: unknown): LedgerEntry | null {
	const kind = deploymentKindOf(textAt(row, 'kind'));
	if (kind === null || textAt(row, 'service') === null || textAt(row, 'state') === null) return null;
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
		branch: text('branch'),
		context: text('context'),
		decision: text('decision'),
		artifact: text('artifact'),
		headCommit: text('head_commit'),
		liveId: text('live_id'),
		liveArtifact: text('live_artifact'),
		liveCommit: text('live_commit'),
		because: text('because'),
		secretVersion: text('secret_version'),
		toldAt: text('told_at'),
		rowId: numberAt(row, 'id') ?? 0,
		isKept: false,
		place: numberAt(row, 'id') ?? 0,
	};
}

/**
 * What a row is kept under while the ledger does not take it: its beginning and its end are one, and a second deployment
 * of the service by the same release, when the head moved on meanwhile, is another.
 */
export function rowKeyOf({ releaseId, service, environment, kind, startedAt }: DeploymentRecord): string {
	return `${releaseId}/${service}/${environment}/${kind}/${startedAt}`;
}
