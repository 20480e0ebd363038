import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound, unprocessable } from '../http/errors';
import { jsonBody, pathParameter } from '../http/requestBody';
import { requestedSite } from '../http/requested';
import type { EnvironmentVariable } from '../model';
import { presentVariable } from '../present/variable';
import { ACCOUNT } from '../world/accounts';
import { listVariables, readValue, readVariable, setValue } from '../world/environment';

export function environmentRoutes(context: NetlifyContext): SandboxRoute[] {
	return apiRoutes(context, [
		['GET', '/accounts/:accountId/env', listOwn],
		['GET', '/sites/:siteId/env', listMerged],
		['POST', '/accounts/:accountId/env', create],
		['GET', '/accounts/:accountId/env/:key', get],
		['PUT', '/accounts/:accountId/env/:key', replace],
		['PATCH', '/accounts/:accountId/env/:key', set],
		['DELETE', '/accounts/:accountId/env/:key', remove],
		['DELETE', '/accounts/:accountId/env/:key/value/:valueId', removeValue],
	]);
}

/** The id of the site the request is about; `undefined` for the whole team. */
function requestedSiteId({ world }: NetlifyContext, request: SandboxRequest): string | undefined {
	const account = pathParameter(request, 'accountId');
	if (account !== ACCOUNT.id && account !== ACCOUNT.slug) throw notFound();
	const site = request.query.get('site_id');
	return site ? world.site(site).id : undefined;
}

function find({ world }: NetlifyContext, siteId: string | undefined, key: string): EnvironmentVariable | undefined {
	return world.environment.find((entry) => entry.siteId === siteId && entry.key === key);
}

function requestedVariable(context: NetlifyContext, request: SandboxRequest): EnvironmentVariable {
	const found = find(context, requestedSiteId(context, request), pathParameter(request, 'key'));
	if (!found) throw notFound();
	return found;
}

function forget({ world }: NetlifyContext, variable: EnvironmentVariable): void {
	world.environment = world.environment.filter((entry) => entry !== variable);
}

const listOwn: NetlifyHandler = (context, request) => {
	const siteId = requestedSiteId(context, request);
	const own = context.world.environment.filter((entry) => entry.siteId === siteId);
	return { status: 200, body: listVariables(own, request.query).map(presentVariable) };
};

const listMerged: NetlifyHandler = (context, request) => {
	const { environment } = context.world;
	const site = requestedSite(context, request);
	const own = environment.filter((entry) => entry.siteId === site.id);
	const shared = environment.filter((entry) => entry.siteId === undefined && !own.some(({ key }) => key === entry.key));
	return { status: 200, body: listVariables([...shared, ...own], request.query).map(presentVariable) };
};

const create: NetlifyHandler = (context, request) => {
	const siteId = requestedSiteId(context, request);
	const given = request.json();
	if (!Array.isArray(given)) throw unprocessable('The body must be a list of variables');
	const added = given.map((entry: unknown) => readVariable(context.world, entry, siteId));
	const taken = added.find(({ key }) => find(context, siteId, key));
	if (taken) throw unprocessable(`Variable ${taken.key} already exists`);
	context.world.environment.push(...added);
	return { status: 201, body: added.map(presentVariable) };
};

const get: NetlifyHandler = (context, request) => ({
	status: 200,
	body: presentVariable(requestedVariable(context, request)),
});

const replace: NetlifyHandler = (context, request) => {
	const before = requestedVariable(context, request);
	const after = readVariable(context.world, jsonBody(request), before.siteId, before.key);
	if (after.key !== before.key && find(context, before.siteId, after.key)) {
		throw unprocessable(`Variable ${after.key} already exists`);
	}
	forget(context, before);
	context.world.environment.push(after);
	return { status: 200, body: presentVariable(after) };
};

const set: NetlifyHandler = (context, request) => {
	const variable = requestedVariable(context, request);
	setValue(variable, readValue(context.world, jsonBody(request)));
	variable.updatedAtMs = context.world.now();
	return { status: 201, body: presentVariable(variable) };
};

const remove: NetlifyHandler = (context, request) => {
	forget(context, requestedVariable(context, request));
	return { status: 204 };
};

const removeValue: NetlifyHandler = (context, request) => {
	const variable = requestedVariable(context, request);
	const id = pathParameter(request, 'valueId');
	if (!variable.values.some((entry) => entry.id === id)) throw notFound();
	variable.values = variable.values.filter((entry) => entry.id !== id);
	return { status: 204 };
};
