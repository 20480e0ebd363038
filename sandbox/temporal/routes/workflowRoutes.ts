import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { close } from '../lifecycle/workflows';
import type { StoredNamespace, StoredRun } from '../model';
import { invalid, missing, precondition, temporalError } from '../present/errors';
import { closeEvents, describedRun, listedRun, startedBody } from '../present/workflow';
import type { TemporalWorld } from '../world/world';
import { answered, type Body, bodyOf, pageOf, recordIn, textIn } from './answers';

const startFields = {
	namespace: 'string',
	workflowId: 'string',
	workflowType: 'object',
	taskQueue: 'object',
	input: 'any',
	identity: 'string',
	requestId: 'string',
	workflowIdReusePolicy: 'string',
	workflowIdConflictPolicy: 'string',
	workflowRunTimeout: 'string',
	workflowExecutionTimeout: 'string',
	memo: 'object',
	searchAttributes: 'object',
	versioningOverride: 'object',
} as const;

const eventFields = {
	namespace: 'string',
	workflowExecution: 'object',
	identity: 'string',
	requestId: 'string',
	reason: 'string',
	input: 'any',
	details: 'any',
	firstExecutionRunId: 'string',
} as const;

/** Workflows: started, signalled, looked at, cancelled and terminated. */
export function workflowRoutes(world: TemporalWorld): SandboxRoute[] {
	const base = '/api/v1/namespaces/:namespace/workflows/:id';
	const namespaceOf = ({ params }: SandboxRequest): StoredNamespace => world.namespace(params.namespace ?? '');
	const start: SandboxHandler = (request) => {
		const namespace = namespaceOf(request);
		const { run, isNew } = startRun(world, namespace, request.params.id ?? '', bodyOf(request, startFields));
		return answered(startedBody(run, namespace.name, isNew), world);
	};
	const describe: SandboxHandler = (request) =>
		answered(describedRun(runOf(namespaceOf(request), request.params.id, request.query.get('execution.runId'))), world);
	const history: SandboxHandler = (request) => {
		const run = runOf(namespaceOf(request), request.params.id, request.query.get('execution.runId'));
		const events = closeEvents(run);
		return answered({ history: events.length > 0 ? { events } : {} }, world);
	};
	const signal: SandboxHandler = (request) => {
		const body = bodyOf(request, eventFields);
		const namespace = namespaceOf(request);
		const run = openRun(namespace, request.params.id, body);
		const sent = `${request.params.signal ?? ''} ${textIn(body, 'requestId') || world.services.ids.uuid()}`;
		if (!run.signals.includes(sent)) run.signals.push(sent);
		const { workflowId, runId } = run;
		const requestIdRef = { eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED' };
		return answered({ link: { workflowEvent: { namespace: namespace.name, workflowId, runId, requestIdRef } } }, world);
	};
	// Also twice, and also of one that is closed.
	const cancel: SandboxHandler = (request) => {
		const body = bodyOf(request, eventFields);
		const run = runOf(namespaceOf(request), request.params.id, runIdIn(body));
		run.isCancelRequested = true;
		return answered({}, world);
	};
	const terminate: SandboxHandler = (request) => {
		const body = bodyOf(request, eventFields);
		close(openRun(namespaceOf(request), request.params.id, body), 'TERMINATED', world.now(), textIn(body, 'reason'));
		return answered({}, world);
	};
	const list: SandboxHandler = (request) => {
		const { page, nextPageToken } = pageOf([...namespaceOf(request).runs].reverse(), request.query);
		return answered(
			{
				...(page.length > 0 && { executions: page.map(listedRun) }),
				...(nextPageToken !== '' && { nextPageToken }),
			},
			world,
		);
	};
	return [
		{ method: 'GET', pattern: '/api/v1/namespaces/:namespace/workflows', handle: list },
		{ method: 'POST', pattern: base, handle: start },
		{ method: 'GET', pattern: base, handle: describe },
		{ method: 'GET', pattern: `${base}/history`, handle: history },
		{ method: 'POST', pattern: `${base}/signal/:signal`, handle: signal },
		{ method: 'POST', pattern: `${base}/cancel`, handle: cancel },
		{ method: 'POST', pattern: `${base}/terminate`, handle: terminate },
	];
}

const runIdIn = (body: Body): string => textIn(recordIn(body, 'workflowExecution'), 'runId');

/** The newest run of an id, or the one that is named. */
function runOf({ runs }: StoredNamespace, workflowId = '', runId: string | null = null): StoredRun {
	const own = runs.filter((run) => run.workflowId === workflowId);
	const newest = own.at(-1);
	if (newest === undefined) throw missing(`workflow not found for ID: ${workflowId}`);
	if (runId === null || runId === '') return newest;
	const found = own.find((run) => run.runId === runId);
	if (found) return found;
	throw missing(`workflow execution not found for workflow ID "${workflowId}" and run ID "${runId}"`);
}

function openRun(namespace: StoredNamespace, workflowId: string | undefined, body: Body): StoredRun {
	const run = runOf(namespace, workflowId, runIdIn(body));
	if (run.status === 'RUNNING') return run;
	throw missing('workflow execution already completed');
}

function startRun(
	world: TemporalWorld,
	namespace: StoredNamespace,
	workflowId: string,
	body: Body,
): { readonly run: StoredRun; readonly isNew: boolean } {
	const type = textIn(recordIn(body, 'workflowType'), 'name');
	if (type === '') throw invalid('WorkflowType is not set on request.');
	const taskQueue = textIn(recordIn(body, 'taskQueue'), 'name');
	if (taskQueue === '') throw invalid('missing task queue name');
	const before = namespace.runs.filter((run) => run.workflowId === workflowId).at(-1);
	const requestId = textIn(body, 'requestId') || world.services.ids.uuid();
	if (before?.requestId === requestId) return { run: before, isNew: true };
	const reuse = textIn(body, 'workflowIdReusePolicy');
	if (before?.status === 'RUNNING') {
		if (textIn(body, 'workflowIdConflictPolicy') === 'WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING') {
			return { run: before, isNew: false };
		}
		throw alreadyStarted(
			before,
			`Workflow execution is already running. WorkflowId: ${workflowId}, RunId: ${before.runId}.`,
		);
	}
	if (before !== undefined && reuse === 'WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE') {
		throw alreadyStarted(
			before,
			`Workflow execution already finished. WorkflowId: ${workflowId}, RunId: ${before.runId}. Workflow Id reuse policy: reject duplicate workflow Id.`,
		);
	}
	const run: StoredRun = {
		workflowId,
		runId: world.services.ids.uuid(),
		requestId,
		type,
		taskQueue,
		startedAtMs: world.now(),
		timeoutMs: durationMs(textIn(body, 'workflowRunTimeout') || textIn(body, 'workflowExecutionTimeout')),
		pinnedTo: pinnedVersion(namespace, taskQueue, body),
		ranOn: null,
		firstTaskAtMs: null,
		status: 'RUNNING',
		closedAtMs: null,
		outcome: '',
		signals: [],
		isCancelRequested: false,
	};
	namespace.runs.push(run);
	return { run, isNew: true };
}

function alreadyStarted({ requestId, runId }: StoredRun, message: string) {
	return temporalError(6, message, {
		type: 'WorkflowExecutionAlreadyStartedFailure',
		more: { startRequestId: requestId, runId, firstExecutionRunId: runId },
	});
}

function durationMs(text: string): number | null {
	if (text === '') return null;
	const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(text) ?? [];
	if (seconds === undefined) throw invalid(`temporalproto: invalid google.protobuf.Duration value "${text}"`);
	return Number(seconds) * 1000 || null;
}

function pinnedVersion(namespace: StoredNamespace, taskQueue: string, body: Body): StoredRun['pinnedTo'] {
	const version = recordIn(recordIn(recordIn(body, 'versioningOverride'), 'pinned'), 'version');
	const [deployment, buildId] = [textIn(version, 'deploymentName'), textIn(version, 'buildId')];
	if (buildId === '') return null;
	const stored = namespace.deployments.get(deployment)?.versions.find((candidate) => candidate.buildId === buildId);
	if (stored?.taskQueues.has(taskQueue)) return { deployment, buildId };
	throw precondition(
		`Pinned version '${deployment}:${buildId}' is not present in task queue '${taskQueue}' of type 'Workflow'`,
	);
}
