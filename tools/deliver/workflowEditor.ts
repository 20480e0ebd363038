import { isRecord, type JsonRecord, readRecords, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { RemoteWorkflow, WorkflowBody } from '../../nodes/SlipwayBundle/api/types';
import { portableSettings } from '../../nodes/SlipwayBundle/state/canonical';

/** Workflows that a person has to fill in before publishing them: does so, and puts them back. */
export interface WorkflowEditor {
	/** Fills in the node of that type in the workflow whose name begins so, and publishes it. Raises when it is not there, or published already. */
	publishWith(workflowName: string, nodeType: string, parameters: JsonRecord): Promise<void>;
	/** Unpublishes what was published, with its nodes as they were. */
	restore(): Promise<void>;
}

export function workflowEditor(api: PublicApi): WorkflowEditor {
	const former = new Map<string, RemoteWorkflow>();
	return {
		async publishWith(workflowName, nodeType, parameters) {
			const listed = (await api.listWorkflows()).find(({ name }) => name.startsWith(workflowName));
			if (!listed) throw new Error(`n8n has no workflow "${workflowName}": npm start installs it.`);
			const workflow = await api.getWorkflow(listed.id);
			if (workflow.active)
				throw new Error(`"${workflow.name}" is published already: unpublish it, then run this again.`);
			former.set(workflow.id, workflow);
			const nodes = workflow.nodes.map((node) =>
				readString(node, 'type')?.endsWith(`.${nodeType}`)
					? { ...node, parameters: { ...(isRecord(node.parameters) ? node.parameters : {}), ...parameters } }
					: node,
			);
			await api.updateWorkflow(workflow.id, { ...bodyOf(workflow), nodes });
			await api.publishWorkflow(workflow.id);
		},
		async restore() {
			for (const workflow of former.values()) {
				await api.unpublishWorkflow(workflow.id);
				await api.updateWorkflow(workflow.id, bodyOf(workflow));
			}
			former.clear();
		},
	};
}

function bodyOf({ name, nodes, raw }: RemoteWorkflow): WorkflowBody {
	const nodeGroups = readRecords(raw, 'nodeGroups');
	return {
		name,
		nodes,
		connections: isRecord(raw.connections) ? raw.connections : {},
		settings: portableSettings(raw.settings),
		...(nodeGroups.length > 0 ? { nodeGroups } : {}),
	};
}
