import { compact } from '../http/json';
import type { Operation } from '../model';
import { time } from './fields';

export function presentOperation(operation: Operation): Record<string, unknown> {
	return compact({
		id: operation.id,
		project_id: operation.projectId,
		branch_id: operation.branchId,
		endpoint_id: operation.endpointId,
		action: operation.action,
		status: operation.status,
		error: operation.error,
		failures_count: operation.failuresCount,
		created_at: time(operation.createdAtMs),
		updated_at: time(operation.updatedAtMs),
		total_duration_ms: Math.round(operation.durationMs),
	});
}
