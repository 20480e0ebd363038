import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { deployAt } from '../world/addresses';
import type { Deploy, Site } from '../model';
import type { NetlifyContext } from '../context';
import { pathParameter } from '../http/requestBody';
import { mediaType } from '../present/file';
import { isoTime } from '../present/withNulls';

/** The deployed sites: `/sites/<name>/` is what is live, `/sites/<deploy id or branch>--<name>/` a deploy. */
export function deployedSiteRoutes(context: NetlifyContext): SandboxRoute[] {
	const handle = (request: SandboxRequest): SandboxResponse => {
		const served = findServed(context, pathParameter(request, 'host'));
		if (!served) return notFoundPage;
		return serve(served.site, served.deploy, request.params['rest'] ?? '');
	};
	return [{ method: 'GET', pattern: '/sites/:host/*rest', handle }];
}

const notFoundPage: SandboxResponse = {
	status: 404,
	headers: { 'Content-Type': 'text/html; charset=UTF-8', 'Cache-Control': 'no-store' },
	body: '<!doctype html><title>Site not found</title><h1>Site not found</h1>\n',
};

function findServed(
	context: NetlifyContext,
	host: string,
): { readonly site: Site; readonly deploy: Deploy } | undefined {
	const { world } = context;
	const separator = host.indexOf('--');
	const name = separator < 0 ? host : host.slice(separator + 2);
	const site = [...world.sites.values()].find((candidate) => candidate.name === name);
	if (!site) return undefined;
	if (separator < 0) {
		const published = world.publishedDeploy(site);
		return published && { site, deploy: published };
	}
	const deploy = deployAt(world, site, host.slice(0, separator));
	return deploy && { site, deploy };
}

function serve(site: Site, deploy: Deploy, requested: string): SandboxResponse {
	// Netlify answers `/about/` as it does `/about`.
	const path = requested.replace(/\/+$/, '');
	const headers = {
		'Cache-Control': 'no-store',
		'x-deploy-id': deploy.id,
		'x-commit': deploy.commitRef ?? '',
	};
	const json = (status: number, body: unknown): SandboxResponse => ({ status, headers, body });
	const commit = deploy.commitRef ?? null;
	if (path === 'version.json') {
		return json(200, {
			site: site.name,
			deployId: deploy.id,
			commit,
			branch: deploy.branch,
			publishedAt: deploy.publishedAtMs === undefined ? null : isoTime(deploy.publishedAtMs),
		});
	}
	if (deploy.unhealthy) return json(503, { status: 'error', commit });
	if (path === 'health') return json(200, { status: 'ok', commit });
	const functionName = /^\.netlify\/functions\/([^/]+)$/.exec(path)?.[1];
	if (functionName !== undefined && deploy.functions.has(functionName)) {
		return json(200, { function: functionName, deployId: deploy.id });
	}
	for (const candidate of candidatesFor(path)) {
		const body = deploy.content.read(candidate);
		if (!body) continue;
		return { status: 200, headers: { ...headers, 'Content-Type': mediaType(candidate) }, body };
	}
	return {
		status: 404,
		headers: { ...headers, 'Content-Type': mediaType('404.html') },
		body: deploy.content.read('404.html') ?? 'Not Found\n',
	};
}

/** `about` is served from `about`, `about.html` or `about/index.html`. */
function candidatesFor(path: string): string[] {
	if (path === '') return ['index.html'];
	return [path, `${path}.html`, `${path}/index.html`];
}
