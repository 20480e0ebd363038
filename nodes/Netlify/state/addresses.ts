import { textAt } from '../../deployment/values/jsonFields';

/** Where a deploy, and what is served beside it, can be looked at. */
export interface DeployAddresses {
	/** This very deploy, for as long as Netlify keeps it. */
	readonly url: string | null;
	/** The site's main address: whatever is published. */
	readonly siteUrl: string | null;
	/** The address of the deploy's branch, or pull request: whatever is newest of it. Null when it has none. */
	readonly branchUrl: string | null;
}

/**
 * The addresses in a deploy, as the API and the notifications give it. `deploy_ssl_url` is the branch's
 * (`main--site`, `BRANCH--site`, `deploy-preview-12--site`): only `links.permalink`, which the contract
 * does not declare, is the deploy's own. Where it is missing it is made of the id and the site's name
 * (docs.netlify.com/site-deploys/overview, "Deploy permalinks").
 */
export function addressesOf(deploy: object): DeployAddresses {
	const id = textAt(deploy, 'id');
	const name = textAt(deploy, 'name');
	const made = id === null || name === null ? null : `https://${id}--${name}.netlify.app`;
	const url = textAt(deploy, 'links', 'permalink') ?? made;
	const branchUrl = textAt(deploy, 'deploy_ssl_url') ?? textAt(deploy, 'deploy_url');
	return {
		url,
		siteUrl: textAt(deploy, 'ssl_url') ?? textAt(deploy, 'url'),
		branchUrl: branchUrl === url ? null : branchUrl,
	};
}
