import { rollbackOptions as optionsOf, secretVersionOfTarget } from '../../../deployment/ledger/rollbackOptions';
import type { Operation } from '../../../shared/operation/operation';
import { deploymentField, recordIn } from '../../fields/deploymentRecord';
import { rowsField } from '../../fields/ledgerRows';

const deployment = deploymentField('The roll back that was begun');
const ledgerRows = rowsField(
	'Ledger Rows',
	'ledgerRows',
	"The service's verified deployments in the table slipway_deployments, newest first",
);
const platformDeployments = rowsField(
	'Platform Deployments',
	'platformDeployments',
	'What the platform still has, as our node lists it; empty when it was not asked',
);

export const rollbackOptions: Operation = {
	value: 'rollbackOptions',
	name: 'Rollback Options',
	action: 'List what a service can go back to',
	description:
		'Tell which deployments the ledger calls verified and the platform still has, and add them to the roll back',
	properties: [deployment, ledgerRows, platformDeployments],
	async execute(context) {
		const item = deployment.read(context);
		const record = recordIn(item);
		const rows = ledgerRows.read(context);
		const options = optionsOf(record.service, rows, platformDeployments.read(context));
		const verifiedDeployments = [...new Set([...record.verifiedDeployments, ...options.verified])];
		return {
			...item,
			verifiedDeployments,
			toSecretVersion: secretVersionOfTarget({ ...record, verifiedDeployments }, rows),
			options: { ...options, verified: undefined },
		};
	},
};
