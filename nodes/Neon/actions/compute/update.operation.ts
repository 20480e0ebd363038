import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { updateCompute } from '../../changes/updateCompute';
import { changesField } from '../../fields/collections';
import { computeOptions, computeSettingsIn } from '../../fields/computeSettings';
import { endpointField, projectField } from '../../fields/locators';
import { shaped } from '../../fields/simplify';
import { computeJson } from '../../output/computeJson';
import { planJson } from '../../output/planJson';
import { chosenCompute } from './changeState';

const changesOfCompute = changesField(computeOptions);

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a compute',
	description: 'Change the size of a compute and when it suspends, and wait until that is in effect',
	properties: [projectField, endpointField, changesOfCompute, timeoutProperty(120), dryRunProperty, simplifyProperty],
	async execute(context) {
		const changes = computeSettingsIn(changesOfCompute.read(context));
		if (Object.keys(changes).length === 0) {
			throw new ConfigurationError('No change is given', 'Add at least one under Changes');
		}
		const { work, endpoint } = await chosenCompute(context);
		if (dryRunProperty.read(context)) {
			return planJson(work.project, endpoint.id, { action: 'update', changes: { ...changes } });
		}
		const after = await updateCompute(work, endpoint, changes);
		return shaped(context, after, (one) => computeJson(work.project, one));
	},
};
