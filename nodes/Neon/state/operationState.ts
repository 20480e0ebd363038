import type { NeonOperation } from '../api/types';
import type { NeonAssessment } from './assessment';

/**
 * How far an operation is. `skipped` means that Neon found nothing to do: no failure, and no proof
 * either, which is why what it was to change is looked at afterwards. A status that is not known
 * is waited for.
 */
export function assessOperation({ action = 'operation', status = '', error }: NeonOperation): NeonAssessment {
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

export function isPending(operation: NeonOperation): boolean {
	return assessOperation(operation).phase === 'pending';
}

/** Whether it takes a branch away. */
export function isDeletion({ action }: NeonOperation): boolean {
	return action === 'delete_timeline' || action === 'timeline_mark_invisible';
}
