import { recordingOf, rowIdIn } from '../../../deployment/ledger/recording';
import { stringAt } from '../../../deployment/ledger/record';
import { valueAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import { deploymentField } from '../../fields/deploymentRecord';

const deployment = deploymentField(
	'The deployment or release that is recorded, with what the steps that tell and record left in it: page, inLedger, kept, opened, status, change',
);

/** Steps that only announce; their answers are in what this operation says of them. */
const announcing = ['announcement', 'page', 'inLedger', 'kept', 'opened', 'status', 'change', 'error'] as const;

export const confirm: Operation = {
	value: 'confirm',
	name: 'Confirm',
	action: 'Confirm that a deployment was recorded',
	description:
		'Say what of a deployment or a release was told and recorded, what of it failed, and where it is: its row, and its deployment on GitHub',
	properties: [deployment],
	async execute(context) {
		const item = deployment.read(context);
		const rowId = rowIdIn(item);
		const gitHubDeploymentId = stringAt(item, 'opened', 'id');
		const confirmed = {
			...item,
			...recordingOf(item),
			// A release's own row, noted beside a roll back of it, is none of the deployment's.
			...(rowId > 0 && valueAt(item, 'announcement', 'table') !== 'slipway_releases' && { rowId }),
			...(gitHubDeploymentId !== '' && { gitHubDeploymentId }),
		};
		for (const name of announcing) Reflect.deleteProperty(confirmed, name);
		return confirmed;
	},
};
