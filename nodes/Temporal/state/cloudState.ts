import type { DeploymentPhase } from '../../deployment/state/deploymentState';
import type { CloudNamespace, CloudOperation } from '../api/types';

/** Temporal Cloud's word in small letters: `fulfilled`, `in_progress`. */
export function operationWord({ state = '' }: CloudOperation): string {
	return state.replace(/^STATE_/, '').toLowerCase();
}

/** Where waiting can stop. A word that is not known is not good. */
export function operationEnd(operation: CloudOperation): DeploymentPhase {
	switch (operationWord(operation)) {
		case 'fulfilled':
			return 'succeeded';
		case 'failed':
		case 'cancelled':
		case 'rejected':
			return 'failed';
		default:
			return 'pending';
	}
}

export function resourceWord(state = ''): string {
	return state.replace(/^RESOURCE_STATE_/, '').toLowerCase();
}

const dayMs = 86_400_000;

/** Whole days until then, below zero when it is over; null where there is no end. */
export function daysUntil(text: string | undefined, nowMs: number): number | null {
	const atMs = Date.parse(text ?? '');
	return Number.isNaN(atMs) || atMs <= 0 ? null : Math.floor((atMs - nowMs) / dayMs);
}

/** Where a namespace is available. */
export function regionsOf({ regionStatus = {}, spec = {} }: CloudNamespace): string[] {
	const regions = Object.keys(regionStatus);
	return regions.length > 0 ? regions : [...(spec.regions ?? [])];
}
