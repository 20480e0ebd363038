import { branchAddress, permalink, siteAddress } from '../world/addresses';
import type { Build, BuildHook, Deploy, NotificationHook, Site } from '../model';
import { withNulls } from '../http/errors';
import type { NetlifyWorld } from '../world/world';
import { ACCOUNT, USER } from '../world/world';

export const isoTime = (atMs: number): string => new Date(atMs).toISOString();

export function presentDeploy(world: NetlifyWorld, deploy: Deploy): Record<string, unknown> {
	const site = world.site(deploy.siteId);
	const url = siteAddress(world, site);
	const permanent = permalink(world, site, deploy);
	const branchUrl = branchAddress(world, site, deploy);
	const deployUrl = branchUrl ?? permanent;
	const adminUrl = `https://app.netlify.com/projects/${site.name}`;
	return withNulls({
		id: deploy.id,
		site_id: site.id,
		user_id: USER.id,
		build_id: deploy.buildId,
		state: deploy.state,
		name: site.name,
		url,
		ssl_url: url,
		admin_url: adminUrl,
		deploy_url: deployUrl,
		deploy_ssl_url: deployUrl,
		review_id: deploy.reviewId,
		draft: deploy.draft,
		required: [...deploy.required],
		required_functions: [...deploy.requiredFunctions],
		required_edge_functions: [],
		error_message: deploy.errorMessage,
		branch: deploy.branch,
		commit_ref: deploy.commitRef,
		commit_url: deploy.commitUrl,
		skipped: deploy.skipped || null,
		created_at: isoTime(deploy.createdAtMs),
		updated_at: isoTime(deploy.updatedAtMs),
		published_at: deploy.publishedAtMs === undefined ? undefined : isoTime(deploy.publishedAtMs),
		title: deploy.title,
		context: deploy.context,
		locked: deploy.locked || null,
		framework: deploy.framework,
		manual_deploy: deploy.buildId === undefined,
		deploy_time:
			deploy.state === 'ready' || deploy.state === 'error'
				? Math.round((deploy.updatedAtMs - deploy.createdAtMs) / 1000)
				: undefined,
		available_functions: [...deploy.functions].map(([name, sha]) => ({ n: name, d: sha })),
		links: {
			permalink: permanent,
			alias: deploy.context === 'production' ? url : deployUrl,
			branch: branchUrl ?? null,
		},
		log_access_attributes: logAccess(world, deploy),
		summary: summaryOf(deploy),
	});
}

/** Where the build's log is read: the undeclared `log_access_attributes` that Netlify sends. */
function logAccess(world: NetlifyWorld, deploy: Deploy): Record<string, string> | undefined {
	if (deploy.buildId === undefined) return undefined;
	const endpoint = `${world.services.origin()}/netlify/build_logs`;
	const path = `/builds/${deploy.buildId}/log`;
	return { type: 'firebase', endpoint, path, url: `${endpoint}${path}` };
}

function summaryOf(deploy: Deploy): Record<string, unknown> {
	if (deploy.state !== 'ready') return { status: 'unavailable', messages: [] };
	return {
		status: 'ready',
		messages: [
			{
				type: 'info',
				title: `${deploy.content.size} new files uploaded`,
				description: `${deploy.content.size} assets changed.`,
			},
		],
	};
}

export function presentSite(world: NetlifyWorld, site: Site): Record<string, unknown> {
	const url = siteAddress(world, site);
	const published = world.publishedDeploy(site);
	return withNulls({
		id: site.id,
		site_id: site.id,
		state: 'current',
		plan: 'nf_team_pro',
		name: site.name,
		custom_domain: site.customDomain,
		domain_aliases: site.domainAliases,
		url,
		ssl_url: url,
		admin_url: `https://app.netlify.com/projects/${site.name}`,
		deploy_url: published ? (branchAddress(world, site, published) ?? url) : url,
		deploy_id: published?.id,
		created_at: isoTime(site.createdAtMs),
		updated_at: isoTime(site.updatedAtMs),
		user_id: USER.id,
		ssl: true,
		force_ssl: site.forceSsl,
		managed_dns: false,
		published_deploy: published ? presentDeploy(world, published) : undefined,
		account_id: ACCOUNT.id,
		account_name: ACCOUNT.name,
		account_slug: ACCOUNT.slug,
		git_provider: site.repository?.provider,
		capabilities: {},
		processing_settings: { html: { pretty_urls: true } },
		build_settings: site.repository ? { ...site.repository, env: {} } : {},
		deploy_hook: null,
		id_domain: `${site.id}.netlify.app`,
		default_domain: `${site.name}.netlify.app`,
		build_image: 'noble',
		prevent_non_git_prod_deploys: false,
	});
}

export function presentBuild(build: Build): Record<string, unknown> {
	return withNulls({
		id: build.id,
		deploy_id: build.deployId,
		sha: build.sha,
		done: build.done,
		error: build.error,
		created_at: isoTime(build.createdAtMs),
	});
}

export function presentBuildHook(world: NetlifyWorld, hook: BuildHook): Record<string, unknown> {
	return {
		id: hook.id,
		title: hook.title,
		branch: hook.branch,
		url: `${world.services.origin()}/netlify/build_hooks/${hook.id}`,
		site_id: hook.siteId,
		created_at: isoTime(hook.createdAtMs),
	};
}

export function presentHook(hook: NotificationHook): Record<string, unknown> {
	return {
		id: hook.id,
		site_id: hook.siteId,
		type: hook.type,
		event: hook.event,
		data: hook.data,
		created_at: isoTime(hook.createdAtMs),
		updated_at: isoTime(hook.updatedAtMs),
		disabled: hook.disabled,
	};
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
	css: 'text/css; charset=UTF-8',
	csv: 'text/csv; charset=UTF-8',
	gif: 'image/gif',
	htm: 'text/html; charset=UTF-8',
	html: 'text/html; charset=UTF-8',
	ico: 'image/x-icon',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	js: 'application/javascript; charset=UTF-8',
	json: 'application/json; charset=UTF-8',
	map: 'application/json; charset=UTF-8',
	md: 'text/markdown; charset=UTF-8',
	mjs: 'application/javascript; charset=UTF-8',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain; charset=UTF-8',
	wasm: 'application/wasm',
	webp: 'image/webp',
	woff2: 'font/woff2',
	xml: 'application/xml; charset=UTF-8',
};

export function mediaType(path: string): string {
	const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
	return MEDIA_TYPES[extension] ?? 'application/octet-stream';
}

export function presentFile(deploy: Deploy, path: string): Record<string, unknown> {
	return withNulls({
		id: `/${path}`,
		path: `/${path}`,
		sha: deploy.content.sha1(path),
		mime_type: mediaType(path).split(';')[0],
		size: deploy.content.read(path)?.byteLength ?? 0,
		site_id: deploy.siteId,
		deploy_id: deploy.id,
	});
}
