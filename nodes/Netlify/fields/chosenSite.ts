import { locatorValue } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';
import type { PlatformClient } from '../../shared/http/platformClient';
import { findDeploy } from '../api/deploys';
import { findSite } from '../api/sites';
import { netlifyClient } from '../api/client';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** The site that the node's field names, read now. @throws OperationFailure when there is none. */
export async function chosenSite(
	context: OperationContext,
	client = netlifyClient(context),
): Promise<{ readonly client: PlatformClient; readonly site: NetlifySite }> {
	return { client, site: await findSite(client, locatorValue(context, 'site', 'Site')) };
}

/** The same with the deploy that the other field names. @throws OperationFailure when the site has no such deploy. */
export async function chosenDeploy(
	context: OperationContext,
	clientOfChoice = netlifyClient(context),
): Promise<{
	readonly client: PlatformClient;
	readonly site: NetlifySite;
	readonly deploy: NetlifyDeploy;
}> {
	const { client, site } = await chosenSite(context, clientOfChoice);
	return { client, site, deploy: await findDeploy(client, site, locatorValue(context, 'deploy', 'Deploy')) };
}
