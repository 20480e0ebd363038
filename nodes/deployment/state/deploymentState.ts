/**
 * How far a deployment has come, in one vocabulary for every platform.
 *
 * - `queued` accepted, nothing started
 * - `building` the artifact is being made
 * - `rolling` the artifact is being put in place
 * - `live` serves production traffic now
 * - `ready` finished well, but production traffic does not go to it (a draft, a preview, a locked site)
 * - `failed` finished badly; what ran before still runs
 * - `rolledBack` the platform, or a person, put back what ran before
 * - `cancelled` stopped on request before it finished
 * - `skipped` the platform saw nothing to deploy; what ran before still runs, and is right
 * - `superseded` a newer deployment took its place
 * - `unknown` the platform's answer could not be read; never treated as good
 */
export type DeploymentState = (typeof deploymentStates)[number];

const deploymentStates = [
	'queued',
	'building',
	'rolling',
	'live',
	'ready',
	'failed',
	'rolledBack',
	'cancelled',
	'skipped',
	'superseded',
	'unknown',
] as const;

export function isDeploymentState(value: unknown): value is DeploymentState {
	return deploymentStates.some((state) => state === value);
}

/** Where waiting can stop: `pending` may still change by itself, `good` and `bad` are final. */
export type DeploymentPhase = 'pending' | 'succeeded' | 'failed';

/**
 * `unknown` is pending: the next look may be readable, and the deadline ends the wait if none is.
 * `skipped` is good: nothing was to be done. That something runs is another question, which `judge` answers.
 */
export function phaseOf(state: DeploymentState): DeploymentPhase {
	switch (state) {
		case 'queued':
		case 'building':
		case 'rolling':
		case 'unknown':
			return 'pending';
		case 'live':
		case 'ready':
		case 'skipped':
			return 'succeeded';
		case 'failed':
		case 'rolledBack':
		case 'cancelled':
		case 'superseded':
			return 'failed';
		default:
			return unreachable(state);
	}
}

function unreachable(state: never): never {
	throw new TypeError(`Not a deployment state: ${String(state)}`);
}

/** A state with the platform's own explanation, when it gave one. */
export interface DeploymentStatus {
	readonly state: DeploymentState;
	/** Empty when there is nothing to explain. */
	readonly reason: string;
}
