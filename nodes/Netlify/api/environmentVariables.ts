import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { path } from '../../shared/http/path';
import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';
import { readIfThere } from '../../shared/http/readIfThere';
import { masked } from '../fields/reveal';
import { siteName } from './sites';
import type { NetlifyEnvironmentVariable, NetlifySite } from './types';
import { contextOf } from '../state/environment/deployContexts';

/** Contexts whose values Netlify shows even of a secret. */
const readableContexts = ['dev', 'dev-server'];

/** The team that a site's variables are kept with. @throws OperationFailure when Netlify does not tell it. */
function accountOf(site: NetlifySite): string {
	const account = site.account_slug ?? site.account_id;
	if (account) return account;
	throw new OperationFailure(
		`Netlify does not tell the team of site ${siteName(site)}, with which its environment variables are kept`,
		'Use a token of a member of the team which owns the site',
	);
}

export function variablesRequest(
	site: NetlifySite,
	method: PlatformRequest['method'],
	query: IDataObject = {},
): PlatformRequest {
	return {
		method,
		path: path`/accounts/${accountOf(site)}/env`,
		query: { site_id: site.id, ...query },
	};
}

export function variableRequest(
	site: NetlifySite,
	method: PlatformRequest['method'],
	key: string,
): PlatformRequest {
	return {
		method,
		path: path`/accounts/${accountOf(site)}/env/${key}`,
		query: { site_id: site.id },
	};
}

/** A site's own variables, those of its team left out. */
export async function listVariables(
	client: PlatformClient,
	site: NetlifySite,
	filter: IDataObject = {},
): Promise<NetlifyEnvironmentVariable[]> {
	const variables = await client.list<NetlifyEnvironmentVariable>(variablesRequest(site, 'GET', filter));
	return variables.map(withKnownScopes);
}

/** Netlify's own tools write `post_processing`, its API's description `post-processing`: the same scope. */
function withKnownScopes(variable: NetlifyEnvironmentVariable): NetlifyEnvironmentVariable {
	const scopes = variable.scopes?.map((scope) => scope.replace('_', '-'));
	return { ...variable, ...(scopes && { scopes }) };
}

/** One variable of a site; null when it has none of that key. */
export async function readVariable(
	client: PlatformClient,
	site: NetlifySite,
	key: string,
): Promise<NetlifyEnvironmentVariable | null> {
	const { path: variablePath, query = {} } = variableRequest(site, 'GET', key);
	const variable = await readIfThere<NetlifyEnvironmentVariable>(
		client,
		{ path: variablePath, query },
		`environment variable ${key} of site ${siteName(site)}`,
		'key',
	);
	return variable && withKnownScopes(variable);
}

/** Whether Netlify tells this value, rather than stars in its place. */
export function isReadable(variable: NetlifyEnvironmentVariable, context: string): boolean {
	return variable.is_secret !== true || readableContexts.includes(context);
}

/** A variable for an item. Values are masked unless revealed; what Netlify itself hides stays so. */
export function variableJson(
	site: NetlifySite,
	variable: NetlifyEnvironmentVariable,
	reveal: boolean,
): IDataObject {
	return {
		key: variable.key,
		site: siteName(site),
		siteId: site.id,
		isSecret: variable.is_secret === true,
		scopes: [...(variable.scopes ?? [])],
		values: (variable.values ?? []).map((value) => {
			const place = contextOf(value);
			return {
				...place,
				value: reveal && isReadable(variable, place.context) ? (value.value ?? '') : masked,
			};
		}),
		updatedAt: variable.updated_at ?? null,
	};
}

/** @throws OperationFailure when Netlify would not take it as a variable's name. */
export function checkKey(key: string): string {
	if (/^[A-Za-z_]\w{0,254}$/.test(key)) return key;
	throw new OperationFailure(
		`"${key}" cannot be the key of an environment variable`,
		'Use letters, digits and underscores, the first no digit, at most 255, such as API_URL',
	);
}
