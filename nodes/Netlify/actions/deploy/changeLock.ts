import type { IDataObject } from 'n8n-workflow';

import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { setLock } from '../../api/deploys';
import { siteName } from '../../api/types';
import { chosenSite } from '../../fields/chosenSite';
import { deployOrPublishedField } from '../../fields/deploy';
import { planJson } from '../../output/planJson';
import { publishedDeploy } from './publishedDeploy';
import { unverifiedJson } from './unverifiedJson';

/** Stops automatic publishing at the live deploy, or lets it go on; nothing to do is done well. */
export async function changeLock(context: OperationContext, locked: boolean): Promise<IDataObject> {
	const { client, site } = await chosenSite(context);
	const published = publishedDeploy(site);
	const deployId = deployOrPublishedField.read(context) || published.id;
	const verb = locked ? 'locked' : 'unlocked';
	if (deployId !== published.id) {
		throw new OperationFailure(
			`Site ${siteName(site)} serves deploy ${published.id}, not ${deployId}, and only the live deploy can be ${verb}`,
			'Leave Deploy empty for the one that is live, or restore the other one first',
		);
	}
	if (dryRunProperty.read(context)) return planJson(site, { action: locked ? 'lock' : 'unlock', deployId });
	if ((published.locked === true) === locked) return unverifiedJson(context, published, { published });
	const changed = await setLock(client, deployId, locked);
	if ((changed.locked === true) !== locked) {
		throw new OperationFailure(
			`Netlify accepted the request, but deploy ${deployId} of site ${siteName(site)} is not ${verb}`,
			'Look at the deploy in Netlify, then run this again',
		);
	}
	return unverifiedJson(context, changed, { published });
}
