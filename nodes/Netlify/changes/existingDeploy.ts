import type { PlatformClient } from '../../shared/http/platformClient';
import { listDeploys, newestOfBranch } from '../api/deploys';
import type { NetlifyDeploy, NetlifySite } from '../api/types';
import { requestedCommit } from '../state/commit';
import { contextNamed, production } from '../state/deployContext';
import { deploysUnderWay } from '../state/liveDeploy';
import { isProductionBuild } from '../state/productionBuild';

/** How many deploys back one that is under way is looked for. */
const looksBack = 50;

/**
 * The deploy of this commit that makes another build needless: the newest that is under way (Netlify does not report
 * the commit before it begins: it will be the branch's head), else the one that is served. Null when there is none.
 */
export async function findExistingDeploy(
	client: PlatformClient,
	site: NetlifySite,
	branch: string,
	commit: string | null,
): Promise<NetlifyDeploy | null> {
	const isProduction = isProductionBuild(site, branch);
	const context = (isProduction ? undefined : contextNamed(`branch:${branch}`)) ?? production;
	const newest = await listDeploys(client, site.id, isProduction ? { production: true } : { branch }, looksBack);
	const isWanted = ({ commit_ref: built }: NetlifyDeploy): boolean =>
		commit === null || (Boolean(built) && requestedCommit(commit, built ?? null) === built);
	const underWay = deploysUnderWay(context, newest).find((deploy) => !deploy.commit_ref || isWanted(deploy));
	if (underWay) return underWay;
	const served = isProduction ? site.published_deploy : await newestOfBranch(client, site.id, branch);
	return served && commit !== null && isWanted(served) ? served : null;
}
