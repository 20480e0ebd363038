import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { readIfThere } from '../../shared/http/readIfThere';
import { largestPage, siteName } from './sites';
import type { NetlifyDeploy, NetlifySite } from './types';

/** A deploy of this site. @throws OperationFailure when the site has no such deploy. */
export async function findDeploy(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
): Promise<NetlifyDeploy> {
	const deploy = await readIfThere<NetlifyDeploy>(
		client,
		{ path: path`/sites/${site.id}/deploys/${deployId}` },
		`deploy "${deployId}"`,
	);
	if (deploy) return deploy;
	throw new OperationFailure(
		`Site ${siteName(site)} has no deploy "${deployId}"`,
		'Choose the deploy from the list. Netlify deletes old deploys after the time set for the site, and a deploy of another site cannot be used',
	);
}

export async function readDeploy(
	client: PlatformClient,
	siteId: string,
	deployId: string,
): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'GET',
		path: path`/sites/${siteId}/deploys/${deployId}`,
	});
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
