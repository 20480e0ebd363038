import { type INode, type INodeTypes, type IWorkflowBase, Workflow } from 'n8n-workflow';

interface Complete {
	/** The nodes as the file has them: a test may change them. */
	readonly written: string;
	readonly nodes: readonly INode[];
}

/**
 * Nodes with the defaults of all their parameters. n8n works them out for every run, which was a fifth of the engine's
 * time; they are the same each time.
 */
export class CompleteNodes {
	private readonly known = new Map<string, Complete>();

	constructor(private readonly nodeTypes: INodeTypes) {}

	/** Nodes of a run's own. */
	of({ id, nodes, connections }: IWorkflowBase): INode[] {
		const written = JSON.stringify(nodes);
		let complete = this.known.get(id);
		if (complete?.written !== written) {
			const { nodeTypes } = this;
			const workflow = new Workflow({ nodes: structuredClone(nodes), connections, active: true, nodeTypes });
			complete = { written, nodes: Object.values(workflow.nodes) };
			this.known.set(id, complete);
		}
		return structuredClone([...complete.nodes]);
	}
}
