import type { IDataObject } from 'n8n-workflow';

import type { NeonOperation } from '../api/types';
import { assessOperation } from '../state/operationState';
import { inCamelCase } from './camelCase';

/** An operation in our shape. */
export function operationJson(operation: NeonOperation): IDataObject {
	return {
		...inCamelCase(operation, [
			'id',
			'action',
			'status',
			'error',
			'branch_id',
			'endpoint_id',
			'created_at',
			'updated_at',
		]),
		finished: assessOperation(operation).phase === 'succeeded',
		failures: operation.failures_count ?? 0,
		durationMs: operation.total_duration_ms ?? null,
	};
}
