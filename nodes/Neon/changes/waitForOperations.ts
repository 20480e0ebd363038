import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { readOperation } from '../api/operations';
import type { NeonOperation } from '../api/types';
import { assessOperation, isPending } from '../state/operationState';
import type { Work } from './work';

/**
 * Waits until all operations have succeeded. They run one after the other, so one look at a time is enough.
 *
 * @throws OperationFailure at the first that failed or was cancelled, and when the time is up.
 */
export async function waitForOperations(work: Work, operations: readonly NeonOperation[]): Promise<NeonOperation[]> {
	const ended: NeonOperation[] = [];
	const result = await pollUntil<NeonOperation | null>({
		what: "Neon's operations",
		...work.wait.limits(),
		read: async () => {
			for (;;) {
				const next = operations[ended.length];
				if (!next) return null;
				const now = isPending(next) ? await readOperation(work, next.id) : next;
				if (assessOperation(now).phase !== 'succeeded') return now;
				ended.push(now);
			}
		},
		assess: (operation) => (operation ? assessOperation(operation) : { phase: 'succeeded', seen: 'all have finished' }),
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
		`The change was not made. Look at operation ${id} in Neon's console, under Monitoring > System operations; if it fails again, give Neon's support that id`,
		{ operation: { ...operation } },
	);
}
