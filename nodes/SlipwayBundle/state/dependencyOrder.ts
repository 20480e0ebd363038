import type { BundledWorkflow } from './bundle';
import { calledWorkflows, errorWorkflowOf } from './rewire';

/**
 * Callees first, since n8n publishes no workflow that calls an unpublished one; error workflows first, too, but for
 * those that call the workflow whose error workflow they are. Among equals the manifest's order. A cycle of calls
 * keeps that order.
 */
export function inDependencyOrder(
	workflows: readonly BundledWorkflow[],
	portableIds: ReadonlySet<string>,
): BundledWorkflow[] {
	const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
	const callees = (workflow: BundledWorkflow): BundledWorkflow[] =>
		calledWorkflows(workflow.content, portableIds).flatMap((id) => byId.get(id) ?? []);
	const calls = (caller: BundledWorkflow, id: string, seen = new Set<string>()): boolean =>
		callees(caller).some((callee) => {
			if (callee.id === id) return true;
			if (seen.has(callee.id)) return false;
			return calls(callee, id, seen.add(callee.id));
		});
	const ordered: BundledWorkflow[] = [];
	const visited = new Set<string>();
	const visit = (workflow: BundledWorkflow): void => {
		if (visited.has(workflow.id)) return;
		visited.add(workflow.id);
		for (const callee of callees(workflow)) visit(callee);
		const onError = byId.get(errorWorkflowOf(workflow.content, portableIds) ?? '');
		if (onError && !calls(onError, workflow.id)) visit(onError);
		ordered.push(workflow);
	};
	for (const workflow of workflows) visit(workflow);
	return ordered;
}
