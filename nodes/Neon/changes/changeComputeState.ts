import { findEndpoint, postEndpointState } from '../api/endpoints';
import type { NeonEndpoint } from '../api/types';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

export type ComputeVerb = 'start' | 'suspend';

const stateAfter = { start: 'active', suspend: 'idle' } as const;

/** Whether a compute is already in the state that this leads to. */
export function isAlready(verb: ComputeVerb, { current_state: state, pending_state: pending }: NeonEndpoint): boolean {
	return state === stateAfter[verb] && !pending;
}

/** Starts or suspends a compute and sees that it did. @throws OperationFailure when it does not show that. */
export async function changeComputeState(work: Work, { id }: NeonEndpoint, verb: ComputeVerb): Promise<NeonEndpoint> {
	const { operations = [] } = await postEndpointState(whenFree(work), id, verb);
	await waitForOperations(work, operations);
	const after = await findEndpoint(work, id);
	if (after.current_state === stateAfter[verb]) return after;
	throw notVerified(
		`compute ${id} is in state ${after.current_state ?? 'unknown'}, not ${stateAfter[verb]}`,
		verb === 'start'
			? 'Look at the compute in Neon, then run this again'
			: 'A new connection may have started it again',
	);
}
