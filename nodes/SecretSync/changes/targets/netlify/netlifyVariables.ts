import {
	createVariables,
	deleteValue,
	deleteVariable,
	listVariables,
	readVariable,
	replaceVariable,
	setValue,
} from '../../../../Netlify/api/environmentVariables';
import { type NetlifyEnvironmentVariable, type NetlifySite, siteName } from '../../../../Netlify/api/types';
import { keepOthers, valueBody } from '../../../../Netlify/changes/environment/keepOthers';
import type { PlatformClient } from '../../../../shared/http/platformClient';
import { writeOnce } from '../../../../shared/waiting/writeOnce';
import { contextOfPlace, placeOf, valueAtPlace } from '../../../state/netlifyContexts';
import { needsRewrite, type NetlifyPlacing, placesOf } from '../../../state/netlifyPlacing';
import type { SyncEntry } from '../../../state/syncPlan';

/** A site whose variables are written. */
export interface NetlifySiteVariables {
	readonly client: PlatformClient;
	readonly site: NetlifySite;
	readonly placing: NetlifyPlacing;
}

/** The site's own variables by key, those of its team left out. */
export async function variablesByKey({
	client,
	site,
}: NetlifySiteVariables): Promise<Map<string, NetlifyEnvironmentVariable>> {
	return new Map((await listVariables(client, site)).map((variable) => [variable.key, variable]));
}

/** Makes variables that are not there; after a lost answer only those still missing. */
export async function createOnce(on: NetlifySiteVariables, added: readonly SyncEntry[]): Promise<void> {
	const { client, site, placing } = on;
	const { scopes, isSecret, places } = placing;
	let missing = added.map(({ key, value }) => ({
		key,
		is_secret: isSecret,
		...(scopes.length > 0 && { scopes }),
		values: places.map((place) => valueBody(contextOfPlace(place), value)),
	}));
	await writeOnce<true>({
		what: `the environment variables of site ${siteName(site)}`,
		async send() {
			await createVariables(client, site, missing);
			return true;
		},
		async find() {
			const there = await variablesByKey(on);
			missing = missing.filter(({ key }) => !there.has(key));
			return missing.length === 0 ? true : undefined;
		},
	});
}

/** Sets a variable at the places, and keeps what deploys of others get. Returns the time of that change. */
export async function changeVariable(
	on: NetlifySiteVariables,
	before: NetlifyEnvironmentVariable,
	value: string,
): Promise<string | null> {
	const { client, site, placing } = on;
	const places = placesOf(before, placing);
	if (needsRewrite(before, placing)) await rewriteVariable(on, before, value);
	else for (const place of places) await setValueAt(on, before, place, value);
	const after = await readVariable(client, site, before.key);
	if (after === null) return null;
	const change = { ...placing, key: before.key, value, places: places.map(contextOfPlace) };
	return (await keepOthers(client, site, change, before, after)).updated_at ?? null;
}

async function setValueAt(
	{ client, site }: NetlifySiteVariables,
	before: NetlifyEnvironmentVariable,
	place: string,
	value: string,
): Promise<void> {
	const isThere = before.is_secret !== true && valueAtPlace(before, place)?.value === value;
	if (!isThere) await setValue(client, site, before.key, valueBody(contextOfPlace(place), value));
}

async function rewriteVariable(
	{ client, site, placing }: NetlifySiteVariables,
	before: NetlifyEnvironmentVariable,
	value: string,
): Promise<void> {
	const staysSecret = before.is_secret === true || placing.isSecret;
	const scopes = placing.scopes.length > 0 ? placing.scopes : (before.scopes ?? []);
	await replaceVariable(client, site, {
		key: before.key,
		is_secret: staysSecret,
		// Netlify does not let secrets into post processing.
		scopes: scopes.filter((scope) => !staysSecret || scope !== 'post-processing'),
		values: placesOf(before, placing).map((place) => valueBody(contextOfPlace(place), value)),
	});
}

/** Removes a variable's values at the places, and the variable when it has none besides. */
export async function removeVariable(
	{ client, site, placing }: NetlifySiteVariables,
	variable: NetlifyEnvironmentVariable,
): Promise<void> {
	const places = placesOf(variable, placing);
	const values = variable.values ?? [];
	const own = values.filter((value) => places.includes(placeOf(value)));
	if (own.length === values.length) await deleteVariable(client, site, variable.key);
	else for (const { id } of own) await deleteValue(client, site, variable.key, id ?? '');
}
