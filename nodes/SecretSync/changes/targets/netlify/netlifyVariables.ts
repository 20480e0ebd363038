import type { NetlifyEnvironmentVariable } from '../../../../Netlify/api/types';
import { textAt } from '../../../../deployment/values/jsonFields';
import { path } from '../../../../shared/http/path';
import type { PlatformClient } from '../../../../shared/http/platformClient';
import { OperationFailure } from '../../../../shared/operation/errors';
import { writeOnce } from '../../../../shared/waiting/writeOnce';
import { bodyFor, lostValues, placeOf, valueAtPlace } from '../../../state/netlifyContexts';
import { needsRewrite, type NetlifyPlacing, placesOf } from '../../../state/netlifyPlacing';

/** A site of which the variables are written. */
export interface NetlifySiteVariables {
	readonly client: PlatformClient;
	readonly site: { readonly id: string; readonly account: string; readonly name: string };
	readonly placing: NetlifyPlacing;
}

export async function listVariables({ client, site }: NetlifySiteVariables): Promise<Map<string, NetlifyEnvironmentVariable>> {
	const found = await client.list<NetlifyEnvironmentVariable>({ method: 'GET', ...all(site) });
	return new Map(found.map((variable) => [variable.key, variable]));
}

/** Makes variables that are not there. */
export async function createVariables(
	on: NetlifySiteVariables,
	added: ReadonlyArray<{ readonly key: string; readonly value: string }>,
): Promise<void> {
	const { client, site, placing } = on;
	const { scopes, isSecret, places } = placing;
	let missing = added.map(({ key, value }) => ({
		key,
		is_secret: isSecret,
		...(scopes.length > 0 && { scopes: [...scopes] }),
		values: places.map((place) => bodyFor(place, value)),
	}));
	await writeOnce({
		what: `the environment variables of site ${site.name}`,
		async send() {
			await client.request({ method: 'POST', ...all(site), body: missing, safeToRepeat: false });
			return true;
		},
		async find() {
			const there = await listVariables(on);
			missing = missing.filter(({ key }) => !there.has(key));
			return missing.length === 0 ? true : undefined;
		},
	});
}

/** Gives a variable its value at the places. Returns the time of the change that it was, where that is certain. */
export async function changeVariable(on: NetlifySiteVariables, before: NetlifyEnvironmentVariable, value: string): Promise<string | null> {
	if (needsRewrite(before, on.placing)) return await rewriteVariable(on, before, value);
	for (const place of placesOf(before, on.placing)) {
		const there = valueAtPlace(before, place);
		if (before.is_secret !== true && there?.value === value) continue;
		await setValue(on, before.key, place, value);
	}
	return await restoreLost(on, before);
}

async function rewriteVariable(
	{ client, site, placing }: NetlifySiteVariables,
	before: NetlifyEnvironmentVariable,
	value: string,
): Promise<string | null> {
	const staysSecret = before.is_secret === true || placing.isSecret;
	const wanted = placing.scopes.length > 0 ? placing.scopes : (before.scopes ?? []);
	const { body } = await client.request({
		method: 'PUT',
		...one(site, before.key),
		body: {
			key: before.key,
			is_secret: staysSecret,
			// Netlify does not let secrets into post processing, which its clients write with an underscore.
			scopes: wanted.filter((scope) => !staysSecret || scope.replace('_', '-') !== 'post-processing'),
			values: placesOf(before, placing).map((place) => bodyFor(place, value)),
		},
	});
	return textAt(body, 'updated_at');
}

/** Sets again what deploys of other contexts had, should Netlify have dropped it. */
async function restoreLost(on: NetlifySiteVariables, before: NetlifyEnvironmentVariable): Promise<string | null> {
	const { client, site, placing } = on;
	const after = await client.object<NetlifyEnvironmentVariable>({ method: 'GET', ...one(site, before.key) });
	const lost = lostValues(before, after, placesOf(before, placing));
	for (const { place, value } of lost) {
		if (value === null) {
			throw new OperationFailure(
				`Netlify dropped the value of ${before.key} for ${place} of site ${site.name}, and does not report what it was`,
				'Set it in Netlify before the next deploy',
			);
		}
		await setValue(on, before.key, place, value);
	}
	return lost.length === 0 ? (after.updated_at ?? null) : null;
}

/** Sets one place's value; done twice it is the same. */
async function setValue({ client, site }: NetlifySiteVariables, key: string, place: string, value: string): Promise<void> {
	await client.request({ method: 'PATCH', ...one(site, key), body: bodyFor(place, value), safeToRepeat: true });
}

/** Removes a variable's values at the places, and the variable when it has none besides. */
export async function removeVariable({ client, site, placing }: NetlifySiteVariables, variable: NetlifyEnvironmentVariable): Promise<void> {
	const places = placesOf(variable, placing);
	const own = (variable.values ?? []).filter((value) => places.includes(placeOf(value)));
	if (own.length === (variable.values ?? []).length) {
		await client.request({ method: 'DELETE', ...one(site, variable.key), acceptStatuses: [404] });
		return;
	}
	for (const { id } of own) {
		await client.request({
			method: 'DELETE',
			...one(site, variable.key),
			path: path`/accounts/${site.account}/env/${variable.key}/value/${id ?? ''}`,
			acceptStatuses: [404],
		});
	}
}

type Site = NetlifySiteVariables['site'];

const all = ({ id, account }: Site) => ({ path: path`/accounts/${account}/env`, query: { site_id: id } });

const one = (site: Site, key: string) => ({ ...all(site), path: path`/accounts/${site.account}/env/${key}` });
