import { notBegunIn, recordingOf, rowIdIn } from '../../../deployment/ledger/recording';
import { stringAt } from '../../../deployment/ledger/record';
import { toldDeploymentOf } from '../../../deployment/telemetry/toldDeployment';
import { valueAt } from '../../../deployment/values/jsonFields';
import { optionalSubWorkflowField } from '../../../shared/fields/subWorkflow';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { startSubWorkflow } from '../../../shared/subWorkflow/startSubWorkflow';
import { attempt } from '../../../shared/waiting/attempt';
import { deploymentField } from '../../fields/deploymentRecord';

const deployment = deploymentField(
	'The deployment or release that is recorded, with what the steps that tell and record left in it: page, inLedger, kept, opened, status, change',
);

const thenStart = optionalSubWorkflowField(
	'Then Start',
	'thenStart',
	'A workflow that is told of each deployment that ended, and not waited for: 36 tells Grafana. One that is not published, or fails, changes nothing here.',
);

/** Steps that only announce; their answers are in what this operation says of them. */
const announcing = ['announcement', 'page', 'inLedger', 'kept', 'opened', 'status', 'change', 'error'] as const;

export const confirm: Operation = {
	value: 'confirm',
	name: 'Confirm',
	action: 'Confirm that a deployment was recorded',
	description:
		'Say what of a deployment or a release was told and recorded, what of it failed, and where it is: its row, and its deployment on GitHub. What nothing would remember is not begun.',
	properties: [deployment, thenStart],
	async execute(context) {
		const item = deployment.read(context);
		await tellOthers(context, item);
		const rowId = rowIdIn(item);
		const gitHubDeploymentId = stringAt(item, 'opened', 'id');
		const recording = recordingOf(item);
		const confirmed = {
			...item,
			...recording,
			...notBegunIn(item, recording),
			// A release's own row, noted beside a roll back of it, is none of the deployment's.
			...(rowId > 0 && valueAt(item, 'announcement', 'table') !== 'slipway_releases' && { rowId }),
			...(gitHubDeploymentId !== '' && { gitHubDeploymentId }),
		};
		for (const name of announcing) Reflect.deleteProperty(confirmed, name);
		return confirmed;
	},
};

/** Dashboards only: whether that workflow could be started is no part of the record. */
async function tellOthers(context: OperationContext, item: unknown): Promise<void> {
	const workflowId = thenStart.read(context);
	const told = toldDeploymentOf(item);
	if (workflowId === '' || told === null) return;
	await attempt(startSubWorkflow(context.functions, workflowId, { told: { ...told } }));
}
