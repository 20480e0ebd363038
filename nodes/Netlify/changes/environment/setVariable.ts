import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { siteName } from '../../api/sites';
import type { NetlifyEnvironmentValue, NetlifyEnvironmentVariable, NetlifySite } from '../../api/types';
import { writeOnce } from '../makeDeployOnce';
import { contextName, contextOf, type DeployContext, effectiveValue } from '../../state/environment/deployContexts';
import { lostValues, ownValue, rewrittenValues } from '../../state/environment/keptValues';
import { isReadable, readVariable, variableRequest, variablesRequest } from '../../api/environmentVariables';

/** What a variable shall be. */
export interface VariableChange {
	readonly key: string;
	readonly value: string;
	/** Where the value goes; never `all` for a secret. */
	readonly places: readonly DeployContext[];
	/** Null: as they are. */
	readonly scopes: readonly string[] | null;
	readonly isSecret: boolean;
}

/** What is done to the value of one context; `written` where Netlify does not tell what was there. */
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
	const values = before?.values ?? [];
	const places = change.places.map((place) => {
		const own = ownValue(values, place);
		return { ...place, result: resultFor(before, own, place, change.value) };
	});
	const rewrites =
		before !== null &&
		((change.isSecret && before.is_secret !== true) ||
			(change.scopes !== null && !sameTexts(change.scopes, before.scopes ?? [])));
	if (!rewrites || before === null) return { before, places, rewrites };
	const names = change.places.map(contextName);
	const unreadable = values
		.map(contextOf)
		.filter((place) => !isReadable(before, place.context) && !names.includes(contextName(place)));
	if (unreadable.length === 0) return { before, places, rewrites };
	throw new OperationFailure(
		`The scopes of secret ${change.key} of site ${siteName(site)} were not changed: Netlify does it by writing all values again, and does not tell those of ${unreadable.map(contextName).join(', ')}`,
		'Give the value for all of these contexts in the same run, or leave Scopes empty',
	);
}

function resultFor(
	before: NetlifyEnvironmentVariable | null,
	own: NetlifyEnvironmentValue | undefined,
	{ context }: DeployContext,
	value: string,
): PlaceResult {
	if (before === null || own === undefined) return 'added';
	if (!isReadable(before, context)) return 'written';
	return own.value === value ? 'unchanged' : 'changed';
}

/**
 * Carries a plan out, then reads the variable again: every value that was not to change must still be
 * what deploys get. One that is gone is put back.
 *
 * @throws OperationFailure when the variable is not what was asked for afterwards.
 */
export async function applyChange(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	plan: VariablePlan,
): Promise<NetlifyEnvironmentVariable> {
	if (plan.before === null) await createVariable(client, site, change);
	else if (plan.rewrites) await rewriteVariable(client, site, change, plan.before);
	else await setValues(client, site, change, plan.places.filter(({ result }) => result !== 'unchanged'));
	const after = await readVariable(client, site, change.key);
	if (after === null) throw notAsAsked(site, change, 'it is not there');
	return await keepOthers(client, site, change, plan, after);
}

async function createVariable(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
): Promise<void> {
	const variable: IDataObject = {
		key: change.key,
		is_secret: change.isSecret,
		...(change.scopes !== null && { scopes: [...change.scopes] }),
		values: change.places.map((place) => valueBody(place, change.value)),
	};
	await writeOnce<unknown>(
		async () =>
			await client.request({
				...variablesRequest(site, 'POST'),
				body: [variable],
				secretValues: [change.value],
				safeToRepeat: false,
			}),
		async () => await readVariable(client, site, change.key),
	);
}

async function setValues(
	client: PlatformClient,
	site: NetlifySite,
	change: Pick<VariableChange, 'key' | 'value'>,
	places: readonly DeployContext[],
): Promise<void> {
	for (const place of places) {
		await client.request({
			...variableRequest(site, 'PATCH', change.key),
			body: valueBody(place, change.value),
			secretValues: [change.value],
			// One context's value, set to the same again.
			safeToRepeat: true,
		});
	}
}

async function rewriteVariable(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	before: NetlifyEnvironmentVariable,
): Promise<void> {
	const isSecret = change.isSecret || before.is_secret === true;
	const scopes = change.scopes ?? before.scopes ?? [];
	const values = rewrittenValues(before, change).map(({ place, value }) => ({ place, value: value ?? '' }));
	await client.request({
		...variableRequest(site, 'PUT', change.key),
		body: {
			key: change.key,
			is_secret: isSecret,
			// Netlify does not let secrets into post processing.
			scopes: scopes.filter((scope) => !isSecret || scope !== 'post-processing'),
			values: values.map(({ place, value }) => valueBody(place, value)),
		},
		secretValues: values.map(({ value }) => value),
	});
}

/** Checks what was written, and puts back what was lost by it. */
async function keepOthers(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	plan: VariablePlan,
	after: NetlifyEnvironmentVariable,
): Promise<NetlifyEnvironmentVariable> {
	for (const place of change.places) {
		const now = effectiveValue(after.values ?? [], place);
		const isRight = now && (!isReadable(after, now.context ?? 'all') || now.value === change.value);
		if (!isRight) throw notAsAsked(site, change, `${contextName(place)} has another value`);
	}
	const lost = lostValues(plan.before, after, change);
	if (lost.length === 0) return after;
	for (const { place, value } of lost) {
		if (value === null) {
			throw notAsAsked(site, change, `Netlify dropped the value of ${contextName(place)}, and does not tell what it was`);
		}
		await setValues(client, site, { key: change.key, value }, [place]);
	}
	const repaired = await readVariable(client, site, change.key);
	if (repaired !== null && lostValues(plan.before, repaired, change).length === 0) return repaired;
	throw notAsAsked(site, change, `Netlify does not keep the values of ${lost.map(({ place }) => contextName(place)).join(', ')}`);
}

function valueBody({ context, branch }: DeployContext, value: string): IDataObject {
	return { context, value, ...(branch !== null && { context_parameter: branch }) };
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
	return [...left].sort().join() === [...right].sort().join();
}

function notAsAsked(site: NetlifySite, { key }: VariableChange, why: string): OperationFailure {
	return new OperationFailure(
		`Environment variable ${key} of site ${siteName(site)} is not as asked: ${why}`,
		'Look at the variable in Netlify before the next deploy, correct it there, and run this again',
	);
}
