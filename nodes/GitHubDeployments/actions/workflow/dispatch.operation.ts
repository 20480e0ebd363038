import type { IDataObject } from 'n8n-workflow';

import { isRecord, numberAt, textAt } from '../../../deployment/jsonFields';
import { clock } from '../../../shared/clock';
import { OperationFailure, PlatformRequestError } from '../../../shared/errors';
import type { Operation, OperationContext } from '../../../shared/operation';
import { jsonParameter, locatorValue, requiredText } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import type { PlatformClient } from '../../../shared/platformClient';
import { repositoryParameter, repositoryProperty } from '../../repository';
import { gitHubClient, readErrorMessage } from '../../transport';
import type { GitHubWorkflowRun } from '../../types';
import { findDispatchedRun, listDispatchedRuns } from './findDispatchedRun';

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
			description: 'As a JSON object; GitHub takes 25 of them at most. Never a secret: inputs are shown in the log.',
		},
	],
	async execute(context) {
		const client = gitHubClient(context);
		const { apiPath } = repositoryParameter(context);
		const workflow = fileOrId(locatorValue(context, 'workflow', 'Workflow'));
		const ref = requiredText(context, 'ref', 'Ref');
		const workflowPath = `${apiPath}${path`/actions/workflows/${workflow}`}`;
		const body = { ref, inputs: inputsParameter(context) };
		const started = await start(client, workflowPath, body);
		return { ...started, workflow, ref };
	},
};

interface Started {
	readonly runId: number;
	readonly url: string | null;
	/** Whether GitHub named the run, or it was found among the runs. */
	readonly identifiedBy: 'answer' | 'search';
}

async function start(
	client: PlatformClient,
	workflowPath: string,
	body: { readonly ref: string; readonly inputs: IDataObject },
): Promise<Started> {
	const request = { method: 'POST' as const, path: `${workflowPath}/dispatches` };
	const answer = await client.request({
		...request,
		body: { ...body, return_run_details: true },
		acceptStatuses: [422],
	});
	if (answer.status === 422) {
		const words = readErrorMessage(answer.body) ?? 'no explanation given';
		if (!words.includes('return_run_details')) {
			throw new PlatformRequestError('GitHub', `POST ${request.path}`, 422, words);
		}
		// A server that cannot name the run, and started none: what is new afterwards is it.
		const known = await listDispatchedRuns(client, workflowPath, body.ref);
		await client.request({ ...request, body });
		return await search(client, workflowPath, body.ref, ({ id }) => known.every((run) => run.id !== id));
	}
	const runId = numberAt(answer.body, 'workflow_run_id');
	if (runId !== null) {
		return { runId, url: textAt(answer.body, 'html_url'), identifiedBy: 'answer' };
	}
	// By GitHub's own clock, whose times are whole seconds.
	const sinceMs = (Date.parse(answer.headers.date ?? '') || clock.now()) - 2_000;
	return await search(client, workflowPath, body.ref, (run) => Date.parse(run.created_at) >= sinceMs);
}

async function search(
	client: PlatformClient,
	workflowPath: string,
	ref: string,
	isNew: (run: GitHubWorkflowRun) => boolean,
): Promise<Started> {
	const run = await findDispatchedRun(client, workflowPath, ref, isNew);
	return { runId: run.id, url: run.html_url, identifiedBy: 'search' };
}

/** GitHub takes the file's name without its folder. */
function fileOrId(text: string): string {
	return text.replace(/^\.github\/workflows\//, '');
}

function inputsParameter(context: OperationContext): IDataObject {
	const inputs = jsonParameter(context, 'inputs', 'Inputs');
	if (isRecord(inputs)) return { ...inputs } as IDataObject;
	throw new OperationFailure('Inputs is not a JSON object', 'Give an object such as {"environment": "production"}');
}
