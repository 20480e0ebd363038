import type { IDataObject } from 'n8n-workflow';

import { type NetlifyDeployedBranch, type NetlifySite, siteName } from '../api/types';
import { branchSlug } from '../state/branchAddress';

/** A branch of a site, and where it is served: `found` says whether at an address of its own. */
export function branchJson(
	site: NetlifySite,
	branch: string,
	deployed: NetlifyDeployedBranch | undefined,
): IDataObject {
	return {
		platform: 'netlify',
		site: siteName(site),
		siteId: site.id,
		branch,
		found: deployed !== undefined,
		slug: deployed?.slug ?? branchSlug(branch),
		url: deployed?.ssl_url ?? deployed?.url ?? null,
		deployId: deployed?.deploy_id ?? null,
	};
}
