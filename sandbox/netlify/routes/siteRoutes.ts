import type { SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound } from '../http/errors';
import { paginate } from '../http/pagination';
import { isJsonObject, jsonBody, type JsonObject, readFlag, readText, readTextList } from '../http/requestBody';
import { requestedSite } from '../http/requested';
import type { Deploy, Site } from '../model';
import { presentFile } from '../present/file';
import { presentSite } from '../present/site';
import { isoTime } from '../present/withNulls';
import { ACCOUNT } from '../world/accounts';
import { branchAddress, branchSlug } from '../world/addresses';
import { readRepositoryLink } from '../world/repositoryLink';

const certificateLifeMs = 90 * 86_400_000;

export function siteRoutes(context: NetlifyContext): SandboxRoute[] {
	return apiRoutes(context, [
		['GET', '/sites', listSites],
		['POST', '/sites', createSite],
		['GET', '/:accountSlug/sites', inTeam(listSites)],
		['POST', '/:accountSlug/sites', inTeam(createSite)],
		['GET', '/sites/:siteId', getSite],
		['PATCH', '/sites/:siteId', updateSite],
		['PUT', '/sites/:siteId', updateSite],
		['DELETE', '/sites/:siteId', deleteSite],
		['PUT', '/sites/:siteId/unlink_repo', unlinkRepository],
		['GET', '/sites/:siteId/files/*rest', getFiles],
		['GET', '/sites/:siteId/deployed-branches', listDeployedBranches],
		['GET', '/sites/:siteId/service-instances', listServiceInstances],
		['GET', '/sites/:siteId/ssl', getCertificate],
	]);
}

function inTeam(handler: NetlifyHandler): NetlifyHandler {
	return (context, request) => {
		if (request.params['accountSlug'] !== ACCOUNT.slug) throw notFound();
		return handler(context, request);
	};
}

const listSites: NetlifyHandler = ({ world }, request) => {
	const name = request.query.get('name')?.toLowerCase() ?? '';
	const isGuest = request.query.get('filter') === 'guest';
	const sites = [...world.sites.values()].filter((site) => !isGuest && site.name.includes(name));
	return paginate(request, sites, (site) => presentSite(world, site));
};

const createSite: NetlifyHandler = ({ world, builds }, request) => {
	const body = jsonBody(request);
	const link = repositoryIn(body);
	const site = world.addSite({
		name: readText(body, 'name'),
		customDomain: readText(body, 'custom_domain'),
		repository: link ? readRepositoryLink(link) : undefined,
	});
	if (site.repository && !site.repository.stop_builds) builds.enqueue(site, {});
	return { status: 201, body: presentSite(world, site) };
};

const getSite: NetlifyHandler = (context, request) => ({
	status: 200,
	body: {
		...presentSite(context.world, requestedSite(context, request)),
		...(request.query.has('feature_flags') && { feature_flags: {} }),
	},
});

const updateSite: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	applyChanges(context, site, jsonBody(request));
	return { status: 200, body: presentSite(context.world, site) };
};

const deleteSite: NetlifyHandler = (context, request) => {
	const { world, lifecycle, builds } = context;
	const site = requestedSite(context, request);
	for (const deploy of world.deploysOf(site)) lifecycle.freeze(deploy);
	builds.forget(site.id);
	world.removeSite(site);
	return { status: 204 };
};

const unlinkRepository: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	site.repository = undefined;
	return { status: 200, body: presentSite(context.world, site) };
};

const getFiles: NetlifyHandler = (context, request) => {
	const deploy = context.world.publishedDeploy(requestedSite(context, request));
	const path = (request.params['rest'] ?? '').replace(/^\//, '');
	if (path === '') {
		const paths = deploy ? [...deploy.content.paths()] : [];
		return { status: 200, body: paths.map((each) => deploy && presentFile(deploy, each)) };
	}
	if (!deploy?.content.has(path)) throw notFound();
	return { status: 200, body: presentFile(deploy, path) };
};

const listDeployedBranches: NetlifyHandler = (context, request) => {
	const { world } = context;
	const site = requestedSite(context, request);
	const newest = new Map<string, Deploy>();
	for (const deploy of world.deploysOf(site)) {
		const isServed = deploy.state === 'ready' && branchAddress(world, site, deploy) !== undefined;
		if (isServed && !newest.has(deploy.branch)) newest.set(deploy.branch, deploy);
	}
	const body = [...newest].map(([name, deploy]) => {
		const url = branchAddress(world, site, deploy);
		return { id: deploy.id, deploy_id: deploy.id, name, slug: branchSlug(name), url, ssl_url: url };
	});
	return { status: 200, body };
};

const listServiceInstances: NetlifyHandler = (context, request) => {
	requestedSite(context, request);
	return { status: 200, body: [] };
};

/** Of a site's own domains; those of netlify.app have Netlify's. */
const getCertificate: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	if (site.customDomain === undefined) throw notFound();
	const endsAtMs = site.certificateEndsAtMs;
	return {
		status: 200,
		body: {
			state: endsAtMs > context.world.now() ? 'issued' : 'expired',
			domains: [site.customDomain, ...site.domainAliases],
			created_at: isoTime(endsAtMs - certificateLifeMs),
			updated_at: isoTime(endsAtMs - certificateLifeMs),
			expires_at: isoTime(endsAtMs),
		},
	};
};

function repositoryIn(body: JsonObject): JsonObject | undefined {
	return ['repo', 'build_settings'].map((key) => body[key]).find(isJsonObject);
}

/** Everything is checked before anything changes. */
function applyChanges({ world }: NetlifyContext, site: Site, body: JsonObject): void {
	const name = readText(body, 'name');
	const checkedName = name === undefined ? site.name : world.checkName(name, site);
	const link = repositoryIn(body);
	site.name = checkedName;
	site.customDomain = readText(body, 'custom_domain') ?? site.customDomain;
	if (body['custom_domain'] === null || body['custom_domain'] === '') site.customDomain = undefined;
	site.domainAliases = readTextList(body, 'domain_aliases') ?? site.domainAliases;
	site.forceSsl = readFlag(body, 'force_ssl') ?? site.forceSsl;
	if (link) site.repository = readRepositoryLink(link, site.repository);
	site.updatedAtMs = world.now();
}
