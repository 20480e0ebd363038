import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { clock } from '../../shared/waiting/clock';
import { path } from '../../shared/http/path';
import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { fingerprintOf, listBuildHooks } from '../api/buildHooks';
import { shortCommit } from '../state/commit';
import { findSite, siteName } from '../api/sites';
import { statusOf } from '../state/deployStatus';
import { netlifyClientForPicker } from '../api/client';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

const pageSize = 100;

/** Sites by name, with the domain they answer at. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const sites = await netlifyClientForPicker(this).list<NetlifySite>({
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
	const chosen = chosenInPicker(this, 'site');
	if (chosen === null) return { results: [] };
	const client = netlifyClientForPicker(this);
	const site = await findSite(client, chosen);
	const page = Number(paginationToken ?? 1);
	const deploys = await client.list<NetlifyDeploy>({
		method: 'GET',
		path: path`/sites/${site.id}/deploys`,
		query: { page, per_page: pageSize },
	});
	return {
		...matching(
			filter,
			deploys.map((deploy) => ({
				name: deployLabel(deploy, site.published_deploy?.id, clock.now()),
				value: deploy.id,
				...(deploy.admin_url && { url: `${deploy.admin_url}/deploys/${deploy.id}` }),
			})),
		),
		...(deploys.length === pageSize && { paginationToken: String(page + 1) }),
	};
}

/** Build hooks of the chosen site. Chosen by fingerprint: an id in a workflow would let its readers use the hook. */
export async function searchBuildHooks(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen = chosenInPicker(this, 'site');
	if (chosen === null) return { results: [] };
	const client = netlifyClientForPicker(this);
	const hooks = await listBuildHooks(client, await findSite(client, chosen));
	return matching(
		filter,
		hooks.map((hook) => ({
			name: `${hook.title ?? ''} · ${hook.branch ?? ''}`,
			value: fingerprintOf(hook),
		})),
	);
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
