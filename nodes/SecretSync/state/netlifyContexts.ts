import type { NetlifyEnvironmentValue, NetlifyEnvironmentVariable } from '../../Netlify/api/types';

/** Where Netlify takes a secret's value for `all`: it refuses that context for secrets. */
export const deployedContexts: readonly string[] = ['production', 'deploy-preview', 'branch-deploy'];

const otherContexts: readonly string[] = ['dev', 'dev-server'];

export const contextNames: readonly string[] = ['all', ...deployedContexts, ...otherContexts];

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

export function valueAtPlace(
	variable: NetlifyEnvironmentVariable,
	place: string,
): NetlifyEnvironmentValue | undefined {
	return (variable.values ?? []).find((value) => placeOf(value) === place);
}

export function bodyFor(place: string, value: string): { context: string; value: string; context_parameter?: string } {
	const branch = isBranchPlace(place) ? place.slice('branch:'.length) : null;
	return branch === null
		? { context: place, value }
		: { context: 'branch', context_parameter: branch, value };
}

/** Places of a variable that none of `places` takes the place of. */
export function uncoveredPlaces(variable: NetlifyEnvironmentVariable, places: readonly string[]): string[] {
	const covers = (place: string): boolean =>
		places.includes(place) ||
		(place === 'all' && deployedContexts.every((context) => places.includes(context)));
	return (variable.values ?? []).map(placeOf).filter((place) => !covers(place));
}

export interface PlacedValue {
	readonly place: string;
	/** Null where Netlify does not tell it. */
	readonly value: string | null;
}

/** What deploys of other contexts got before and do not get now although nobody changed it: place and former value. */
export function lostValues(
	before: NetlifyEnvironmentVariable,
	after: NetlifyEnvironmentVariable,
	places: readonly string[],
): PlacedValue[] {
	const branches = (before.values ?? []).map(placeOf).filter(isBranchPlace);
	return [...deployedContexts, ...otherContexts, ...branches].flatMap((place): PlacedValue[] => {
		const hadOwn = valueAtPlace(before, place) !== undefined;
		if (places.includes(place) || (!hadOwn && wider(place).some((each) => places.includes(each)))) return [];
		const had = effective(before, place);
		if (had === undefined) return [];
		const has = effective(after, place);
		if (before.is_secret === true) return has ? [] : [{ place, value: null }];
		return has && has.value === had.value ? [] : [{ place, value: had.value ?? '' }];
	});
}

function effective(variable: NetlifyEnvironmentVariable, place: string): NetlifyEnvironmentValue | undefined {
	return [place, ...wider(place)].map((each) => valueAtPlace(variable, each)).find((value) => value);
}

const wider = (place: string): string[] =>
	isBranchPlace(place) ? ['branch-deploy', 'all'] : ['all'];
