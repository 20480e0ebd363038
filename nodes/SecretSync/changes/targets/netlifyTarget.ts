import { requireSettable } from '../../../Netlify/api/variableLimits';
import type { NetlifyEnvironmentVariable } from '../../../Netlify/api/types';
import { textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import type { PresentKey } from '../../state/syncPlan';
import { bodyFor, deployedContexts, lostValues, placeOf, uncoveredPlaces, valueAtPlace } from './netlifyContexts';
import type { Target } from './target';

type Variable = NetlifyEnvironmentVariable;

/** In characters (docs.netlify.com/build/environment-variables/overview, "Limitations"). */
const longestKey = 255;

export interface NetlifySiteReference {
	readonly id: string;
	readonly account: string;
	readonly name: string;
}

export interface NetlifyPlacing {
	/** Contexts, none of them `all` for a secret. */
	readonly places: readonly string[];
	/** Empty: as they are. */
	readonly scopes: readonly string[];
	readonly isSecret: boolean;
}

/** A site's environment variables at certain places, read anew before and after each write. */
export function createNetlifyTarget(
	client: PlatformClient,
	site: NetlifySiteReference,
	placing: NetlifyPlacing,
): Target {
	const { scopes, isSecret } = placing;
	const ofAll = { path: path`/accounts/${site.account}/env`, query: { site_id: site.id } };
	const of = (key: string) => ({ ...ofAll, path: path`/accounts/${site.account}/env/${key}` });
	let variables = new Map<string, Variable>();

	/** What was a secret stays one, and Netlify has no `all` for it. */
	const placesOf = (variable: Variable): readonly string[] =>
		variable.is_secret === true
			? [...new Set(placing.places.flatMap((place) => (place === 'all' ? deployedContexts : [place])))]
			: placing.places;
	const needsRewrite = (variable: Variable): boolean =>
		(isSecret && variable.is_secret !== true) ||
		(scopes.length > 0 && [...scopes].sort().join() !== [...(variable.scopes ?? [])].sort().join());

	async function list(): Promise<Map<string, Variable>> {
		const found = await client.list<Variable>({ method: 'GET', ...ofAll });
		return new Map(found.map((variable) => [variable.key, variable]));
	}

	function presentIn(variable: Variable): PresentKey {
		const mark = variable.updated_at ?? null;
		if (needsRewrite(variable)) return { values: [undefined], mark };
		const own = placesOf(variable).map((place) => valueAtPlace(variable, place));
		if (variable.is_secret !== true) return { values: own.map((value) => value?.value ?? undefined), mark };
		return { values: own.includes(undefined) ? [undefined] : null, mark };
	}

	async function create(added: readonly { readonly key: string; readonly value: string }[]): Promise<void> {
		const body = added.map(({ key, value }) => ({
			key,
			is_secret: isSecret,
			...(scopes.length > 0 && { scopes: [...scopes] }),
			values: placing.places.map((place) => bodyFor(place, value)),
		}));
		const sent = await attempt(client.request({ method: 'POST', ...ofAll, body, safeToRepeat: false }));
		if (sent.ok) return;
		const mayBeThere = sent.error instanceof PlatformRequestError && sent.error.mayHaveHappened;
		if (!mayBeThere) throw sent.error;
		const there = await list();
		const missing = body.filter(({ key }) => !there.has(key));
		if (missing.length > 0) {
			await client.request({ method: 'POST', ...ofAll, body: missing, safeToRepeat: false });
		}
	}

	/** Gives the time of the change that it was, where that is certain. */
	async function change(before: Variable, value: string): Promise<string | null> {
		const places = placesOf(before);
		if (needsRewrite(before)) {
			const stays = before.is_secret === true || isSecret;
			const wanted = scopes.length > 0 ? scopes : (before.scopes ?? []);
			const { body } = await client.request({
				method: 'PUT',
				...of(before.key),
				body: {
					key: before.key,
					is_secret: stays,
					// Netlify does not let secrets into post processing, which its clients write with an underscore.
					scopes: wanted.filter((scope) => !stays || scope.replace('_', '-') !== 'post-processing'),
					values: places.map((place) => bodyFor(place, value)),
				},
			});
			return textAt(body, 'updated_at');
		}
		for (const place of places) {
			const there = valueAtPlace(before, place);
			if (before.is_secret !== true && there?.value === value) continue;
			// One place's value, set to the same again.
			await client.request({ method: 'PATCH', ...of(before.key), body: bodyFor(place, value), safeToRepeat: true });
		}
		return await keepOthers(before, places);
	}

	/** Puts back what deploys of other contexts had, should Netlify have dropped it. */
	async function keepOthers(before: Variable, places: readonly string[]): Promise<string | null> {
		const after = await client.object<Variable>({ method: 'GET', ...of(before.key) });
		const lost = lostValues(before, after, places);
		for (const { place, value } of lost) {
			if (value === null) {
				throw new OperationFailure(
					`Netlify dropped the value of ${before.key} for ${place} of site ${site.name}, and does not tell what it was`,
					'Set it in Netlify before the next deploy',
				);
			}
			await client.request({ method: 'PATCH', ...of(before.key), body: bodyFor(place, value), safeToRepeat: true });
		}
		return lost.length === 0 ? (after.updated_at ?? null) : null;
	}

	async function remove(variable: Variable): Promise<void> {
		const places = placesOf(variable);
		const own = (variable.values ?? []).filter((value) => places.includes(placeOf(value)));
		if (own.length === (variable.values ?? []).length) {
			await client.request({ method: 'DELETE', ...of(variable.key), acceptStatuses: [404] });
			return;
		}
		for (const { id } of own) {
			await client.request({
				method: 'DELETE',
				...ofAll,
				path: path`/accounts/${site.account}/env/${variable.key}/value/${id ?? ''}`,
				acceptStatuses: [404],
			});
		}
	}

	return {
		name: `Netlify site ${site.name}`,
		identity: `netlify ${site.id} ${[...placing.places].sort().join()}`,
		credentialType: 'slipwayNetlifyApi',
		summary: { platform: 'netlify', site: site.name, siteId: site.id, contexts: [...placing.places] },
		neededAccess: `Use a token of a member of the team ${site.account} who may change environment variables of site ${site.name}: not a Reviewer or Publisher`,
		takesEffect: 'with the next deploy of the site',
		marksAreDigests: false,
		takesReferences: false,
		keyInTarget: variableName,
		async read() {
			variables = await list();
			return new Map(
				[...variables.values()]
					.filter((variable) => needsRewrite(variable) || placesOf(variable).some((place) => valueAtPlace(variable, place)))
					.map((variable) => [variable.key, presentIn(variable)]),
			);
		},
		check(writes) {
			for (const { key, value } of writes) {
				if (value !== null) requireSettable(key, value);
				const variable = variables.get(key);
				if (value === null || variable === undefined || !needsRewrite(variable)) continue;
				const others = uncoveredPlaces(variable, placesOf(variable));
				if (others.length === 0) continue;
				throw new OperationFailure(
					`Variable ${key} of site ${site.name} has other scopes or is no secret yet, and has values for ${others.join(', ')} besides: Netlify changes scopes and the secret flag only by writing all values again`,
					'Nothing was written. Sync into these contexts too, turn off Mark as Secret, or change the variable with Netlify Deployments: Environment Variable, Set',
				);
			}
		},
		async write(writes, done) {
			const added = writes.flatMap(({ key, value }) => (value !== null && !variables.has(key) ? [{ key, value }] : []));
			if (added.length > 0) await create(added);
			for (const { key } of added) done(key);
			for (const { key, value } of writes) {
				const variable = variables.get(key);
				if (variable === undefined) continue;
				if (value === null) {
					await remove(variable);
					done(key);
				} else {
					done(key, await change(variable, value));
				}
			}
			return {};
		},
	};
}

function variableName(key: string): string {
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
		throw new OperationFailure(
			`"${key}" cannot be the key of a Netlify environment variable`,
			'Give it another name in Key Mapping, with letters, digits and underscores, the first no digit; or exclude it',
		);
	}
	if (key.length > longestKey) {
		throw new OperationFailure(
			`The key ${key.slice(0, 40)}... has ${key.length} characters, and Netlify takes ${longestKey}`,
			'Give it a shorter name in Key Mapping, or exclude it',
		);
	}
	requireSettable(key, '');
	return key;
}
