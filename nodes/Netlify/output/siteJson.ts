import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import { type NetlifySite, publishedIdOf } from '../api/types';
import { omit, redactDeploy } from './redact';

/** A site in our shape, or as Netlify answers it. */
export function siteJson(site: NetlifySite, simplify: boolean): IDataObject {
	return simplify ? simpleSiteJson(site) : rawSiteJson(site);
}

function simpleSiteJson(site: NetlifySite): IDataObject {
	return {
		id: site.id,
		name: site.name ?? null,
		url: site.ssl_url ?? site.url ?? null,
		customDomain: site.custom_domain ?? null,
		adminUrl: site.admin_url ?? null,
		team: site.account_name ?? null,
		repository: site.build_settings?.repo_path ?? null,
		productionBranch: site.build_settings?.repo_branch ?? null,
		buildsStopped: site.build_settings?.stop_builds === true,
		publishedDeployId: publishedIdOf(site),
		publishedCommit: site.published_deploy?.commit_ref ?? null,
		publishedAt: site.published_deploy?.published_at ?? null,
		locked: site.published_deploy?.locked === true,
		createdAt: site.created_at ?? null,
		updatedAt: site.updated_at ?? null,
	};
}

/** Netlify's own answer without its password, tokens and environment variables. */
function rawSiteJson(site: NetlifySite): IDataObject {
	const raw = omit(site, ['password', 'password_hash', 'default_hooks_data', 'deploy_hook', 'session_id']);
	if (isRecord(raw.build_settings)) raw.build_settings = omit(raw.build_settings, ['env']);
	if (isRecord(raw.published_deploy)) raw.published_deploy = redactDeploy(raw.published_deploy);
	return raw;
}
