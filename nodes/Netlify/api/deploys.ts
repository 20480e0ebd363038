import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteIfThere, readIfThere } from '../../shared/http/readIfThere';
import { OperationFailure } from '../../shared/operation/errors';
import { largestPage } from './paging';
import { type NetlifyDeploy, type NetlifySite, siteName } from './types';

/** A deploy of this site. @throws OperationFailure when the site has no such deploy. */
export async function findDeploy(client: PlatformClient, site: NetlifySite, deployId: string): Promise<NetlifyDeploy> {
	const deploy = await readIfThere<NetlifyDeploy>(
		client,
		{ path: path`/sites/${site.id}/deploys/${deployId}` },
		`deploy "${deployId}"`,
	);
	if (deploy) return deploy;
	throw new OperationFailure(
		`Site ${siteName(site)} has no deploy "${deployId}"`,
		'Choose the deploy from the list. It must be one of this site, and Netlify deletes old deploys after the time set for the site',
	);
}

export async function readDeploy(client: PlatformClient, siteId: string, deployId: string): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({ method: 'GET', path: path`/sites/${siteId}/deploys/${deployId}` });
}

/** Deploys of a site, the newest first. */
export async function listDeploys(
	client: PlatformClient,
	siteId: string,
	query: IDataObject,
	limit: number,
): Promise<NetlifyDeploy[]> {
	return await listByPage<NetlifyDeploy>(
		client,
		{ method: 'GET', path: path`/sites/${siteId}/deploys`, query },
		{ limit, pageSize: largestPage },
	);
}

/** One page of the same. */
export async function readDeploysPage(client: PlatformClient, siteId: string, page: number): Promise<NetlifyDeploy[]> {
	return await client.list<NetlifyDeploy>({
		method: 'GET',
		path: path`/sites/${siteId}/deploys`,
		query: { page, per_page: largestPage },
	});
}

/** The finished deploy of a branch that was made last, which the branch's address serves; undefined when there is none. */
export async function newestOfBranch(
	client: PlatformClient,
	siteId: string,
	branch: string,
): Promise<NetlifyDeploy | undefined> {
	const ready = await listDeploys(client, siteId, { branch, state: 'ready' }, largestPage);
	// Not by the filter's word alone: Netlify passes over what it does not know in a query.
	return ready
		.filter((deploy) => deploy.branch === branch && deploy.state === 'ready')
		.sort((left, right) => (right.created_at ?? '').localeCompare(left.created_at ?? ''))[0];
}

/** Publishes a finished deploy again. Safe to repeat: the deploy is named. */
export async function restoreDeploy(client: PlatformClient, siteId: string, deployId: string): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'POST',
		path: path`/sites/${siteId}/deploys/${deployId}/restore`,
		safeToRepeat: true,
	});
}

/** The deploy as Netlify answers; null when it has nothing to cancel any more: it ended (422), or is gone. */
export async function cancelDeploy(client: PlatformClient, deployId: string): Promise<NetlifyDeploy | null> {
	const { status, body } = await client.request({
		method: 'POST',
		path: path`/deploys/${deployId}/cancel`,
		safeToRepeat: true,
		acceptStatuses: [404, 422],
	});
	if (status === 404 || status === 422) return null;
	return isDeploy(body) ? body : { id: deployId };
}

function isDeploy(body: unknown): body is NetlifyDeploy {
	return isRecord(body) && textAt(body, 'id') !== null;
}

/** Stops automatic publishing at a deploy, or lets it go on. */
export async function setLock(client: PlatformClient, deployId: string, locked: boolean): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'POST',
		path: locked ? path`/deploys/${deployId}/lock` : path`/deploys/${deployId}/unlock`,
		safeToRepeat: true,
	});
}

export async function deleteDeploy(client: PlatformClient, deployId: string): Promise<void> {
	await deleteIfThere(client, { path: path`/deploys/${deployId}` });
}
