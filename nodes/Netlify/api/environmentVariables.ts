import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';
import { readIfThere } from '../../shared/http/readIfThere';
import { OperationFailure } from '../../shared/operation/errors';
import { teamOf } from './team';
import { type NetlifyEnvironmentVariable, type NetlifySite, siteName } from './types';

/** A value as it is sent, with its context; `context_parameter` is the branch of the context `branch`. */
export interface ValueBody {
	readonly context: string;
	readonly value: string;
	readonly context_parameter?: string;
}

/** A variable as it is sent whole; without scopes it has all of them. */
export interface VariableBody {
	readonly key: string;
	readonly is_secret: boolean;
	readonly scopes?: readonly string[];
	readonly values: readonly ValueBody[];
}

/** A site's own variables, those of its team left out. */
export async function listVariables(
	client: PlatformClient,
	site: NetlifySite,
	filter: IDataObject = {},
): Promise<NetlifyEnvironmentVariable[]> {
	const { query, ...request } = variablesRequest(site, 'GET');
	const variables = await client.list<NetlifyEnvironmentVariable>({ ...request, query: { ...query, ...filter } });
	return variables.map(withKnownScopes);
}

/** One variable of a site; null when it has none of that key. */
export async function readVariable(
	client: PlatformClient,
	site: NetlifySite,
	key: string,
): Promise<NetlifyEnvironmentVariable | null> {
	const variable = await readIfThere<NetlifyEnvironmentVariable>(
		client,
		variablesRequest(site, 'GET', key),
		`environment variable ${key} of site ${siteName(site)}`,
		'key',
	);
	return variable && withKnownScopes(variable);
}

/** Makes variables that are not there, in one request. */
export async function createVariables(
	client: PlatformClient,
	site: NetlifySite,
	variables: readonly VariableBody[],
): Promise<void> {
	await client.request({
		...variablesRequest(site, 'POST'),
		body: [...variables],
		secretValues: variables.flatMap(({ values }) => values.map(({ value }) => value)),
		safeToRepeat: false,
	});
}

/** Writes a variable whole: values that are not given are gone. */
export async function replaceVariable(
	client: PlatformClient,
	site: NetlifySite,
	variable: VariableBody,
): Promise<void> {
	await client.request({
		...variablesRequest(site, 'PUT', variable.key),
		body: { ...variable },
		secretValues: variable.values.map(({ value }) => value),
	});
}

/** Sets the value of one context. Safe to repeat: it is set to the same again. */
export async function setValue(
	client: PlatformClient,
	site: NetlifySite,
	key: string,
	value: ValueBody,
): Promise<void> {
	await client.request({
		...variablesRequest(site, 'PATCH', key),
		body: { ...value },
		secretValues: [value.value],
		safeToRepeat: true,
	});
}

export async function deleteVariable(client: PlatformClient, site: NetlifySite, key: string): Promise<void> {
	await client.request({ ...variablesRequest(site, 'DELETE', key), acceptStatuses: [404] });
}

/** Deletes one of its values. */
export async function deleteValue(
	client: PlatformClient,
	site: NetlifySite,
	key: string,
	valueId: string,
): Promise<void> {
	const request = variablesRequest(site, 'DELETE', key);
	await client.request({ ...request, path: `${request.path}/value${path`/${valueId}`}`, acceptStatuses: [404] });
}

function variablesRequest(site: NetlifySite, method: PlatformRequest['method'], key?: string): PlatformRequest {
	const all = path`/accounts/${accountOf(site)}/env`;
	return { method, path: key === undefined ? all : all + path`/${key}`, query: { site_id: site.id } };
}

/** The team that a site's variables are kept with. @throws OperationFailure when Netlify does not report it. */
function accountOf(site: NetlifySite): string {
	const team = teamOf(site);
	if (team !== null) return team;
	throw new OperationFailure(
		`Netlify does not report the team of site ${siteName(site)}, which keeps its environment variables`,
		'Use the token of a member of the team that owns the site',
	);
}

/** Netlify's own tools write `post_processing`, its API's description `post-processing`: the same scope. */
function withKnownScopes(variable: NetlifyEnvironmentVariable): NetlifyEnvironmentVariable {
	const scopes = variable.scopes?.map((scope) => scope.replace('_', '-'));
	return { ...variable, ...(scopes && { scopes }) };
}
