import { isRecord } from '../../tools/json';
import { portableSettings } from '../../nodes/SlipwayBundle/state/canonical';
import type { TestStack } from '../n8n/realN8n';

/** The bundle's own gate waits a minute; ten seconds tell the same of what answers 503 at once. */
export async function beImpatient({ api }: TestStack): Promise<void> {
	for (const listed of (await api.listWorkflows()).filter(({ name }) => /^Slipway 0[34]/.test(name))) {
		const workflow = await api.getWorkflow(listed.id);
		const { connections } = workflow.raw;
		await api.updateWorkflow(workflow.id, {
			name: workflow.name,
			nodes: workflow.nodes.map((node) =>
				node.name === 'Check its health' && isRecord(node.parameters)
					? { ...node, parameters: { ...node.parameters, timeoutSeconds: 10 } }
					: node,
			),
			connections: isRecord(connections) ? connections : {},
			settings: portableSettings(workflow.raw.settings),
		});
		await api.publishWorkflow(workflow.id);
	}
}
