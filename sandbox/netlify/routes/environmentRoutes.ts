import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { listVariables, presentVariable, readValue, readVariable, setValue } from '../world/environment';
import type { EnvironmentVariable } from '../model';
import type { Netlify } from '../context';
import { jsonBody, pathParameter } from '../http/requestBody';
import { notFound, unprocessable } from '../http/errors';
import { ACCOUNT } from '../world/world';

export function environmentRoutes(netlify: Netlify): SandboxRoute[] {
	/** The id of the site the request is about; `undefined` for the whole team. */
	const scopeOf = (request: SandboxRequest): string | undefined => {
		const account = pathParameter(request, 'accountId');
		if (account !== ACCOUNT.id && account !== ACCOUNT.slug) throw notFound();
		const site = request.query.get('site_id');
		return site ? netlify.world.site(site).id : undefined;
	};
	const find = (siteId: string | undefined, key: string): EnvironmentVariable | undefined =>
		netlify.world.environment.find((entry) => entry.siteId === siteId && entry.key === key);
	const variableOf = (request: SandboxRequest): EnvironmentVariable => {
		const found = find(scopeOf(request), pathParameter(request, 'key'));
		if (!found) throw notFound();
		return found;
	};
	const remove = (variable: EnvironmentVariable): void => {
		netlify.world.environment = netlify.world.environment.filter((entry) => entry !== variable);
	};
	return [
		netlify.apiRoute('GET', '/accounts/:accountId/env', (request) => {
			const siteId = scopeOf(request);
			const own = netlify.world.environment.filter((entry) => entry.siteId === siteId);
			return { status: 200, body: listVariables(own, request.query).map(presentVariable) };
		}),
		netlify.apiRoute('GET', '/sites/:siteId/env', (request) => {
			const site = netlify.world.site(pathParameter(request, 'siteId'));
			const own = netlify.world.environment.filter((entry) => entry.siteId === site.id);
			const shared = netlify.world.environment.filter(
				(entry) => entry.siteId === undefined && !own.some(({ key }) => key === entry.key),
			);
			const merged = listVariables([...shared, ...own], request.query);
			return { status: 200, body: merged.map(presentVariable) };
		}),
		netlify.apiRoute('POST', '/accounts/:accountId/env', (request) => {
			const siteId = scopeOf(request);
			const given = request.json();
			if (!Array.isArray(given)) throw unprocessable('The body must be a list of variables');
			const added = given.map((entry: unknown) => readVariable(netlify.world, entry, siteId));
			const taken = added.find(({ key }) => find(siteId, key));
			if (taken) throw unprocessable(`Variable ${taken.key} already exists`);
			netlify.world.environment.push(...added);
			return { status: 201, body: added.map(presentVariable) };
		}),
		netlify.apiRoute('GET', '/accounts/:accountId/env/:key', (request) => ({
			status: 200,
			body: presentVariable(variableOf(request)),
		})),
		netlify.apiRoute('PUT', '/accounts/:accountId/env/:key', (request) => {
			const before = variableOf(request);
			const after = readVariable(netlify.world, jsonBody(request), before.siteId, before.key);
			if (after.key !== before.key && find(before.siteId, after.key)) {
				throw unprocessable(`Variable ${after.key} already exists`);
			}
			remove(before);
			netlify.world.environment.push(after);
			return { status: 200, body: presentVariable(after) };
		}),
		netlify.apiRoute('PATCH', '/accounts/:accountId/env/:key', (request) => {
			const variable = variableOf(request);
			setValue(variable, readValue(netlify.world, jsonBody(request)));
			variable.updatedAtMs = netlify.world.now();
			return { status: 201, body: presentVariable(variable) };
		}),
		netlify.apiRoute('DELETE', '/accounts/:accountId/env/:key', (request) => {
			remove(variableOf(request));
			return { status: 204 };
		}),
		netlify.apiRoute('DELETE', '/accounts/:accountId/env/:key/value/:valueId', (request) => {
			const variable = variableOf(request);
			const id = pathParameter(request, 'valueId');
			if (!variable.values.some((entry) => entry.id === id)) throw notFound();
			variable.values = variable.values.filter((entry) => entry.id !== id);
			return { status: 204 };
		}),
	];
}
