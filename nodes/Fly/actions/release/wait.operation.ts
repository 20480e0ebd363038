import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { awaitRelease } from '../../awaitRelease';
import { flyOnFailureProperty } from '../../deployParameters';
import { findRelease, historyLength } from '../../findRelease';
import { appParameter, appProperty, optionalReleaseParameter, releaseProperty } from '../../locators';
import { listReleases } from '../../releases';
import { fly } from '../../transport';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a release',
	description: 'Wait until every machine of an app is seen to run a release, healthy',
	properties: [
		appProperty,
		releaseProperty('The release to wait for; leave it empty for the newest one'),
		timeoutProperty(900),
		flyOnFailureProperty,
		simplifyProperty,
	],
	async execute(context) {
		const app = appParameter(context);
		const chosen = optionalReleaseParameter(context);
		const client = fly(context);
		const known = await listReleases(client, app, chosen === '' ? 1 : historyLength);
		const wanted = chosen === '' ? known[0] : findRelease(app, known, chosen);
		if (!wanted) {
			throw new OperationFailure(`App ${app} has no release`, 'Deploy it first, then wait for that release');
		}
		return await awaitRelease(context, client, app, wanted);
	},
};
