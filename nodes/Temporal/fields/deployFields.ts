import type { INodeProperties } from 'n8n-workflow';

import { parseRamp, type RampStep } from '../../deployment/catalog/rampSteps';
import { field, type Field, namesField, numberField, switchField, textField } from '../../shared/fields/fields';
import { onFailureProperty } from '../../shared/fields/failureHandling';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { CheckWish } from '../state/checkWish';

export const identityField = textField('Identity', 'identity', {
	default: 'slipway',
	description:
		'Who changes it, as Temporal notes it. Where the deployment has a manager, only its identity may change it.',
});

/** The identity, which is never empty: with none, a repeated request would count as another one's. */
export function readIdentity(context: OperationContext): string {
	return identityField.read(context) || 'slipway';
}

const rampText = textField('Ramp', 'ramp', {
	placeholder: '10% 60s, 50% 5m',
	description:
		'Shares of the new workflows that the version gets first, and for how long. Leave it empty to give it all of them at once.',
});

export const rampField: Field<readonly RampStep[]> = field(rampText, (context) => {
	const parsed = parseRamp(rampText.read(context));
	if (parsed.ok) return parsed.steps;
	throw new ConfigurationError(`Ramp cannot be used: ${parsed.reason}`, 'Write it like 10% 60s, 50% 5m');
});

export const taskQueuesField = namesField('Task Queues', 'taskQueues', {
	placeholder: 'paintbox, paintbox-mail',
	description:
		'Task queues that its workers have to poll. Those that they have polled already count anyway, so leave it empty where there is one.',
});

export const ignoreMissingField = switchField(
	'Ignore Missing Task Queues',
	'ignoreMissingTaskQueues',
	'Whether it is made current also where work waits in a task queue that it does not poll',
);

const checkField = textField('Check Workflow', 'checkWorkflow', {
	placeholder: 'deploymentCheck@paintbox',
	description:
		'Type and task queue of a workflow that is run on the new version alone, and has to complete before any other goes there',
});

const checkKeyField = textField('Check Run Key', 'checkRunKey', {
	placeholder: '={{ $json.releaseId }}',
	description: 'Names this attempt: with the same key the check is run once, however often this step is',
});

const checkTimeoutField = numberField(
	'Check Timeout (Seconds)',
	'checkTimeoutSeconds',
	600,
	{ minimum: 1, maximum: 86_400 },
	{ description: 'How long Temporal lets the check run' },
);

export const checkFields: readonly INodeProperties[] = [checkField, checkKeyField, checkTimeoutField];

export function readCheck(context: OperationContext): CheckWish | null {
	const entered = checkField.read(context);
	if (entered === '') return null;
	const at = entered.lastIndexOf('@');
	const [type, taskQueue] = [entered.slice(0, at).trim(), entered.slice(at + 1).trim()];
	if (at < 1 || taskQueue === '') {
		throw new ConfigurationError(
			`Check Workflow "${entered}" names no task queue`,
			'Write the type of the workflow and its task queue, such as deploymentCheck@paintbox',
		);
	}
	return {
		type,
		taskQueue,
		runKey: checkKeyField.read(context),
		timeoutMs: checkTimeoutField.read(context) * 1000,
	};
}

const begunAtField = textField('Begun At', 'begunAt', {
	placeholder: '={{ $json.startedAt }}',
	description: 'When this deployment was begun, where an earlier run began it; Workers Within counts from then',
});

const workersWithinField = numberField(
	'Workers Within (Seconds)',
	'workersWithinSeconds',
	600,
	{ minimum: 1, maximum: 86_400 },
	{ description: 'By then workers of the version have to be there, else it has failed' },
);

export const workersFields: readonly INodeProperties[] = [begunAtField, workersWithinField];

/** When the workers have to be there, in milliseconds since the epoch. */
export function readWorkersDueMs(context: OperationContext, nowMs: number): number {
	const entered = begunAtField.read(context);
	const begunMs = entered === '' ? nowMs : Date.parse(entered);
	if (Number.isNaN(begunMs)) {
		throw new ConfigurationError(`Begun At "${entered}" is not a time`, 'Give it as ISO 8601, or leave it empty');
	}
	return begunMs + workersWithinField.read(context) * 1000;
}

export const onFailure = onFailureProperty('the version does not become current, or its workers are gone', {
	waitForCompletion: [true],
});
