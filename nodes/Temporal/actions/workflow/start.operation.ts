import type { IDataObject } from 'n8n-workflow';

import {
	choiceField,
	field,
	jsonField,
	numberField,
	option,
	requiredTextField,
	textField,
} from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { requireReachable } from '../../api/names';
import { startWorkflow } from '../../api/workflows';
import { requireWorkflow } from '../../changes/waitForWorkflow';
import { readIdentity, identityField } from '../../fields/deployFields';
import { namespaceField } from '../../fields/locators';
import { workflowJson } from '../../output/workflowJson';

const idField = requiredTextField('Workflow ID', 'newWorkflowId', {
	placeholder: 'order-42',
	description: 'Names the workflow. Only one of a name runs at a time.',
});
const typeField = requiredTextField('Workflow Type', 'workflowType', { placeholder: 'processOrder' });
const queueField = requiredTextField('Task Queue', 'taskQueue', { placeholder: 'paintbox' });
const inputJson = jsonField('Input', 'input', '[]', { description: 'The arguments, as a JSON list' });
const inputField = field(inputJson, (context) => {
	const value = inputJson.read(context);
	return Array.isArray(value) ? value : [value];
});
const whenRunning = choiceField('When One Is Running', 'whenRunning', [
	option('Fail', 'fail', 'Stop with an error, and leave that one as it is'),
	option('Use It', 'useExisting', 'Take that one as the answer'),
	option('Terminate It', 'terminateExisting', 'End it at once, and start a new one'),
]);
const whenClosed = choiceField('When One Has Ended', 'whenClosed', [
	option('Start Again', 'allow'),
	option('Start Again If It Failed', 'allowFailed'),
	option('Fail', 'reject'),
]);
const requestField = textField('Request ID', 'requestId', {
	placeholder: '={{ $execution.id }}',
	description: 'With the same one it is started once, however often this step runs; empty for one of this execution',
});
const runTimeoutField = numberField(
	'Run Timeout (Seconds)',
	'runTimeoutSeconds',
	0,
	{ minimum: 0 },
	{ description: 'Temporal ends the workflow after so long; 0 for never' },
);
const pinField = textField('Pin to Version', 'pinTo', {
	placeholder: 'paintbox/0123456789abcdef',
	description: 'Worker deployment and build ID that it is bound to, with a slash between them; empty for none',
});

const conflictPolicies = {
	fail: 'WORKFLOW_ID_CONFLICT_POLICY_FAIL',
	useExisting: 'WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING',
	terminateExisting: 'WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING',
} as const;

const reusePolicies = {
	allow: 'WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE',
	allowFailed: 'WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY',
	reject: 'WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE',
} as const;

export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start a workflow',
	description: 'Start a workflow, once however often the step runs',
	properties: [
		namespaceField,
		idField,
		typeField,
		queueField,
		inputField,
		whenRunning,
		whenClosed,
		pinField,
		runTimeoutField,
		requestField,
		identityField,
	],
	async execute(context) {
		const { functions, itemIndex } = context;
		const namespace = requireReachable(namespaceField.read(context), 'Namespace');
		const workflowId = requireReachable(idField.read(context), 'Workflow ID');
		const runTimeoutSeconds = runTimeoutField.read(context);
		const client = await temporalClient(context);
		const { runId, isNew } = await startWorkflow(
			client,
			{ namespace, workflowId, runId: '' },
			{
				workflowType: { name: typeField.read(context) },
				taskQueue: { name: queueField.read(context) },
				input: inputField.read(context),
				workflowIdConflictPolicy: conflictPolicies[whenRunning.read(context)],
				workflowIdReusePolicy: reusePolicies[whenClosed.read(context)],
				requestId:
					requestField.read(context) ||
					`slipway-${functions.getExecutionId()}-${functions.getNode().name}-${itemIndex}`,
				identity: readIdentity(context),
				...(runTimeoutSeconds > 0 && { workflowRunTimeout: `${runTimeoutSeconds}s` }),
				...pinned(pinField.read(context)),
			},
		);
		const run = await requireWorkflow(client, { namespace, workflowId, runId });
		return { ...workflowJson(run, namespace), isNew };
	},
};

function pinned(entered: string): IDataObject {
	if (entered === '') return {};
	const [deploymentName = '', buildId = '', ...more] = entered.split('/');
	if (deploymentName === '' || buildId === '' || more.length > 0) {
		throw new ConfigurationError(
			`Pin to Version "${entered}" is not deployment/build`,
			'Write the worker deployment and the build ID with a slash between them, or leave it empty',
		);
	}
	const version = { deploymentName, buildId };
	return { versioningOverride: { pinned: { behavior: 'PINNED_OVERRIDE_BEHAVIOR_PINNED', version } } };
}
