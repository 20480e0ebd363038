import type { Site } from '../model';
import { ACCOUNT, USER } from '../world/accounts';
import { branchAddress, siteAddress } from '../world/addresses';
import type { NetlifyWorld } from '../world/world';
import { presentDeploy } from './deploy';
import { isoTime, withNulls } from './withNulls';

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
