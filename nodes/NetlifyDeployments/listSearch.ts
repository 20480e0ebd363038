import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { clock } from '../shared/clock';
import { path } from '../shared/path';
import { fingerprintOf, listBuildHooks } from './buildHooks';
import { shortCommit } from './commit';
import { findSite, siteName } from './sites';
import { statusOf } from './status';
import { netlifyClientFor } from './transport';
import type { NetlifyDeploy, NetlifySite } from './types';

const pageSize = 100;

/** Sites by name, with the domain they answer at. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const sites = await netlifyClientFor(this).list<NetlifySite>({
		method: 'GET',
		path: '/sites',
		query: { filter: 'all', ...(filter && { name: filter }), page, per_page: pageSize },
	});
	return {
		results: sites.map((site) => ({
			name: site.custom_domain ? `${siteName(site)} (${site.custom_domain})` : siteName(site),
			value: site.id,
			...(site.admin_url && { url: site.admin_url }),
		})),
		...(sites.length === pageSize && { paginationToken: String(page + 1) }),
	};
}

/** Deploys of the chosen site: commit, branch, state, age and title; any of them can be searched for. */
export async function searchDeploys(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const chosen: unknown = this.getNodeParameter('site', '', { extractValue: true });
	if (typeof chosen !== 'string' || chosen.trim() === '') return { results: [] };
	const client = netlifyClientFor(this);
	const site = await findSite(client, chosen);
	const page = Number(paginationToken ?? 1);
	const deploys = await client.list<NetlifyDeploy>({
		method: 'GET',
		path: path`/sites/${site.id}/deploys`,
		query: { page, per_page: pageSize },
	});
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: deploys
			.map((deploy) => ({
				name: deployLabel(deploy, site.published_deploy?.id, clock.now()),
				value: deploy.id,
				...(deploy.admin_url && { url: `${deploy.admin_url}/deploys/${deploy.id}` }),
			}))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
		...(deploys.length === pageSize && { paginationToken: String(page + 1) }),
	};
}

/** Build hooks of the chosen site. Chosen by fingerprint: an id in a workflow would let its readers use the hook. */
export async function searchBuildHooks(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen: unknown = this.getNodeParameter('site', '', { extractValue: true });
	if (typeof chosen !== 'string' || chosen.trim() === '') return { results: [] };
	const client = netlifyClientFor(this);
	const hooks = await listBuildHooks(client, await findSite(client, chosen));
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: hooks
			.map((hook) => ({
				name: `${hook.title ?? ''} · ${hook.branch ?? ''}`,
				value: fingerprintOf(hook),
			}))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}

/** `abc1234 · main · live · 3 h ago · Fix the header` */
export function deployLabel(
	deploy: NetlifyDeploy,
	publishedId: string | undefined,
	nowMs: number,
): string {
	return [
		deploy.commit_ref ? shortCommit(deploy.commit_ref) : 'files',
		deploy.branch ?? '',
		deploy.id === publishedId ? 'live' : statusOf(deploy).state,
		deploy.created_at ? `${age(nowMs - Date.parse(deploy.created_at))} ago` : '',
		deploy.title ?? '',
	]
		.filter(Boolean)
		.join(' · ');
}

function age(durationMs: number): string {
	const minutes = Math.max(0, Math.floor(durationMs / 60_000));
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
