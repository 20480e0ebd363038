import type { JsonObject } from 'n8n-workflow';

import { valueAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { pollUntil, timedOut, type PollAssessment } from '../shared/waiting/pollUntil';
import { fieldIn, inCamelCase, isList, listPages } from './answers';
import type { NeonOperation } from './types';
import type { Wait } from './wait';

/**
 * How far an operation is. `skipped` means that Neon found nothing to do: no failure, and no proof
 * either, which is why what it was to change is looked at afterwards. A status that is not known
 * is waited for.
 */
export function verdictOn(operation: NeonOperation): PollAssessment {
	const { action = 'operation', status = '', error } = operation;
	const seen = `${action} ${status}${error ? ` (${error})` : ''}`;
	switch (status) {
		case 'finished':
		case 'skipped':
			return { phase: 'succeeded', seen };
		case 'failed':
		case 'error':
		case 'cancelled':
			return { phase: 'failed', seen };
		default:
			return { phase: 'pending', seen };
	}
}

/**
 * Waits until all operations have ended well. They run one after the other, so one look at a time
 * is enough.
 *
 * @throws OperationFailure at the first that failed or was cancelled, and when the time is up.
 */
export async function waitForOperations(
	client: PlatformClient,
	projectId: string,
	operations: readonly NeonOperation[],
	wait: Wait,
): Promise<NeonOperation[]> {
	const ended: NeonOperation[] = [];
	const result = await pollUntil<NeonOperation | null>({
		what: 'Neon\'s operations',
		...wait.limits(),
		read: async () => {
			for (;;) {
				const next = operations[ended.length];
				if (!next) return null;
				const now =
					verdictOn(next).phase === 'pending'
						? await readOperation(client, projectId, next.id)
						: next;
				if (verdictOn(now).phase !== 'succeeded') return now;
				ended.push(now);
			}
		},
		assess: (operation) =>
			operation ? verdictOn(operation) : { phase: 'succeeded', seen: 'all have finished' },
	});
	if (result.outcome === 'succeeded') return ended;
	if (result.outcome === 'failed' && result.value) throw operationFailed(result.value);
	throw timedOut(
		`Neon operation ${result.value?.id ?? ''}`,
		result.waitedMs,
		result.outcome === 'timeout' ? result.seen : '',
	);
}

function operationFailed(operation: NeonOperation): OperationFailure {
	const { id, action = 'operation', status, branch_id: branchId, error } = operation;
	const where = branchId ? ` of branch ${branchId}` : '';
	const end = status === 'cancelled' ? 'was cancelled' : 'failed';
	const why = error ? `: ${error}` : '; Neon gives no reason';
	return new OperationFailure(
		`Neon operation ${action}${where} ${end}${why}`,
		`What was asked for is not done. Look at operation ${id} in Neon's console, under Monitoring > System operations; if it happens again, write to Neon's support with that id`,
		{ operation: operationJson(operation) },
	);
}

export async function readOperation(
	client: PlatformClient,
	projectId: string,
	operationId: string,
): Promise<NeonOperation> {
	return await fieldIn<NeonOperation>(
		client,
		'operation',
		path`/projects/${projectId}/operations/${operationId}`,
	);
}

/** The project's operations, newest first. */
export async function listOperations(
	client: PlatformClient,
	projectId: string,
	limit: number,
): Promise<NeonOperation[]> {
	return await listPages<NeonOperation>(
		client,
		'operations',
		path`/projects/${projectId}/operations`,
		{ limit: Math.min(limit, 1000) },
		limit,
	);
}

/** An operation in our shape. */
export function operationJson(operation: NeonOperation): JsonObject {
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
		finished: verdictOn(operation).phase === 'succeeded',
		failures: operation.failures_count ?? 0,
		durationMs: operation.total_duration_ms ?? null,
	};
}

/** The operations in the answer to a change; none in an empty one. */
export function operationsIn(body: unknown): NeonOperation[] {
	const operations = valueAt(body, 'operations');
	return isList<NeonOperation>(operations) ? operations : [];
}
