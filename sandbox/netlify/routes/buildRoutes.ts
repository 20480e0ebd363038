import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { Build, Site } from '../model';
import type { Netlify } from '../context';
import { paginate } from '../http/pagination';
import { carriesZip, jsonBody, pathParameter } from '../http/requestBody';
import { presentBuild, presentBuildHook } from '../present/deploy';
import { notFound, readText, unprocessable } from '../http/errors';

export function buildRoutes(netlify: Netlify): SandboxRoute[] {
	const siteOf = (request: SandboxRequest): Site =>
		netlify.world.site(pathParameter(request, 'siteId'));
	const buildOf = (id: string): Build => {
		const build = netlify.world.builds.get(id);
		if (!build) throw notFound();
		return build;
	};
	return [
		netlify.apiRoute('GET', '/sites/:siteId/builds', (request) => {
			const site = siteOf(request);
			const builds = [...netlify.world.builds.values()]
				.filter((build) => build.siteId === site.id)
				.reverse();
			return paginate(request, builds, presentBuild);
		}),
		netlify.apiRoute('POST', '/sites/:siteId/builds', (request) => {
			const site = siteOf(request);
			if (carriesZip(request)) throw unprocessable('The sandbox does not simulate builds of a zip');
			netlify.limits.countDeploy();
			const build = netlify.builds.enqueue(site, {
				branch: request.query.get('branch') ?? undefined,
				title: request.query.get('title') ?? undefined,
			});
			return { status: 200, body: presentBuild(build) };
		}),
		netlify.apiRoute('GET', '/builds/:buildId', (request) => ({
			status: 200,
			body: presentBuild(buildOf(pathParameter(request, 'buildId'))),
		})),
		{
			// What `log_access_attributes.url` points at, in the form of Firebase's REST API.
			method: 'GET',
			pattern: '/build_logs/builds/:buildId/:file',
			handle: (request) => {
				const build = buildOf(pathParameter(request, 'buildId'));
				const file = pathParameter(request, 'file');
				if (file !== 'log' && file !== 'log.json') throw notFound();
				const lines = netlify.world.deploys.get(build.deployId)?.log ?? [];
				const entries = lines.map(
					(line, index) => [`-L${String(index).padStart(6, '0')}`, line] as const,
				);
				const last = Number(request.query.get('limitToLast') ?? entries.length);
				const body = Object.fromEntries(last > 0 ? entries.slice(-last) : []);
				return { status: 200, body };
			},
		},
	];
}

export function buildHookRoutes(netlify: Netlify): SandboxRoute[] {
	const siteOf = (request: SandboxRequest): Site =>
		netlify.world.site(pathParameter(request, 'siteId'));
	const hookOf = (request: SandboxRequest) => {
		const hook = netlify.world.buildHooks.get(pathParameter(request, 'hookId'));
		if (!hook || (request.params['siteId'] && hook.siteId !== siteOf(request).id)) {
			throw notFound();
		}
		return hook;
	};
	return [
		netlify.apiRoute('GET', '/sites/:siteId/build_hooks', (request) => {
			const site = siteOf(request);
			const hooks = [...netlify.world.buildHooks.values()].filter(
				(hook) => hook.siteId === site.id,
			);
			return { status: 200, body: hooks.map((hook) => presentBuildHook(netlify.world, hook)) };
		}),
		netlify.apiRoute('POST', '/sites/:siteId/build_hooks', (request) => {
			const site = siteOf(request);
			const body = jsonBody(request);
			const title = readText(body, 'title');
			if (!title) throw unprocessable('A build hook needs a title');
			const hook = {
				id: netlify.world.services.ids.hex(24),
				siteId: site.id,
				title,
				branch: readText(body, 'branch') ?? netlify.world.productionBranch(site),
				createdAtMs: netlify.world.now(),
			};
			netlify.world.buildHooks.set(hook.id, hook);
			return { status: 201, body: presentBuildHook(netlify.world, hook) };
		}),
		netlify.apiRoute('GET', '/sites/:siteId/build_hooks/:hookId', (request) => ({
			status: 200,
			body: presentBuildHook(netlify.world, hookOf(request)),
		})),
		netlify.apiRoute('PUT', '/sites/:siteId/build_hooks/:hookId', (request) => {
			const hook = hookOf(request);
			const body = jsonBody(request);
			hook.title = readText(body, 'title') ?? hook.title;
			hook.branch = readText(body, 'branch') ?? hook.branch;
			return { status: 204 };
		}),
		netlify.apiRoute('DELETE', '/sites/:siteId/build_hooks/:hookId', (request) => {
			netlify.world.buildHooks.delete(hookOf(request).id);
			return { status: 204 };
		}),
		{
			// Whoever knows the address may build: that is how build hooks work, so no token here.
			method: 'POST',
			pattern: '/build_hooks/:hookId',
			handle: (request) => {
				const hook = hookOf(request);
				const site = netlify.world.site(hook.siteId);
				if (site.repository && !site.repository.stop_builds) {
					netlify.builds.enqueue(site, {
						branch: request.query.get('trigger_branch') ?? hook.branch,
						title: request.query.get('trigger_title') ?? `Triggered by hook: ${hook.title}`,
					});
				}
				return { status: 200, body: '' };
			},
		},
	];
}
