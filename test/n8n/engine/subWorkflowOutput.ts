import { type INodeExecutionData, type ITaskData, mergeRunsPerBranch } from 'n8n-workflow';

import type { EngineRun } from './runs';
import { startNode } from './workflowFile';

/**
 * What a sub-workflow hands back: what its last step gave, in its last run (triggers below version 1.2), or in all
 * of them (n8n's buildSubWorkflowOutput).
 */
export function outputOf(
	{ data, lastNode, workflow }: EngineRun,
	isLastRunOnly: boolean,
): Array<INodeExecutionData[] | null> {
	const runs: ITaskData[] = data?.resultData.runData[lastNode ?? ''] ?? [];
	const { typeVersion, parameters } = startNode(workflow);
	const givesLastRun = isLastRunOnly || (typeVersion < 1.2 && parameters.returnOutput !== 'allRuns');
	if (!givesLastRun && runs.length > 0) return mergeRunsPerBranch(runs);
	return (runs.at(-1)?.data?.main ?? [null]).map((items) => items ?? null);
}
