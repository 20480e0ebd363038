import type { DeploymentState } from '../../../deployment/state/deploymentState';
import type { Routing } from '../../state/routing';

/** A step on the way to "current": done, or the end of the way. */
export type Stage =
	| { readonly goesOn: true; readonly notes?: readonly string[] }
	| {
			readonly goesOn: false;
			readonly state: DeploymentState;
			readonly reason: string;
			readonly advice: string;
			readonly unseen?: unknown;
	  };

export const done: Stage = { goesOn: true };

export function ended(state: DeploymentState, reason: string, advice = ''): Stage {
	return { goesOn: false, state, reason, advice };
}

/** What somebody else did in the meantime; undefined when nobody did. `previous` is what was current at first. */
export function foreignChange(routing: Routing, buildId: string, previous: string | null): string | undefined {
	const { current, ramp } = routing;
	if (current !== buildId && current !== previous) return `somebody made ${nameOf(current)} current meanwhile`;
	if (ramp !== null && ramp.buildId !== buildId)
		return `${nameOf(ramp.buildId)} takes ${ramp.percentage} % of the new workflows`;
	return undefined;
}

export function nameOf(buildId: string | null): string {
	return buildId === null ? 'unversioned workers' : `build ${buildId}`;
}
