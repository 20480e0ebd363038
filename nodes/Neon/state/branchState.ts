import type { NeonBranch, NeonEndpoint, Reply } from '../api/types';
import type { NeonAssessment } from './assessment';

/** A branch as one look shows it. */
export interface BranchSight {
	readonly branch: NeonBranch;
	/** Its read-write compute; null without one. */
	readonly endpoint: NeonEndpoint | null;
	/** To `SELECT 1`; null when it was not asked. */
	readonly reply: Reply | null;
}

/** A branch that was seen to be ready. */
export interface ReadyBranch {
	readonly branch: NeonBranch;
	readonly endpoint: NeonEndpoint | null;
	/** Whether `SELECT 1` was answered; null when it was not asked. */
	readonly answered: boolean | null;
}

/** The rule that decides whether a branch can be used: it is ready, its compute is, and it answers where it was asked. */
export function assessBranch({ branch, endpoint, reply }: BranchSight): NeonAssessment {
	const assessment = assessState(branch, endpoint);
	if (assessment.phase !== 'succeeded' || reply === null || reply.ok) return assessment;
	return { phase: 'pending', seen: `it does not answer SELECT 1 (${reply.reason})` };
}

/** The same by Neon's word alone. */
function assessState({ current_state: state = 'unknown' }: NeonBranch, endpoint: NeonEndpoint | null): NeonAssessment {
	// An archived branch wakes up when it is connected to.
	if (state !== 'ready' && state !== 'archived') return { phase: 'pending', seen: `the branch is in state ${state}` };
	if (!endpoint) return { phase: 'succeeded', seen: `${state}, without a compute` };
	if (endpoint.disabled === true) return { phase: 'failed', seen: 'its compute is disabled' };
	const compute = endpoint.current_state ?? 'unknown';
	const isStarting = endpoint.pending_state === 'active';
	// An idle compute starts by itself when somebody connects.
	const isUsable = compute === 'active' || (compute === 'idle' && !isStarting);
	return { phase: isUsable ? 'succeeded' : 'pending', seen: `its compute is in state ${compute}` };
}

/** The compute that writes: a branch has one at most. */
export function readWriteOf(endpoints: readonly NeonEndpoint[]): NeonEndpoint | null {
	return endpoints.find(({ type }) => type === 'read_write') ?? null;
}

/** Whether a branch is still being made, as it or one of its computes says. */
export function isBeingMade(branch: NeonBranch, endpoints: readonly NeonEndpoint[]): boolean {
	return [branch, ...endpoints].some(({ current_state: state }) => state === 'init');
}
