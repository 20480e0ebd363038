import type { StoredRun } from '../model';
import { timeField, timeText } from './time';

type Fields = Readonly<Record<string, unknown>>;

const statusText = ({ status }: StoredRun): string => `WORKFLOW_EXECUTION_STATUS_${status}`;

export function startedBody(run: StoredRun, namespace: string, isNew: boolean): Fields {
	const { runId, workflowId } = run;
	return {
		runId,
		firstExecutionRunId: runId,
		...(isNew && { started: true }),
		status: statusText(run),
		link: {
			workflowEvent: {
				namespace,
				workflowId,
				runId,
				eventRef: { eventId: '1', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' },
			},
		},
	};
}

/** Search attributes keep the full form of payloads, base64 and all. */
const keyword = (value: unknown, type = 'Keyword'): Fields => ({
	metadata: { encoding: base64('json/plain'), type: base64(type) },
	data: base64(JSON.stringify(value)),
});

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

function searchAttributes({ ranOn, pinnedTo }: StoredRun): Fields {
	if (ranOn === null) return {};
	const version = `${ranOn.deployment}:${ranOn.buildId}`;
	return {
		indexedFields: {
			TemporalUsedWorkerDeploymentVersions: keyword([version], 'KeywordList'),
			TemporalWorkerDeployment: keyword(ranOn.deployment),
			TemporalWorkerDeploymentVersion: keyword(version),
			TemporalWorkflowVersioningBehavior: keyword(pinnedTo === null ? 'AutoUpgrade' : 'Pinned'),
		},
	};
}

/** Absent until the first task is done. */
function versioningInfo({ ranOn, pinnedTo }: StoredRun): Fields {
	if (ranOn === null) return {};
	const { deployment, buildId, revision } = ranOn;
	return {
		versioningInfo: {
			behavior: `VERSIONING_BEHAVIOR_${pinnedTo === null ? 'AUTO_UPGRADE' : 'PINNED'}`,
			version: `${deployment}.${buildId}`,
			deploymentVersion: { buildId, deploymentName: deployment },
			...(revision > 0 && { revisionNumber: String(revision) }),
		},
		workerDeploymentName: deployment,
	};
}

/** A run in a list, which tells nothing of versions but by its search attributes. */
export function listedRun(run: StoredRun): Fields {
	const { workflowId, runId, type, taskQueue, startedAtMs, closedAtMs } = run;
	return {
		execution: { workflowId, runId },
		type: { name: type },
		startTime: timeText(startedAtMs),
		...timeField('closeTime', closedAtMs),
		status: statusText(run),
		taskQueue,
		searchAttributes: searchAttributes(run),
	};
}

export function describedRun(run: StoredRun): Fields {
	const { workflowId, runId, type, taskQueue, startedAtMs, closedAtMs, firstTaskAtMs } = run;
	return {
		executionConfig: {
			taskQueue: { name: taskQueue, kind: 'TASK_QUEUE_KIND_NORMAL' },
			...(run.timeoutMs !== null && { workflowRunTimeout: `${run.timeoutMs / 1000}s` }),
			defaultWorkflowTaskTimeout: '10s',
		},
		workflowExecutionInfo: {
			execution: { workflowId, runId },
			type: { name: type },
			startTime: timeText(startedAtMs),
			...timeField('closeTime', closedAtMs),
			status: statusText(run),
			historyLength: String(firstTaskAtMs === null ? 2 : 5 + run.signals.length),
			executionTime: timeText(startedAtMs),
			memo: {},
			searchAttributes: searchAttributes(run),
			taskQueue,
			...(closedAtMs !== null && { executionDuration: `${(closedAtMs - startedAtMs) / 1000}s` }),
			rootExecution: { workflowId, runId },
			firstRunId: runId,
			...versioningInfo(run),
		},
		workflowExtendedInfo: {
			originalStartTime: timeText(startedAtMs),
			...(run.isCancelRequested && { cancelRequested: true }),
			requestIdInfos: { [run.requestId]: { eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED', eventId: '1' } },
		},
		...(firstTaskAtMs === null &&
			run.status === 'RUNNING' && {
				pendingWorkflowTask: {
					state: 'PENDING_WORKFLOW_TASK_STATE_SCHEDULED',
					scheduledTime: timeText(startedAtMs),
					originalScheduledTime: timeText(startedAtMs),
					attempt: 1,
				},
			}),
	};
}

/** The event that closed it, as a filtered history gives it; none while it runs. */
export function closeEvents(run: StoredRun): Fields[] {
	if (run.status === 'RUNNING' || run.closedAtMs === null) return [];
	const event = {
		eventId: '5',
		eventTime: timeText(run.closedAtMs),
		eventType: `EVENT_TYPE_WORKFLOW_EXECUTION_${run.status}`,
		taskId: '1053007',
	};
	switch (run.status) {
		case 'COMPLETED':
			return [{ ...event, workflowExecutionCompletedEventAttributes: { result: [run.outcome] } }];
		case 'FAILED': {
			const failure = {
				message: run.outcome,
				source: 'TypeScriptSDK',
				applicationFailureInfo: { type: 'CheckFailed' },
			};
			return [
				{
					...event,
					workflowExecutionFailedEventAttributes: { failure, retryState: 'RETRY_STATE_RETRY_POLICY_NOT_SET' },
				},
			];
		}
		case 'TERMINATED':
			return [{ ...event, workflowExecutionTerminatedEventAttributes: { reason: run.outcome } }];
		case 'CANCELED':
			return [{ ...event, workflowExecutionCanceledEventAttributes: {} }];
		case 'TIMED_OUT':
			return [{ ...event, workflowExecutionTimedOutEventAttributes: { retryState: 'RETRY_STATE_TIMEOUT' } }];
	}
}
