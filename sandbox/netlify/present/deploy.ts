import type { Deploy } from '../model';
import { USER } from '../world/accounts';
import { branchAddress, permalink, siteAddress } from '../world/addresses';
import type { NetlifyWorld } from '../world/world';
import { isoTime, withNulls } from './withNulls';

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
