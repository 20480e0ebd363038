import type { NetlifyEnvironmentVariable } from '../../Netlify/api/types';
import type { PresentKey } from './syncPlan';
import { deployedContexts, valueAtPlace } from './netlifyContexts';

/** Where a sync keeps its values on a site, and how. */
export interface NetlifyPlacing {
	/** Contexts, none of them `all` for a secret. */
	readonly places: readonly string[];
	/** Empty: as they are. */
	readonly scopes: readonly string[];
	readonly isSecret: boolean;
}

/** The places of a variable that is there. What was a secret stays one, and Netlify has no `all` for it. */
export function placesOf(variable: NetlifyEnvironmentVariable, { places }: NetlifyPlacing): readonly string[] {
	if (variable.is_secret !== true) return places;
	return [...new Set(places.flatMap((place) => (place === 'all' ? deployedContexts : [place])))];
}

/** Whether a variable has other scopes or another secret flag, which Netlify changes only with all its values. */
export function needsRewrite(variable: NetlifyEnvironmentVariable, { scopes, isSecret }: NetlifyPlacing): boolean {
	const hasOtherScopes = scopes.length > 0 && [...scopes].sort().join() !== [...(variable.scopes ?? [])].sort().join();
	return hasOtherScopes || (isSecret && variable.is_secret !== true);
}

/** What a site has of a variable at the places; null when it has nothing there. */
export function presentAt(variable: NetlifyEnvironmentVariable, placing: NetlifyPlacing): PresentKey | null {
	const mark = variable.updated_at ?? null;
	if (needsRewrite(variable, placing)) return { values: [undefined], mark };
	const own = placesOf(variable, placing).map((place) => valueAtPlace(variable, place));
	if (!own.some((value) => value)) return null;
	if (variable.is_secret !== true) return { values: own.map((value) => value?.value ?? undefined), mark };
	return { values: own.includes(undefined) ? [undefined] : null, mark };
}
