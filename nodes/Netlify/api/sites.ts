import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { readIfThere } from '../../shared/http/readIfThere';
import { siteReference } from './siteReference';
import type { NetlifySite } from './types';
import { without, withoutSecrets } from '../output/redactDeploy';

/** The most that Netlify puts on a page. */
export const largestPage = 100;

/** A site by id, name, host name or address. @throws OperationFailure when there is none. */
export async function findSite(client: PlatformClient, entered: string): Promise<NetlifySite> {
	const site = await lookUpSite(client, siteReference(entered));
	if (site) return site;
	throw new OperationFailure(
		`Netlify has no site "${entered}" that this credential may see`,
		'Choose the site from the list, or give its id, name or domain; the token must belong to a member of the team which owns it',
	);
}

/** A site by id or host name; null when there is none that the credential may see. */
export async function lookUpSite(
	client: PlatformClient,
	reference: string,
): Promise<NetlifySite | null> {
	return await readIfThere<NetlifySite>(client, { path: path`/sites/${reference}` }, `site "${reference}"`);
}

export async function readSite(client: PlatformClient, siteId: string): Promise<NetlifySite> {
	return await client.object<NetlifySite>({ method: 'GET', path: path`/sites/${siteId}` });
}

/** Sites whose name holds `name`, or all with an empty one. */
export async function listSites(
	client: PlatformClient,
	name: string,
	limit: number,
): Promise<NetlifySite[]> {
	return await listByPage<NetlifySite>(
		client,
		{ method: 'GET', path: '/sites', query: { filter: 'all', ...(name && { name }) } },
		{ limit, pageSize: largestPage },
	);
}

/** A site in our shape. */
export function siteJson(site: NetlifySite): IDataObject {
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
export function rawSiteJson(site: NetlifySite): IDataObject {
	const raw = without(site, ['password', 'password_hash', 'default_hooks_data', 'deploy_hook', 'session_id']);
	if (isRecord(raw.build_settings)) raw.build_settings = without(raw.build_settings, ['env']);
	if (isRecord(raw.published_deploy)) raw.published_deploy = withoutSecrets(raw.published_deploy);
	return raw;
}

/** What the site serves now; null when it serves nothing. */
export function publishedIdOf(site: NetlifySite): string | null {
	return site.published_deploy?.id ?? null;
}

/** How a person knows the site. */
export function siteName(site: NetlifySite): string {
	return site.name ?? site.id;
}
