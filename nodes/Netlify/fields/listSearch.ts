import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { clock } from '../../shared/waiting/clock';
import { listBuildHooks } from '../api/buildHooks';
import { netlifyClientForPicker } from '../api/client';
import { readDeploysPage } from '../api/deploys';
import { largestPage } from '../api/paging';
import { findSite, readSitesPage } from '../api/sites';
import { siteName } from '../api/types';
import { fingerprintOf } from '../state/buildHookFingerprint';
import { deployLabel } from '../state/deployLabel';

/** Sites by name, with the domain they answer at. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const sites = await readSitesPage(netlifyClientForPicker(this), filter ?? '', page);
	return {
		results: sites.map((site) => ({
			name: site.custom_domain ? `${siteName(site)} (${site.custom_domain})` : siteName(site),
			value: site.id,
			...(site.admin_url && { url: site.admin_url }),
		})),
		...nextPage(sites, page),
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
	const deploys = await readDeploysPage(client, site.id, page);
	const entries = deploys.map((deploy) => ({
		name: deployLabel(deploy, site.published_deploy?.id, clock.now()),
		value: deploy.id,
		...(deploy.admin_url && { url: `${deploy.admin_url}/deploys/${deploy.id}` }),
	}));
	return { ...matching(filter, entries), ...nextPage(deploys, page) };
}

/** Build hooks of the chosen site. Chosen by fingerprint: an id in a workflow would let its readers use the hook. */
export async function searchBuildHooks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const chosen = chosenInPicker(this, 'site');
	if (chosen === null) return { results: [] };
	const client = netlifyClientForPicker(this);
	const site = await findSite(client, chosen);
	const hooks = await listBuildHooks(client, site.id);
	return matching(
		filter,
		hooks.map((hook) => ({ name: `${hook.title ?? ''} · ${hook.branch ?? ''}`, value: fingerprintOf(hook) })),
	);
}

function nextPage(elements: readonly unknown[], page: number): { readonly paginationToken?: string } {
	return elements.length === largestPage ? { paginationToken: String(page + 1) } : {};
}
