import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { branchAddress, branchSlug } from '../world/addresses';
import { presentFile, presentSite } from '../present/deploy';
import type { Deploy, Site } from '../model';
import type { Netlify } from '../context';
import { paginate } from '../http/pagination';
import { jsonBody, pathParameter } from '../http/requestBody';
import { readRepositoryLink } from '../world/repositoryLink';
import type { JsonObject } from '../http/errors';
import { isJsonObject, notFound, readFlag, readText, readTextList } from '../http/errors';
import { ACCOUNT } from '../world/world';

export function siteRoutes(netlify: Netlify): SandboxRoute[] {
	const siteOf = (request: SandboxRequest): Site =>
		netlify.world.site(pathParameter(request, 'siteId'));
	const listSites = (request: SandboxRequest): SandboxResponse => {
		const name = request.query.get('name')?.toLowerCase() ?? '';
		const isGuest = request.query.get('filter') === 'guest';
		const sites = [...netlify.world.sites.values()].filter(
			(site) => !isGuest && site.name.includes(name),
		);
		return paginate(request, sites, (site) => presentSite(netlify.world, site));
	};
	const createSite = (request: SandboxRequest): SandboxResponse => {
		const body = jsonBody(request);
		const link = repositoryIn(body);
		const site = netlify.world.addSite({
			name: readText(body, 'name'),
			customDomain: readText(body, 'custom_domain'),
			repository: link ? readRepositoryLink(link) : undefined,
		});
		if (site.repository && !site.repository.stop_builds) netlify.builds.enqueue(site, {});
		return { status: 201, body: presentSite(netlify.world, site) };
	};
	const updateSite = (request: SandboxRequest): SandboxResponse => {
		const site = siteOf(request);
		applyChanges(netlify, site, jsonBody(request));
		return { status: 200, body: presentSite(netlify.world, site) };
	};
	const inTeam =
		(handle: (request: SandboxRequest) => SandboxResponse) =>
		(request: SandboxRequest): SandboxResponse => {
			if (request.params['accountSlug'] !== ACCOUNT.slug) throw notFound();
			return handle(request);
		};
	return [
		netlify.apiRoute('GET', '/sites', listSites),
		netlify.apiRoute('POST', '/sites', createSite),
		netlify.apiRoute('GET', '/:accountSlug/sites', inTeam(listSites)),
		netlify.apiRoute('POST', '/:accountSlug/sites', inTeam(createSite)),
		netlify.apiRoute('GET', '/sites/:siteId', (request) => ({
			status: 200,
			body: {
				...presentSite(netlify.world, siteOf(request)),
				...(request.query.has('feature_flags') && { feature_flags: {} }),
			},
		})),
		netlify.apiRoute('PATCH', '/sites/:siteId', updateSite),
		netlify.apiRoute('PUT', '/sites/:siteId', updateSite),
		netlify.apiRoute('DELETE', '/sites/:siteId', (request) => {
			const site = siteOf(request);
			for (const deploy of netlify.world.deploysOf(site)) netlify.lifecycle.freeze(deploy);
			netlify.builds.forget(site.id);
			netlify.world.removeSite(site);
			return { status: 204 };
		}),
		netlify.apiRoute('PUT', '/sites/:siteId/unlink_repo', (request) => {
			const site = siteOf(request);
			site.repository = undefined;
			return { status: 200, body: presentSite(netlify.world, site) };
		}),
		netlify.apiRoute('GET', '/sites/:siteId/files/*rest', (request) => {
			const deploy = netlify.world.publishedDeploy(siteOf(request));
			const path = (request.params['rest'] ?? '').replace(/^\//, '');
			if (path === '') {
				const paths = deploy ? [...deploy.content.paths()] : [];
				return { status: 200, body: paths.map((each) => deploy && presentFile(deploy, each)) };
			}
			if (!deploy?.content.has(path)) throw notFound();
			return { status: 200, body: presentFile(deploy, path) };
		}),
		netlify.apiRoute('GET', '/sites/:siteId/deployed-branches', (request) => {
			const site = siteOf(request);
			return { status: 200, body: deployedBranches(netlify, site) };
		}),
		netlify.apiRoute('GET', '/sites/:siteId/service-instances', (request) => {
			siteOf(request);
			return { status: 200, body: [] };
		}),
	];
}

function repositoryIn(body: JsonObject): JsonObject | undefined {
	for (const key of ['repo', 'build_settings']) {
		const value = body[key];
		if (isJsonObject(value)) return value;
	}
	return undefined;
}

/** Everything is checked before anything changes. */
function applyChanges(netlify: Netlify, site: Site, body: JsonObject): void {
	const name = readText(body, 'name');
	const checkedName = name === undefined ? site.name : netlify.world.checkName(name, site);
	const link = repositoryIn(body);
	site.name = checkedName;
	site.customDomain = readText(body, 'custom_domain') ?? site.customDomain;
	if (body['custom_domain'] === null || body['custom_domain'] === '') site.customDomain = undefined;
	site.domainAliases = readTextList(body, 'domain_aliases') ?? site.domainAliases;
	site.forceSsl = readFlag(body, 'force_ssl') ?? site.forceSsl;
	if (link) site.repository = readRepositoryLink(link, site.repository);
	site.updatedAtMs = netlify.world.now();
}

function deployedBranches(netlify: Netlify, site: Site): unknown[] {
	const newest = new Map<string, Deploy>();
	for (const deploy of netlify.world.deploysOf(site)) {
		const isServed = deploy.state === 'ready' && branchAddress(netlify.world, site, deploy) !== undefined;
		if (isServed && !newest.has(deploy.branch)) newest.set(deploy.branch, deploy);
	}
	return [...newest].map(([name, deploy]) => {
		const url = branchAddress(netlify.world, site, deploy);
		return { id: deploy.id, deploy_id: deploy.id, name, slug: branchSlug(name), url, ssl_url: url };
	});
}
