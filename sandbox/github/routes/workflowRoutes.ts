import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { repositoryBody } from '../context';
import { apiError } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { readBody, readBoolean, readObject, readRequiredString } from '../http/requestBody';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { startRun } from '../lifecycle/workflowRuns';
import type { JsonObject } from '../model';
import { eventPayload } from '../present/payloads/eventPayload';
import { representWorkflow } from '../present/workflow';
import { representWorkflowRun } from '../present/workflowRun';
import { TOKEN_LOGIN } from '../world/accounts';
import { workflowsOf } from '../world/workflows';
import { requestedWorkflow } from './requestedWorkflow';

const MAX_INPUTS = 25;
const MAX_INPUTS_LENGTH = 65_535;

/** https://docs.github.com/rest/actions/workflows */
export function workflowRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/actions/workflows', listWorkflows],
		['GET', '/actions/workflows/:workflowId', getWorkflow],
		['POST', '/actions/workflows/:workflowId/dispatches', dispatch],
	]);
}

function listWorkflows({ context, request, record }: Visit): SandboxResponse {
	return countedResponse(request, 'workflows', workflowsOf(context, record), (workflow) =>
		representWorkflow(context, record, workflow),
	);
}

function getWorkflow({ context, request, record }: Visit): SandboxResponse {
	const workflow = requestedWorkflow(context, record, request);
	return { status: 200, body: representWorkflow(context, record, workflow) };
}

function dispatch({ context, request, record }: Visit): SandboxResponse {
	const workflow = requestedWorkflow(context, record, request);
	const body = readBody(request);
	const reference = readRequiredString(body, 'ref');
	const inputs = readInputs(body);
	const isSha = /^[0-9a-f]{40}$/.test(reference);
	const commit = isSha ? undefined : context.git.resolve(record, reference);
	if (!commit) throw apiError(422, `No ref found for: ${reference}`);
	context.webhooks.emitLater(record, 'workflow_dispatch', {
		...eventPayload(context, record, 'workflow_dispatch', TOKEN_LOGIN, {
			inputs,
			ref: reference,
			workflow: workflow.path,
		}),
		// The example is older than some of a repository's properties.
		repository: { ...repositoryBody(context, record), custom_properties: {} },
	});
	const run = startRun(context, record, {
		workflow,
		event: 'workflow_dispatch',
		branch: reference.replace(/^(?:refs\/)?(?:heads|tags)\//, ''),
		sha: commit.sha,
	});
	if (readBoolean(body, 'return_run_details') !== true) return { status: 204 };
	const represented = representWorkflowRun(context, record, run);
	return {
		status: 200,
		body: {
			workflow_run_id: run.id,
			run_url: represented['url'],
			html_url: represented['html_url'],
		},
	};
}

function readInputs(body: JsonObject): JsonObject {
	const inputs = readObject(body, 'inputs') ?? {};
	if (Object.keys(inputs).length > MAX_INPUTS) {
		throw apiError(422, `The maximum number of inputs is ${MAX_INPUTS}`);
	}
	for (const [name, value] of Object.entries(inputs)) {
		if (typeof value !== 'string') throw apiError(422, `Invalid value for input '${name}'`);
	}
	if (JSON.stringify(inputs).length > MAX_INPUTS_LENGTH) throw apiError(422, 'inputs are too large.');
	return inputs;
}
