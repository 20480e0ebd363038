import type { NetlifyEnvironmentValue, NetlifyEnvironmentVariable } from '../../api/types';
import {
	contextName,
	contextOf,
	deployedContexts,
	type DeployContext,
	effectiveValue,
	isReadable,
	localContexts,
	ownValue,
} from './deployContexts';

interface Change {
	readonly value: string;
	readonly places: readonly DeployContext[];
	readonly isSecret: boolean;
}

export interface PlacedValue {
	readonly place: DeployContext;
	/** Null where Netlify does not report it. */
	readonly value: string | null;
}

/**
 * All values of a variable that is written whole: the new ones, and those which stay. Once it is a
 * secret, the value of `all` becomes one for each deployed context without its own.
 */
export function rewrittenValues(before: NetlifyEnvironmentVariable, change: Change): PlacedValue[] {
	const values = before.values ?? [];
	const placed = new Map<string, PlacedValue>();
	for (const { place, value } of values.flatMap((each) => keptPlaces(before, each, change))) {
		placed.set(contextName(place), { place, value });
	}
	for (const place of change.places) {
		placed.set(contextName(place), { place, value: change.value });
	}
	return [...placed.values()];
}

function keptPlaces(before: NetlifyEnvironmentVariable, kept: NetlifyEnvironmentValue, change: Change): PlacedValue[] {
	const place = contextOf(kept);
	const value = kept.value ?? '';
	if (!becomesSecret(before, change) || place.context !== 'all') return [{ place, value }];
	return deployedContexts
		.map((context) => ({ context, branch: null }))
		.filter((each) => ownValue(before.values ?? [], each) === undefined)
		.map((each) => ({ place: each, value }));
}

/**
 * Places for which deploys now get another value than before although nobody asked for it, with the
 * value they had. What Netlify does not report, the values of secrets, only has to be there.
 */
export function lostValues(
	before: NetlifyEnvironmentVariable | null,
	after: NetlifyEnvironmentVariable,
	change: Change,
): PlacedValue[] {
	if (before === null) return [];
	const values = before.values ?? [];
	const changed = change.places.map(contextName);
	const branches = values.map(contextOf).filter(({ context }) => context === 'branch');
	const fixed = [...deployedContexts, ...localContexts].map((context) => ({ context, branch: null }));
	return [...fixed, ...branches].flatMap((place): PlacedValue[] => {
		const had = effectiveValue(values, place);
		const hadOwn = ownValue(values, place) !== undefined;
		if (had === undefined || changed.includes(contextName(place))) return [];
		if (!hadOwn && changed.includes('all')) return [];
		// A secret has no value for local development unless it is given one.
		if (!hadOwn && becomesSecret(before, change) && localContexts.includes(place.context)) return [];
		const has = effectiveValue(after.values ?? [], place);
		if (!isReadable(before, had.context ?? 'all')) return has ? [] : [{ place, value: null }];
		const isKept = has && (!isReadable(after, has.context ?? 'all') || has.value === had.value);
		return isKept ? [] : [{ place, value: had.value ?? '' }];
	});
}

function becomesSecret(before: NetlifyEnvironmentVariable, change: Change): boolean {
	return change.isSecret && before.is_secret !== true;
}
