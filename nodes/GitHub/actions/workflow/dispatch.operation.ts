import { numberAt, textAt } from '../../../deployment/values/jsonFields';
import { clock } from '../../../shared/waiting/clock';
import { PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, requiredText } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import { repositoryParameter, repositoryProperty } from '../../repository';
import { gitHubClient, readErrorMessage } from '../../transport';
import type { GitHubWorkflowRun } from '../../types';
import {
	type Dispatched,
	findDispatchedRun,
	listDispatchedRuns,
	listRunsSince,
	onlyRun,
} from './findDispatchedRun';
import { inputsParameter } from './inputs';

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
		const started = await startOnce(dispatched, { ref, inputs: inputsParameter(context) }, workflow);
		return { ...started, workflow, ref };
	},
};

interface Body {
	readonly ref: string;
	readonly inputs: Readonly<Record<string, string>>;
}

interface Started {
	readonly runId: number;
	readonly url: string | null;
	/** Whether GitHub named the run, or it was found among the runs. */
	readonly identifiedBy: 'answer' | 'search';
}

/** Pauses before each look for a run whose dispatch was not answered: it shows up within seconds. */
const lookDelaysMs = [2_000, 5_000, 10_000, 20_000, 25_000];

async function startOnce(dispatched: Dispatched, body: Body, workflow: string): Promise<Started> {
	const sentAtMs = clock.now();
	return await writeOnce({
		what: `a run of ${workflow} on ${body.ref}`,
		send: async () => await start(dispatched, body),
		find: async () => {
			const run = onlyRun(await listRunsSince(dispatched, sentAtMs), body.ref);
			return run && startedBySearch(run);
		},
		lookDelaysMs,
		maxSends: 2,
	});
}

async function start(dispatched: Dispatched, body: Body): Promise<Started> {
	const { client, workflowPath } = dispatched;
	const request = { method: 'POST' as const, path: `${workflowPath}/dispatches` };
	const sentAtMs = clock.now();
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
		const known = await listDispatchedRuns(dispatched);
		await client.request({ ...request, body: { ...body } });
		const isNew = ({ id }: GitHubWorkflowRun) => known.every((run) => run.id !== id);
		return startedBySearch(
			await findDispatchedRun(dispatched, async () => (await listDispatchedRuns(dispatched)).filter(isNew)),
		);
	}
	const runId = numberAt(answer.body, 'workflow_run_id');
	if (runId !== null) {
		return { runId, url: textAt(answer.body, 'html_url'), identifiedBy: 'answer' };
	}
	return startedBySearch(
		await findDispatchedRun(dispatched, async () => await listRunsSince(dispatched, sentAtMs)),
	);
}

function startedBySearch({ id, html_url: url }: GitHubWorkflowRun): Started {
	return { runId: id, url, identifiedBy: 'search' };
}

/** GitHub takes the file's name without its folder. */
function fileOrId(text: string): string {
	return text.replace(/^\.github\/workflows\//, '');
}
