import type { ObjectVersion } from '../model/model';
import { S3Error } from '../protocol/s3Error';

/** Raises AccessDenied for a version that its retention or a legal hold protects. */
export function assertDeletable(version: ObjectVersion, nowMs: number, bypassesGovernance: boolean): void {
	const { retention, legalHold } = version;
	const isRetained =
		retention !== undefined && retention.untilMs > nowMs && !(retention.mode === 'GOVERNANCE' && bypassesGovernance);
	if (!isRetained && !legalHold) return;
	throw new S3Error('AccessDenied', 'Access Denied because object protected by object lock.');
}
