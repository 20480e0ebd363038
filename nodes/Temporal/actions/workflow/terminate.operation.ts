import { textField } from '../../../shared/fields/fields';
import { mayHaveHappened } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { temporalClient } from '../../api/client';
import { terminateWorkflow } from '../../api/workflows';
import { hasEnded } from '../../changes/sendSignal';
import { requireWorkflow } from '../../changes/waitForWorkflow';
import { workflowFields, workflowReference } from '../../fields/locators';
import { workflowJson } from '../../output/workflowJson';
import { workflowWord } from '../../state/workflowEnd';

const reasonField = textField('Reason', 'reason', { placeholder: 'It does not end by itself' });

export const terminate: Operation = {
	value: 'terminate',
	name: 'Terminate',
	action: 'Terminate a workflow',
	description: 'End a workflow at once, without asking it. One that has ended is left as it is.',
	properties: [...workflowFields, reasonField],
	async execute(context) {
		const reference = workflowReference(context);
		const client = await temporalClient(context);
		const sent = await attempt(terminateWorkflow(client, reference, reasonField.read(context)));
		const run = await requireWorkflow(client, reference);
		// One that has ended by now, perhaps by a try whose answer was lost, is what was wanted.
		if (!sent.ok && (workflowWord(run) === 'running' || !isEnded(sent.error))) throw sent.error;
		return workflowJson(run, reference.namespace);
	},
};

function isEnded(error: unknown): boolean {
	return mayHaveHappened(error) || hasEnded(error);
}
