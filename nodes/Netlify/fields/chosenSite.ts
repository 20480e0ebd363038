import type { PlatformClient } from '../../shared/http/platformClient';
import type { OperationContext } from '../../shared/operation/operation';
import { netlifyClient } from '../api/client';
import { findDeploy } from '../api/deploys';
import { findSite } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';
import { deployField } from './deploy';
import { siteField } from './site';

export interface ChosenSite {
	readonly client: PlatformClient;
	readonly site: NetlifySite;
}

/** The site that the node's field names, read now. @throws OperationFailure when there is none. */
export async function chosenSite(context: OperationContext, client = netlifyClient(context)): Promise<ChosenSite> {
	return { client, site: await findSite(client, siteField.read(context)) };
}

/** The same with the deploy that the other field names. @throws OperationFailure when the site has no such deploy. */
export async function chosenDeploy(
	context: OperationContext,
	clientOfChoice = netlifyClient(context),
): Promise<ChosenSite & { readonly deploy: NetlifyDeploy }> {
	const { client, site } = await chosenSite(context, clientOfChoice);
	return { client, site, deploy: await findDeploy(client, site, deployField.read(context)) };
}
