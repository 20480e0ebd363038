import type { IDataObject } from 'n8n-workflow';

import type { WorkflowRun } from '../api/types';
import { isoTime } from '../state/routing';
import { workflowWord } from '../state/workflowEnd';

/** A run of a workflow. */
export function workflowJson(run: WorkflowRun, namespace: string): IDataObject {
	const { execution, type, taskQueue, versioningInfo } = run;
	return {
		workflowId: execution?.workflowId ?? '',
		runId: execution?.runId ?? '',
		namespace,
		type: type?.name ?? '',
		status: workflowWord(run),
		taskQueue: taskQueue ?? '',
		startedAt: isoTime(run.startTime) || null,
		closedAt: isoTime(run.closeTime) || null,
		workerDeployment: run.workerDeploymentName ?? null,
		buildId: versioningInfo?.deploymentVersion?.buildId ?? null,
	};
}
