import { recordingOf } from '../../../deployment/ledger/recording';
import type { Operation } from '../../../shared/operation/operation';
import { deploymentField, recordIn } from '../../fields/deploymentRecord';

const deployment = deploymentField(
	'The deployment that was concluded, with what the steps that tell and record left in it: page, inLedger, kept, opened, status, change',
);

/** Steps that only announce; their answers are in what this operation says of them. */
const announcing = ['announcement', 'page', 'inLedger', 'kept', 'opened', 'status', 'change', 'error'] as const;

export const confirm: Operation = {
	value: 'confirm',
	name: 'Confirm',
	action: 'Confirm that a deployment was recorded',
	description: "Say what of a deployment's end was told and recorded, and what of it failed",
	properties: [deployment],
	async execute(context) {
		const item = deployment.read(context);
		const confirmed = { ...item, ...recordingOf(recordIn(item), item) };
		for (const name of announcing) Reflect.deleteProperty(confirmed, name);
		return confirmed;
	},
};
