import { announceEnd } from '../../../deployment/ledger/announcement';
import { concludeDeployment } from '../../../deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../deployment/ledger/evidence';
import { notRecorded } from '../../../deployment/ledger/recording';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { deploymentField, recordIn } from '../../fields/deploymentRecord';

const deployment = deploymentField(
	'The deployment that was begun, with what the steps saw: lock, live, earlier, freshness, gitHub, published, liveAfter, health, rollback',
);

export const conclude: Operation = {
	value: 'conclude',
	name: 'Conclude',
	action: 'Conclude the deployment of a service',
	description: 'Decide by what was seen how a deployment or a roll back ended, and what is to be told of it',
	properties: [deployment],
	async execute(context) {
		const item = deployment.read(context);
		const record = concludeDeployment(readEvidence(recordIn(item), item));
		const seen = { ...item };
		// A step that died left its error beside the record. It is in the reason now, and n8n takes the word for a failed item.
		delete seen.error;
		return {
			...seen,
			...record,
			...notRecorded,
			announcement: announceEnd(record, new Date(clock.now()).toISOString(), runUrlOf(context)),
		};
	},
};

/** Where this run can be read. */
function runUrlOf({ functions }: OperationContext): string {
	return `${functions.getInstanceBaseUrl().replace(/\/+$/, '')}/workflow/${functions.getWorkflow().id ?? ''}/executions/${functions.getExecutionId()}`;
}
