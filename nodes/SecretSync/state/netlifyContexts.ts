import type { NetlifyEnvironmentValue, NetlifyEnvironmentVariable } from '../../Netlify/api/types';

/** Where a secret's value for `all` goes: Netlify refuses that context for secrets. */
export const deployedContexts: readonly string[] = ['production', 'deploy-preview', 'branch-deploy'];

export const contextNames: readonly string[] = ['all', ...deployedContexts, 'dev', 'dev-server'];

/** The context of one branch, in the form of a place: `branch:staging`. */
export function branchPlace(branch: string): string {
	return `branch:${branch}`;
}

export function isBranchPlace(place: string): boolean {
	return place.startsWith('branch:') && place.length > 'branch:'.length;
}

/** A context by name, or a branch as `branch:staging`. */
export function placeOf({ context, context_parameter: branch }: NetlifyEnvironmentValue): string {
	return context === 'branch' ? branchPlace(branch ?? '') : (context ?? 'all');
}

export function valueAtPlace(variable: NetlifyEnvironmentVariable, place: string): NetlifyEnvironmentValue | undefined {
	return (variable.values ?? []).find((value) => placeOf(value) === place);
}

/** A place as Netlify names it: a context, and the branch of the context `branch`. */
export function contextOfPlace(place: string): { readonly context: string; readonly branch: string | null } {
	if (!isBranchPlace(place)) return { context: place, branch: null };
	return { context: 'branch', branch: place.slice('branch:'.length) };
}

/** Places of a variable that `places` do not cover. */
export function uncoveredPlaces(variable: NetlifyEnvironmentVariable, places: readonly string[]): string[] {
	const covers = (place: string): boolean =>
		places.includes(place) || (place === 'all' && deployedContexts.every((context) => places.includes(context)));
	return (variable.values ?? []).map(placeOf).filter((place) => !covers(place));
}
