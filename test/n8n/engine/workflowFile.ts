import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { IConnections, INode, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';

import { isRecord, readRecords, readString } from '../../../tools/json';

const bundleFolder = path.resolve(__dirname, '..', '..', '..', 'workflows');

/** The workflows of the bundle, or of one that was kept, by their portable id, as n8n runs them. */
export function bundledWorkflows(folder = bundleFolder): Map<string, IWorkflowBase> {
	const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
	const entries = isRecord(manifest) ? readRecords(manifest, 'workflows') : [];
	return new Map(
		entries.map((entry) => {
			const workflow = readWorkflow(folder, readString(entry, 'file') ?? '');
			return [workflow.id, workflow];
		}),
	);
}

function readWorkflow(folder: string, file: string): IWorkflowBase {
	const content: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
	if (!isRecord(content)) throw new Error(`${file} is not a workflow`);
	const { id, name, nodes, connections, settings } = content;
	return {
		id: String(id),
		name: String(name),
		nodes: nodes as INode[],
		connections: connections as IConnections,
		settings: settings as IWorkflowSettings,
		active: true,
		isArchived: false,
		activeVersionId: 'published',
		createdAt: new Date(0),
		updatedAt: new Date(0),
	};
}

/** The node that a run starts at. */
export function startNode(workflow: IWorkflowBase): INode {
	const found = workflow.nodes.find(({ type }) => /(trigger|watch|\.webhook)$/i.test(type));
	if (!found) throw new Error(`${workflow.name} has no trigger`);
	return found;
}

export function nodeNamed(workflow: IWorkflowBase, name: string): INode {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`"${workflow.name}" has no step "${name}"`);
	return found;
}
