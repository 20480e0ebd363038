import type { BundledWorkflow } from './bundle';
import { referencedWorkflows } from './rewire';

/** Callees and error workflows first; among equals the manifest's order. A cycle keeps that order. */
export function inDependencyOrder(
	workflows: readonly BundledWorkflow[],
	portableIds: ReadonlySet<string>,
): BundledWorkflow[] {
	const ordered: BundledWorkflow[] = [];
	const visited = new Set<string>();
	const visit = (workflow: BundledWorkflow): void => {
		if (visited.has(workflow.id)) return;
		visited.add(workflow.id);
		for (const id of referencedWorkflows(workflow.content, portableIds)) {
			const callee = workflows.find((candidate) => candidate.id === id);
			if (callee) visit(callee);
		}
		ordered.push(workflow);
	};
	for (const workflow of workflows) visit(workflow);
	return ordered;
}
