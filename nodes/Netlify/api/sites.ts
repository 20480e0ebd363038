import type { IDataObject } from 'n8n-workflow';

import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';
import { deleteIfThere, readIfThere } from '../../shared/http/readIfThere';
import { OperationFailure } from '../../shared/operation/errors';
import { largestPage } from './paging';
import { siteReference } from './siteReference';
import type { NetlifyFile, NetlifySite } from './types';

/** A site by id, name, host name or address. @throws OperationFailure when there is none. */
export async function findSite(client: PlatformClient, entered: string): Promise<NetlifySite> {
	const site = await lookUpSite(client, siteReference(entered));
	if (site) return site;
	throw new OperationFailure(
		`Netlify has no site "${entered}" that this credential may see`,
		'Choose it from the list. If it was renamed, give its new name, or its ID, which a rename leaves as it is. The token must belong to a member of the team that owns it',
	);
}

/** A site by id or host name; null when there is none that the credential may see. */
export async function lookUpSite(client: PlatformClient, reference: string): Promise<NetlifySite | null> {
	return await readIfThere<NetlifySite>(client, { path: path`/sites/${reference}` }, `site "${reference}"`);
}

export async function readSite(client: PlatformClient, siteId: string, timeoutMs?: number): Promise<NetlifySite> {
	return await client.object<NetlifySite>({
		method: 'GET',
		path: path`/sites/${siteId}`,
		...(timeoutMs !== undefined && { timeoutMs }),
	});
}

/** Sites whose name holds `name`, or all with an empty one. */
export async function listSites(client: PlatformClient, name: string, limit: number): Promise<NetlifySite[]> {
	return await listByPage<NetlifySite>(client, sitesRequest(name), { limit, pageSize: largestPage });
}

/** One page of the same. */
export async function readSitesPage(client: PlatformClient, name: string, page: number): Promise<NetlifySite[]> {
	const { query, ...request } = sitesRequest(name);
	return await client.list<NetlifySite>({ ...request, query: { ...query, page, per_page: largestPage } });
}

function sitesRequest(name: string): PlatformRequest {
	return { method: 'GET', path: '/sites', query: { filter: 'all', ...(name && { name }) } };
}

/** Makes a site in a team; in the token's own with an empty one. */
export async function createSite(client: PlatformClient, team: string, body: IDataObject): Promise<NetlifySite> {
	return await client.object<NetlifySite>({
		method: 'POST',
		path: team === '' ? '/sites' : path`/${team}/sites`,
		body,
		safeToRepeat: false,
	});
}

export async function updateSite(client: PlatformClient, siteId: string, body: IDataObject): Promise<void> {
	await client.request({ method: 'PATCH', path: path`/sites/${siteId}`, body, safeToRepeat: true });
}

export async function deleteSite(client: PlatformClient, siteId: string): Promise<void> {
	await deleteIfThere(client, { path: path`/sites/${siteId}` });
}

/** The files that the site serves now. */
export async function listSiteFiles(client: PlatformClient, siteId: string): Promise<NetlifyFile[]> {
	return await client.list<NetlifyFile>({ method: 'GET', path: path`/sites/${siteId}/files` });
}
