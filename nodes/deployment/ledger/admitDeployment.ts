import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { verifiedIdsOf } from './ledgerHistory';
import type { DeploymentRecord } from './record';
import { failureOf, resultAt } from './stepResult';

/** What is known before it begins. */
export interface Admission {
	/** The lock of the service: what the step that takes it answered. */
	readonly lock: unknown;
	/** The service's rows of the catalog, as the Data Table gave them: anything else means that it could not be read. */
	readonly catalogRows: readonly unknown[];
	/** The service's deployments in the ledger, newest first. */
	readonly ledgerRows: readonly unknown[];
}

/**
 * Whether it may begin, by the lock, the catalog and the ledger. What could not be read stops it: a hold
 * or a deployment under way that nobody saw must not be passed over.
 */
export function admitDeployment(
	record: DeploymentRecord,
	{ lock, catalogRows, ledgerRows }: Admission,
): DeploymentRecord {
	const refused = (state: DeploymentRecord['state'], reason: string): DeploymentRecord => ({
		...record,
		state,
		reason,
	});
	const lockFailure = failureOf(resultAt({ lock }, 'lock'));
	if (lockFailure !== null) return refused('failed', lockFailure);
	const [row] = catalogRows;
	if (!isOfService(row, record) || !((numberAt(row, 'id') ?? 0) > 0)) {
		return refused(
			'failed',
			'The catalog could not be read, or has no such row any more, so nobody knows whether a person holds this service. Nothing was deployed',
		);
	}
	if (isTrueAt(row, 'hold'))
		return refused('held', `A person holds deploys of this service: ${textAt(row, 'hold_reason') ?? ''}`);
	if (!isReadable(ledgerRows, record.service)) {
		return refused(
			'failed',
			'The ledger could not be read, so nobody knows whether an earlier deploy is still under way. Nothing was deployed',
		);
	}
	const [last] = ledgerRows;
	return {
		...record,
		verifiedDeployments: verifiedDeploymentsOf(ledgerRows),
		unseenDeployment: textAt(last, 'state') === 'unknown' ? (textAt(last, 'deployment_id') ?? '') : '',
	};
}

/**
 * The platform's ids of the deployments that a readable ledger calls verified, newest first, each once. What a
 * later roll back took out again is none of them.
 */
export function verifiedDeploymentsOf(ledgerRows: readonly unknown[]): string[] {
	return verifiedIdsOf(
		ledgerRows.map((row) => ({
			kind: textAt(row, 'kind') ?? '',
			state: textAt(row, 'state') ?? '',
			verified: isTrueAt(row, 'verified'),
			deploymentId: textAt(row, 'deployment_id') ?? '',
			previousId: textAt(row, 'previous_id') ?? '',
		})),
	);
}

function isOfService(row: unknown, { service, environment }: DeploymentRecord): boolean {
	return valueAt(row, 'service') === service && valueAt(row, 'environment') === environment;
}

/** An empty item stands for "no rows"; an item that is none of the ledger's, for a step that failed. */
function isReadable(ledgerRows: readonly unknown[], service: string): boolean {
	return ledgerRows.every(
		(row) => isEmptyItem(row) || (valueAt(row, 'kind') === 'deploy' && valueAt(row, 'service') === service),
	);
}

export function isEmptyItem(row: unknown): boolean {
	return typeof row === 'object' && row !== null && Object.keys(row).length === 0;
}
