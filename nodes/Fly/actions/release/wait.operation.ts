import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { flyClient } from '../../api/client';
import { historyLength, listReleases } from '../../api/releases';
import { waitForRelease } from '../../changes/deploy/waitForRelease';
import { findRelease } from '../../changes/rollback/findRelease';
import { flyOnFailureProperty } from '../../fields/deployFields';
import { appField, releaseField } from '../../fields/locators';
import { presentWait } from './presentWait';

const wantedField = releaseField('The release to wait for. Leave empty for the newest one.');
const timeoutField = timeoutProperty(900);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a release',
	description: 'Wait until every machine of an app is seen to run a release, healthy',
	properties: [appField, wantedField, timeoutField, flyOnFailureProperty, simplifyProperty],
	async execute(context) {
		const app = appField.read(context);
		const chosen = wantedField.read(context);
		const limits = { timeoutMs: timeoutField.read(context), cancelSignal: cancelSignalOf(context) };
		const client = flyClient(context);
		const known = await listReleases(client, app, chosen === '' ? 1 : historyLength);
		const wanted = chosen === '' ? known[0] : findRelease(app, known, chosen);
		if (!wanted) throw new OperationFailure(`App ${app} has no release`, 'Deploy it first, then wait for that release');
		return presentWait(context, app, await waitForRelease(client, app, wanted, limits));
	},
};
