import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { assertNotStopped } from '../../changes/assertNotStopped';
import { filesFields } from '../../fields/files/filesFields';
import { functionsFields } from '../../fields/files/functions';
import { siteField } from '../../fields/site';
import { onFailureIfWaiting } from '../../fields/onFailure';
import { onTimeoutField } from '../../fields/onTimeout';
import { filesPlanJson, planFiles } from './filesPlan';
import { sendFiles } from './sendFiles';

const onTimeout = onTimeoutField('cancel', { waitForCompletion: [true] });

export const deployFiles: Operation = {
	value: 'deployFiles',
	name: 'Deploy Files',
	action: 'Deploy files',
	description: 'Deploy the files of an item; only what is new to Netlify is sent',
	properties: [
		siteField,
		...filesFields,
		...functionsFields,
		...waitProperties(1200),
		onTimeout,
		onFailureIfWaiting,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const plan = await planFiles(context);
		if (dryRunProperty.read(context)) return filesPlanJson(plan);
		assertNotStopped(cancelSignalOf(context));
		return await sendFiles(context, plan, onTimeout.read(context) === 'cancel');
	},
};
