import type { Operation } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { listDeploys, newestOfBranch } from '../../api/deploys';
import { readSite } from '../../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../../api/types';
import { chosenSite } from '../../fields/chosenSite';
import { deployContextField } from '../../fields/deployContext';
import { siteField } from '../../fields/site';
import { production } from '../../state/deployContext';
import { liveDeployOf } from '../../state/liveDeploy';
import { isProductionBuild } from '../../state/productionBuild';

/** How many deploys back one that is under way is looked for. */
const looksBack = 50;

export const getLive: Operation = {
	value: 'getLive',
	name: 'Get Live',
	action: 'Get what is live on a site',
	description: 'See what production or a branch serves and what is being built, in the shape of every platform',
	properties: [siteField, deployContextField],
	itemsAtOnce: 5,
	async execute(context) {
		const chosen = deployContextField.read(context);
		const { client, site } = await chosenSite(context);
		const branch = chosen.branch !== null && !isProductionBuild(site, chosen.branch) ? chosen.branch : null;
		const newest = await listDeploys(client, site.id, branch === null ? { production: true } : { branch }, looksBack);
		const served =
			branch === null ? await published(client, site, newest) : await newestOfBranch(client, site.id, branch);
		return {
			...liveDeployOf(site, { context: branch === null ? production : chosen, served: served ?? null, newest }),
		};
	},
};

/**
 * What production serves, seen no earlier than what is under way: a deploy that was published between the two looks
 * would be neither, and would be made once more.
 */
async function published(
	client: PlatformClient,
	site: NetlifySite,
	[newest]: readonly NetlifyDeploy[],
): Promise<NetlifyDeploy | null | undefined> {
	const isPublished = newest === undefined || newest.id === site.published_deploy?.id;
	return isPublished ? site.published_deploy : (await readSite(client, site.id)).published_deploy;
}
