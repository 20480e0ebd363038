import { locatorValue, requiredText } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { dispatchWorkflow } from '../../changes/dispatchWorkflow';
import type { Dispatched } from '../../changes/findDispatchedRun';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { inputsParameter } from '../../fields/workflowInputs';

export const dispatch: Operation = {
	value: 'dispatch',
	name: 'Dispatch',
	action: 'Dispatch a workflow',
	description: 'Start a GitHub Actions workflow that has a workflow_dispatch trigger, and tell which run it is',
	properties: [
		repositoryProperty,
		{
			displayName: 'Workflow',
			name: 'workflow',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchWorkflows', searchable: true },
				},
				{ displayName: 'By File or ID', name: 'id', type: 'string', placeholder: 'deploy.yml' },
			],
		},
		{
			displayName: 'Ref',
			name: 'ref',
			type: 'string',
			default: 'main',
			required: true,
			description: 'Branch or tag to run on; GitHub takes no commit here',
		},
		{
			displayName: 'Inputs',
			name: 'inputs',
			type: 'json',
			default: '{}',
			description: 'As a JSON object of 25 at most. They are sent as texts, numbers as they are written, lists and objects as JSON. Never a secret: inputs are shown in the log.',
		},
	],
	async execute(context) {
		const { apiPath } = repositoryParameter(context);
		const workflow = fileOrId(locatorValue(context, 'workflow', 'Workflow'));
		const ref = requiredText(context, 'ref', 'Ref');
		const workflowPath = `${apiPath}${path`/actions/workflows/${workflow}`}`;
		const dispatched: Dispatched = { client: gitHubClient(context), workflowPath, ref };
		const started = await dispatchWorkflow(dispatched, { ref, inputs: inputsParameter(context) }, workflow);
		return { ...started, workflow, ref };
	},
};

/** GitHub takes the file's name without its folder. */
function fileOrId(text: string): string {
	return text.replace(/^\.github\/workflows\//, '');
}
