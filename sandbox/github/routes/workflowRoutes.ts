import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter, repositoryBody, requestedRepository } from '../context';
import { apiError, conflict, notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { eventPayload } from '../present/payloads/eventPayload';
import { readBody, readBoolean, readObject, readRequiredString } from '../http/requestBody';
import { TOKEN_LOGIN } from '../world/accounts';
import { representJob, representWorkflowRun } from '../present/workflowRun';
import { completeRun, rerun, startRun } from '../lifecycle/workflowRuns';
import { findWorkflow, workflowsOf } from '../world/workflows';
import type { RepositoryRecord, WorkflowRecord, WorkflowRunRecord } from '../model';
import { representWorkflow } from '../present/workflow';

const MAX_INPUTS = 25;
const MAX_INPUTS_LENGTH = 65_535;

/** https://docs.github.com/rest/actions/workflow-runs */
export function workflowRoutes(context: GitHubContext): SandboxRoute[] {
	function requestedWorkflow(record: RepositoryRecord, request: SandboxRequest): WorkflowRecord {
		const workflow = findWorkflow(context, record, request.params['workflowId'] ?? '');
		if (!workflow) throw notFound();
		return workflow;
	}

	function requestedRun(record: RepositoryRecord, request: SandboxRequest): WorkflowRunRecord {
		const id = numberParameter(request, 'runId');
		const run = record.workflowRuns.find((candidate) => candidate.id === id);
		if (!run) throw notFound();
		return run;
	}

	function listRuns(
		request: SandboxRequest,
		record: RepositoryRecord,
		workflow: WorkflowRecord | undefined,
	): SandboxResponse {
		const asked = (name: string, ...values: ReadonlyArray<string | null>) => {
			const wanted = request.query.get(name);
			return wanted === null || values.includes(wanted);
		};
		const runs = record.workflowRuns.filter(
			(run) =>
				(!workflow || run.workflow.id === workflow.id) &&
				asked('branch', run.branch) &&
				asked('event', run.event) &&
				asked('head_sha', run.sha) &&
				asked('status', run.status, run.conclusion) &&
				isCreatedWithin(run, request.query.get('created')),
		);
		return countedResponse(request, 'workflow_runs', runs.reverse(), (run) =>
			representWorkflowRun(context, record, run),
		);
	}

	function dispatch(request: SandboxRequest): SandboxResponse {
		const record = requestedRepository(context, request);
		const workflow = requestedWorkflow(record, request);
		const body = readBody(request);
		const reference = readRequiredString(body, 'ref');
		const inputs = readObject(body, 'inputs') ?? {};
		if (Object.keys(inputs).length > MAX_INPUTS) {
			throw apiError(422, `The maximum number of inputs is ${MAX_INPUTS}`);
		}
		for (const [name, value] of Object.entries(inputs)) {
			if (typeof value !== 'string') throw apiError(422, `Invalid value for input '${name}'`);
		}
		if (JSON.stringify(inputs).length > MAX_INPUTS_LENGTH) throw apiError(422, 'inputs are too large.');
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

	const runPattern = '/repos/:owner/:repo/actions/runs/:runId';
	const workflowPattern = '/repos/:owner/:repo/actions/workflows/:workflowId';
	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/actions/workflows',
			handle: (request) => {
				const record = requestedRepository(context, request);
				return countedResponse(
					request,
					'workflows',
					workflowsOf(context, record),
					(workflow) => representWorkflow(context, record, workflow),
				);
			},
		},
		{
			method: 'GET',
			pattern: workflowPattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const workflow = requestedWorkflow(record, request);
				return { status: 200, body: representWorkflow(context, record, workflow) };
			},
		},
		{ method: 'POST', pattern: `${workflowPattern}/dispatches`, handle: dispatch },
		{
			method: 'GET',
			pattern: `${workflowPattern}/runs`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				return listRuns(request, record, requestedWorkflow(record, request));
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/actions/runs',
			handle: (request) =>
				listRuns(request, requestedRepository(context, request), undefined),
		},
		{
			method: 'GET',
			pattern: runPattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const run = requestedRun(record, request);
				return { status: 200, body: representWorkflowRun(context, record, run) };
			},
		},
		{
			method: 'DELETE',
			pattern: runPattern,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const run = requestedRun(record, request);
				run.stop();
				record.workflowRuns.splice(record.workflowRuns.indexOf(run), 1);
				return { status: 204 };
			},
		},
		{
			method: 'GET',
			pattern: `${runPattern}/jobs`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				return countedResponse(request, 'jobs', [requestedRun(record, request)], (run) =>
					representJob(context, record, run),
				);
			},
		},
		{
			method: 'POST',
			pattern: `${runPattern}/cancel`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const run = requestedRun(record, request);
				if (run.status === 'completed') {
					throw conflict('Cannot cancel a workflow run that is completed.');
				}
				completeRun(context, record, run, 'cancelled');
				return { status: 202, body: {} };
			},
		},
		{
			method: 'POST',
			pattern: `${runPattern}/rerun`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const run = requestedRun(record, request);
				if (run.status !== 'completed') {
					throw apiError(403, 'This workflow is already running');
				}
				rerun(context, record, run);
				return { status: 201, body: {} };
			},
		},
		{
			method: 'GET',
			pattern: `${runPattern}/pending_deployments`,
			handle: (request) => {
				requestedRun(requestedRepository(context, request), request);
				return { status: 200, body: [] };
			},
		},
	];
}

/** GitHub's search syntax for dates: `>=2026-01-01T00:00:00Z`, `<...`, `from..to` or a day. */
function isCreatedWithin(run: WorkflowRunRecord, created: string | null): boolean {
	if (created === null) return true;
	const second = Math.floor(run.createdAtMs / 1000) * 1000;
	const [from, to] = created.split('..');
	if (to !== undefined) {
		const fromMs = from === '*' ? -Infinity : Date.parse(from ?? '');
		const toMs = to === '*' ? Infinity : Date.parse(to);
		return second >= fromMs && second <= toMs;
	}
	const compared = /^(>=|<=|>|<)(.+)$/.exec(created);
	const atMs = Date.parse(compared?.[2] ?? '');
	switch (compared?.[1]) {
		case '>=':
			return second >= atMs;
		case '<=':
			return second <= atMs;
		case '>':
			return second > atMs;
		case '<':
			return second < atMs;
		default:
			return new Date(run.createdAtMs).toISOString().startsWith(created);
	}
}
