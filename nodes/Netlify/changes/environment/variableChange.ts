import { OperationFailure } from '../../../shared/operation/errors';
import {
	type NetlifyEnvironmentValue,
	type NetlifyEnvironmentVariable,
	type NetlifySite,
	siteName,
} from '../../api/types';
import {
	contextName,
	contextOf,
	type DeployContext,
	isReadable,
	ownValue,
} from '../../state/environment/deployContexts';

/** What a variable is to be. */
export interface VariableChange {
	readonly key: string;
	readonly value: string;
	/** Where the value goes; never `all` for a secret. */
	readonly places: readonly DeployContext[];
	/** Null: as they are. */
	readonly scopes: readonly string[] | null;
	readonly isSecret: boolean;
}

/** What is done to the value of one context; `written` where Netlify does not report what was there. */
export type PlaceResult = 'added' | 'changed' | 'unchanged' | 'written';

export interface VariablePlan {
	readonly before: NetlifyEnvironmentVariable | null;
	readonly places: ReadonlyArray<DeployContext & { readonly result: PlaceResult }>;
	/** Scopes or the secret flag change, which Netlify does with all values at once only. */
	readonly rewrites: boolean;
}

/** What a change would do to what is there now. @throws OperationFailure when it cannot be done without losing values. */
export function planChange(
	site: NetlifySite,
	before: NetlifyEnvironmentVariable | null,
	change: VariableChange,
): VariablePlan {
	const places = change.places.map((place) => ({ ...place, result: resultAt(place, before, change.value) }));
	const rewrites = before !== null && isRewrite(before, change);
	if (rewrites) assertRewritable(site, before, change);
	return { before, places, rewrites };
}

function resultAt(place: DeployContext, before: NetlifyEnvironmentVariable | null, value: string): PlaceResult {
	const own: NetlifyEnvironmentValue | undefined = ownValue(before?.values ?? [], place);
	if (before === null || own === undefined) return 'added';
	if (!isReadable(before, place.context)) return 'written';
	return own.value === value ? 'unchanged' : 'changed';
}

function isRewrite(before: NetlifyEnvironmentVariable, { isSecret, scopes }: VariableChange): boolean {
	const becomesSecret = isSecret && before.is_secret !== true;
	return becomesSecret || (scopes !== null && !isSameSet(scopes, before.scopes ?? []));
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
	return [...left].sort().join() === [...right].sort().join();
}

/** @throws OperationFailure when a value would be lost: all are written again, and Netlify does not report this one. */
function assertRewritable(
	site: NetlifySite,
	before: NetlifyEnvironmentVariable,
	{ key, places }: VariableChange,
): void {
	const given = places.map(contextName);
	const unreadable = (before.values ?? [])
		.map(contextOf)
		.filter((place) => !isReadable(before, place.context) && !given.includes(contextName(place)));
	if (unreadable.length === 0) return;
	throw new OperationFailure(
		`The scopes of secret ${key} of site ${siteName(site)} were not changed: Netlify writes all values again for that, and does not report those of ${unreadable.map(contextName).join(', ')}`,
		'Give the value for all of these contexts in the same run, or leave Scopes empty',
	);
}
