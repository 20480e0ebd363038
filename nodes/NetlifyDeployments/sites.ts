import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import { listByPage } from '../shared/pagination';
import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import { siteReference } from './siteReference';
import type { NetlifySite } from './types';

/** The most that Netlify puts on a page. */
export const largestPage = 100;

/** A site by id, name, host name or address. @throws OperationFailure when there is none. */
export async function findSite(client: PlatformClient, entered: string): Promise<NetlifySite> {
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/sites/${siteReference(entered)}`,
		acceptStatuses: [404],
	});
	if (status !== 404 && isSite(body)) return body;
	throw new OperationFailure(
		status === 404
			? `Netlify has no site "${entered}" that this credential may see`
			: `Netlify's answer for site "${entered}" is not a site`,
		'Choose the site from the list, or give its id, name or domain; the token must belong to a member of the team which owns it',
	);
}

/** A site by id or host name; null when there is none that the credential may see. */
export async function lookUpSite(
	client: PlatformClient,
	reference: string,
): Promise<NetlifySite | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/sites/${reference}`,
		acceptStatuses: [404],
	});
	if (status === 404) return null;
	if (isSite(body)) return body;
	throw new OperationFailure(
		`Netlify's answer for site "${reference}" is not a site`,
		'Look at Netlify\'s status page, then run this again',
	);
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
		publishedDeployId: site.published_deploy?.id ?? null,
		publishedCommit: site.published_deploy?.commit_ref ?? null,
		publishedAt: site.published_deploy?.published_at ?? null,
		locked: site.published_deploy?.locked === true,
		createdAt: site.created_at ?? null,
		updatedAt: site.updated_at ?? null,
	};
}

/** Netlify's own answer without its password, tokens and environment variables. */
export function rawSiteJson(site: NetlifySite): IDataObject {
	const hidden = ['password', 'password_hash', 'default_hooks_data', 'deploy_hook', 'session_id'];
	const raw: IDataObject = Object.fromEntries(
		Object.entries(site).filter(([name]) => !hidden.includes(name)),
	);
	if (typeof raw.build_settings === 'object' && raw.build_settings !== null) {
		raw.build_settings = Object.fromEntries(
			Object.entries(raw.build_settings).filter(([name]) => name !== 'env'),
		);
	}
	if (typeof raw.published_deploy === 'object' && raw.published_deploy !== null) {
		raw.published_deploy = Object.fromEntries(
			Object.entries(raw.published_deploy).filter(
				([name]) => name !== 'skew_protection_token' && name !== 'log_access_attributes',
			),
		);
	}
	return raw;
}

function isSite(body: unknown): body is NetlifySite {
	return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string';
}

/** How a person knows the site. */
export function siteName(site: NetlifySite): string {
	return site.name ?? site.id;
}
