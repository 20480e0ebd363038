import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound, unprocessable } from '../http/errors';
import { jsonBody, pathParameter, readText } from '../http/requestBody';
import { requestedSite } from '../http/requested';
import type { BuildHook } from '../model';
import { presentBuildHook } from '../present/build';

export function buildHookRoutes(context: NetlifyContext): SandboxRoute[] {
	return [
		...apiRoutes(context, [
			['GET', '/sites/:siteId/build_hooks', listHooks],
			['POST', '/sites/:siteId/build_hooks', createHook],
			['GET', '/sites/:siteId/build_hooks/:hookId', getHook],
			['PUT', '/sites/:siteId/build_hooks/:hookId', updateHook],
			['DELETE', '/sites/:siteId/build_hooks/:hookId', deleteHook],
		]),
		// Whoever knows the address may build: that is how build hooks work, so no token here.
		{ method: 'POST', pattern: '/build_hooks/:hookId', handle: (request) => useHook(context, request) },
	];
}

/** The hook that `:hookId` names; of `:siteId`, where the address has one. Raises 404. */
function requestedHook(context: NetlifyContext, request: SandboxRequest): BuildHook {
	const hook = context.world.buildHooks.get(pathParameter(request, 'hookId'));
	if (!hook || (request.params['siteId'] && hook.siteId !== requestedSite(context, request).id)) throw notFound();
	return hook;
}

const listHooks: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	const hooks = [...context.world.buildHooks.values()].filter((hook) => hook.siteId === site.id);
	return { status: 200, body: hooks.map((hook) => presentBuildHook(context.world, hook)) };
};

const createHook: NetlifyHandler = (context, request) => {
	const { world } = context;
	const site = requestedSite(context, request);
	const body = jsonBody(request);
	const title = readText(body, 'title');
	if (!title) throw unprocessable('A build hook needs a title');
	const hook = {
		id: world.services.ids.hex(24),
		siteId: site.id,
		title,
		branch: readText(body, 'branch') ?? world.productionBranch(site),
		createdAtMs: world.now(),
	};
	world.buildHooks.set(hook.id, hook);
	return { status: 201, body: presentBuildHook(world, hook) };
};

const getHook: NetlifyHandler = (context, request) => ({
	status: 200,
	body: presentBuildHook(context.world, requestedHook(context, request)),
});

const updateHook: NetlifyHandler = (context, request) => {
	const hook = requestedHook(context, request);
	const body = jsonBody(request);
	hook.title = readText(body, 'title') ?? hook.title;
	hook.branch = readText(body, 'branch') ?? hook.branch;
	return { status: 204 };
};

const deleteHook: NetlifyHandler = (context, request) => {
	context.world.buildHooks.delete(requestedHook(context, request).id);
	return { status: 204 };
};

const useHook: NetlifyHandler = (context, request) => {
	const hook = requestedHook(context, request);
	const site = context.world.site(hook.siteId);
	if (site.repository && !site.repository.stop_builds) {
		context.builds.enqueue(site, {
			branch: request.query.get('trigger_branch') ?? hook.branch,
			title: request.query.get('trigger_title') ?? `Triggered by hook: ${hook.title}`,
		});
	}
	return { status: 200, body: '' };
};
