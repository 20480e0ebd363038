import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { apiError, conflict, notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { completeRun, rerun } from '../lifecycle/workflowRuns';
import type { RepositoryRecord, WorkflowRecord, WorkflowRunRecord } from '../model';
import { representJob, representWorkflowRun } from '../present/workflowRun';
import { isCreatedWithin } from './isCreatedWithin';
import { requestedWorkflow } from './requestedWorkflow';

/** https://docs.github.com/rest/actions/workflow-runs */
export function workflowRunRoutes(context: GitHubContext): SandboxRoute[] {
	const one = '/actions/runs/:runId';
	return repositoryRoutes(context, [
		['GET', '/actions/workflows/:workflowId/runs', listRunsOfWorkflow],
		['GET', '/actions/runs', listAllRuns],
		['GET', one, getRun],
		['DELETE', one, deleteRun],
		['GET', `${one}/jobs`, listJobs],
		['POST', `${one}/cancel`, cancelRun],
		['POST', `${one}/rerun`, rerunRun],
		['GET', `${one}/pending_deployments`, listPendingDeployments],
	]);
}

function listRunsOfWorkflow(visit: Visit): SandboxResponse {
	return listRuns(visit, requestedWorkflow(visit.context, visit.record, visit.request));
}

function listAllRuns(visit: Visit): SandboxResponse {
	return listRuns(visit, undefined);
}

function getRun({ context, request, record }: Visit): SandboxResponse {
	const run = requestedRun(record, request);
	return { status: 200, body: representWorkflowRun(context, record, run) };
}

function deleteRun({ request, record }: Visit): SandboxResponse {
	const run = requestedRun(record, request);
	run.stop();
	record.workflowRuns.splice(record.workflowRuns.indexOf(run), 1);
	return { status: 204 };
}

function listJobs({ context, request, record }: Visit): SandboxResponse {
	return countedResponse(request, 'jobs', [requestedRun(record, request)], (run) => representJob(context, record, run));
}

function cancelRun({ context, request, record }: Visit): SandboxResponse {
	const run = requestedRun(record, request);
	if (run.status === 'completed') {
		throw conflict('Cannot cancel a workflow run that is completed.');
	}
	completeRun(context, record, run, 'cancelled');
	return { status: 202, body: {} };
}

function rerunRun({ context, request, record }: Visit): SandboxResponse {
	const run = requestedRun(record, request);
	if (run.status !== 'completed') {
		throw apiError(403, 'This workflow is already running');
	}
	rerun(context, record, run);
	return { status: 201, body: {} };
}

function listPendingDeployments({ request, record }: Visit): SandboxResponse {
	requestedRun(record, request);
	return { status: 200, body: [] };
}

function listRuns({ context, request, record }: Visit, workflow: WorkflowRecord | undefined): SandboxResponse {
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
	return countedResponse(request, 'workflow_runs', runs.reverse(), (run) => representWorkflowRun(context, record, run));
}

function requestedRun(record: RepositoryRecord, request: SandboxRequest): WorkflowRunRecord {
	const id = numberParameter(request, 'runId');
	const run = record.workflowRuns.find((candidate) => candidate.id === id);
	if (!run) throw notFound();
	return run;
}
