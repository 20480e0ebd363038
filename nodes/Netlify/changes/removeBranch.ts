import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { deleteDeploy, listDeploys } from '../api/deploys';
import { deleteValue, deleteVariable, listVariables, readVariable } from '../api/environmentVariables';
import {
	type NetlifyDeploy,
	type NetlifyEnvironmentVariable,
	type NetlifySite,
	publishedIdOf,
	siteName,
} from '../api/types';
import { isBranchDeploy } from '../state/branchAddress';
import { type DeployContext, ownValue } from '../state/environment/deployContexts';
import { cancelUnderWay } from './cancelUnderWay';
import { hasEnded } from './deployLook';

/** What of a site belongs to one branch alone. */
export interface BranchParts {
	readonly deploys: readonly NetlifyDeploy[];
	/** Variables that have a value for this very branch. */
	readonly variables: readonly NetlifyEnvironmentVariable[];
}

/** By the branch's exact name: not by Netlify's filter alone, which passes over what it does not know. */
export async function findBranchParts(client: PlatformClient, site: NetlifySite, branch: string): Promise<BranchParts> {
	const deploys = await listDeploys(client, site.id, { branch }, Infinity);
	const variables = await listVariables(client, site);
	return {
		deploys: deploys.filter(
			(deploy) => deploy.branch === branch && isBranchDeploy(deploy) && deploy.id !== publishedIdOf(site),
		),
		variables: variables.filter(({ values }) => ownValue(values ?? [], contextOfBranch(branch)) !== undefined),
	};
}

/**
 * Removes what belongs to a branch: first what builds, so that it reads no value that is about to go, then the values,
 * which may be secret, then the deploys. @throws OperationFailure when something is left.
 */
export async function removeBranchParts(
	client: PlatformClient,
	site: NetlifySite,
	branch: string,
	{ deploys, variables }: BranchParts,
): Promise<void> {
	const underWay = deploys.filter((deploy) => !hasEnded(deploy)).map(({ id }) => id);
	await cancelUnderWay(client, site.id, underWay);
	for (const variable of variables) await removeValue(client, site, variable, branch);
	for (const { id } of deploys) await deleteDeploy(client, id);
	const left = await findBranchParts(client, site, branch);
	if (left.deploys.length === 0 && left.variables.length === 0) return;
	const what = [...left.variables.map(({ key }) => key), ...left.deploys.map(({ id }) => `deploy ${id}`)];
	throw new OperationFailure(
		`Branch ${branch} of site ${siteName(site)} still has ${what.slice(0, 5).join(', ')}${what.length > 5 ? ` and ${what.length - 5} more` : ''}`,
		'It may have been built, or a variable set, at the same time: run this again',
		{ mayStillFinish: true },
	);
}

/** The value alone, and the variable only once it is empty: another branch may be given its own value meanwhile. */
async function removeValue(
	client: PlatformClient,
	site: NetlifySite,
	{ key, values }: NetlifyEnvironmentVariable,
	branch: string,
): Promise<void> {
	await deleteValue(client, site, key, ownValue(values ?? [], contextOfBranch(branch))?.id ?? '');
	if ((values ?? []).length > 1) return;
	const now = await readVariable(client, site, key);
	if (now && (now.values ?? []).length === 0) await deleteVariable(client, site, key);
}

function contextOfBranch(branch: string): DeployContext {
	return { context: 'branch', branch };
}
