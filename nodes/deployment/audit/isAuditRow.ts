import { isRecord } from '../values/jsonFields';

/** Whether it is a row of the Data Table `slipway_audits`. */
export function isAuditRow(row: unknown): row is Readonly<Record<string, unknown>> {
	return isRecord(row) && 'audit_id' in row && Number(row.id) > 0;
}
