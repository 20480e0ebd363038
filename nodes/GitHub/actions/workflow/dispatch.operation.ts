import { field, requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { dispatchWorkflow } from '../../changes/dispatchWorkflow';
import { repositoryField } from '../../fields/repository';
import { workflowField } from '../../fields/workflow';
import { inputsField } from '../../fields/workflowInputs';

const refName = requiredTextField('Ref', 'ref', {
	description: 'Branch or tag to run on; GitHub accepts no commit here',
});
const refField = field({ ...refName, default: 'main' }, (context) => refName.read(context));

export const dispatch: Operation = {
	value: 'dispatch',
	name: 'Dispatch',
	action: 'Dispatch a workflow',
	description: 'Start a GitHub Actions workflow that has a workflow_dispatch trigger, and return the ID of its run',
	properties: [repositoryField, workflowField, refField, inputsField],
	async execute(context) {
		const repository = repositoryField.read(context);
		const workflow = workflowField.read(context);
		const ref = refField.read(context);
		const target = { client: gitHubClient(context), workflow: { repository, workflow }, ref };
		const started = await dispatchWorkflow(target, inputsField.read(context));
		return { ...started, workflow, ref };
	},
};
