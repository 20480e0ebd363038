import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { chosenSite } from '../../fields/chosenSite';
import { optionalDeployParameter } from '../../fields/locators';
import { planJson, unverifiedJson } from '../../output/resultJson';
import { publishedDeploy } from './publishedDeploy';
import { siteName } from '../../api/sites';
import type { NetlifyDeploy } from '../../api/types';

/** Stops automatic publishing at the live deploy, or lets it go on. Done already is done well. */
export async function changeLock(context: OperationContext, locked: boolean): Promise<IDataObject> {
	const { client, site } = await chosenSite(context);
	const published = publishedDeploy(site);
	const deployId = optionalDeployParameter(context) || published.id;
	const verb = locked ? 'locked' : 'unlocked';
	if (deployId !== published.id) {
		throw new OperationFailure(
			`Site ${siteName(site)} serves deploy ${published.id}, not ${deployId}, and only the live deploy can be ${verb}`,
			'Leave Deploy empty for the one that is live, or restore the other one first',
		);
	}
	if (switchParameter(context, 'dryRun')) {
		return planJson(site, { action: locked ? 'lock' : 'unlock', deployId });
	}
	if ((published.locked === true) === locked) {
		return unverifiedJson(context, published, { published });
	}
	const changed = await client.object<NetlifyDeploy>({
		method: 'POST',
		path: locked ? path`/deploys/${deployId}/lock` : path`/deploys/${deployId}/unlock`,
		safeToRepeat: true,
	});
	if ((changed.locked === true) !== locked) {
		throw new OperationFailure(
			`Netlify took the request, but deploy ${deployId} of site ${siteName(site)} is not ${verb}`,
			'Look at the deploy in Netlify, then run this again',
		);
	}
	return unverifiedJson(context, changed, { published });
}
