import { WorkflowExecute } from 'n8n-core';
import type {
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	IWorkflowIssues,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** A run of n8n's, which asks only once whether the same nodes are fit to run. */
export class CheckedOnce extends WorkflowExecute {
	constructor(
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		data: IRunExecutionData,
		private readonly readyFrom: Set<string>,
	) {
		super(additionalData, mode, data);
	}

	override checkReadyForExecution(
		workflow: Workflow,
		input: Parameters<WorkflowExecute['checkReadyForExecution']>[1] = {},
	): IWorkflowIssues | null {
		const place = JSON.stringify(input);
		if (this.readyFrom.has(place)) return null;
		const issues = super.checkReadyForExecution(workflow, input);
		if (issues === null) this.readyFrom.add(place);
		return issues;
	}
}
