import { PollContext } from 'n8n-core';
import type { IWorkflowBase } from 'n8n-workflow';

import type { WorkflowRunner } from './runner';
import type { EngineRun } from './runs';
import { startNode } from './workflowFile';

/** One poll of a workflow's trigger: a run when it gives items, and none, not even a failed one, when it gives null. */
export async function pollOnce(runner: WorkflowRunner, base: IWorkflowBase): Promise<EngineRun | undefined> {
	const workflow = runner.workflowOf(base);
	const trigger = startNode(base);
	const node = workflow.getNode(trigger.name);
	const type = workflow.nodeTypes.getByNameAndVersion(trigger.type, trigger.typeVersion);
	const { poll } = type;
	if (!poll || !node) throw new Error(`"${trigger.name}" of "${base.name}" does not poll`);
	const items = await runner.inProcess(async () => {
		const context = new PollContext(workflow, node, runner.pollData(base), 'trigger', 'update');
		await workflow.expression.acquireIsolate();
		try {
			return await poll.call(context);
		} finally {
			await workflow.expression.releaseIsolate();
		}
	});
	runner.keepStaticData(workflow);
	const [first] = items ?? [];
	return first ? await runner.run(base, 'trigger', first) : undefined;
}
