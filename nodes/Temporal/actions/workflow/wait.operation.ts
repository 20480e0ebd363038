import type { IDataObject } from 'n8n-workflow';

import { onFailureProperty, returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { timedOut } from '../../../shared/waiting/pollUntil';
import { temporalClient } from '../../api/client';
import { waitForWorkflow } from '../../changes/waitForWorkflow';
import { workflowFields, workflowReference } from '../../fields/locators';
import { workflowJson } from '../../output/workflowJson';
import { workflowEnd, workflowWord } from '../../state/workflowEnd';

const timeout = timeoutProperty(600);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a workflow',
	description: 'Wait until a workflow has ended, and read what it gave',
	properties: [
		...workflowFields,
		timeout,
		{
			...onFailureProperty('the workflow fails, is cancelled or terminated'),
			options: [
				{ name: 'Fail', value: 'fail', description: 'Stop with an error that says what happened and what to do' },
				{
					name: 'Return the Workflow',
					value: 'return',
					description: 'Go on with the workflow as it is, and the reason in it',
				},
			],
		},
	],
	async execute(context) {
		const reference = workflowReference(context);
		const timeoutMs = timeout.read(context);
		const cancelSignal = cancelSignalOf(context);
		const waited = await waitForWorkflow(await temporalClient(context), reference, { timeoutMs, cancelSignal });
		const { run, words, result, failure } = waited;
		const end = workflowEnd(run);
		const json: IDataObject = { ...workflowJson(run, reference.namespace), result };
		if (end === 'succeeded') return json;
		if (end === 'pending' && !returnsFailure(context)) {
			throw timedOut(`Workflow ${reference.workflowId}`, timeoutMs, words);
		}
		const reason = end === 'pending' ? `It is ${words} after ${timeoutMs / 1000} s` : failure || `It ${words}`;
		const advice = end === 'pending' ? 'It goes on by itself: wait for it again' : 'Look at its history in Temporal';
		if (returnsFailure(context)) return returnedFailure(json, { reason, advice });
		throw new OperationFailure(
			`Workflow ${reference.workflowId} ${words}${failure === '' ? '' : `: ${failure}`}`,
			advice,
			{
				workflowId: reference.workflowId,
				runId: run.execution?.runId ?? '',
				status: workflowWord(run),
			},
		);
	},
};
