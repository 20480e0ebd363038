import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import type { TestStack } from '../../n8n/realN8n';

const PATH = 'slipway-sweep';

/** What starts a workflow of the bundle that only another workflow can start. */
export interface Caller {
	/** Of the workflow that does it, which is none of the bundle's. */
	readonly workflowId: string;
	/** With that item; what comes of it is not waited for. */
	call(workflowId: string, item: IDataObject): Promise<void>;
}

/** A published workflow that hands on what its webhook gets, without an error workflow of its own. */
export async function createCaller({ api, n8n }: TestStack): Promise<Caller> {
	const node = (name: string, type: string, typeVersion: number, x: number, parameters: object) => ({
		id: `slipway-sweep-${x}`,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [x, 0],
		parameters,
	});
	const workflow = await api.createWorkflow({
		name: 'The sweep calls',
		nodes: [
			{
				...node('Call', 'webhook', 2, 0, { httpMethod: 'POST', path: PATH, options: {} }),
				webhookId: 'slipway-sweep-call',
			},
			node('Take the item', 'set', 3.4, 220, { mode: 'raw', jsonOutput: '={{ $json.body.item }}', options: {} }),
			node('Hand it on', 'executeWorkflow', 1.3, 440, {
				workflowId: { __rl: true, mode: 'id', value: "={{ $('Call').first().json.body.workflowId }}" },
				workflowInputs: { mappingMode: 'defineBelow', matchingColumns: [], schema: [], value: {} },
				mode: 'each',
				options: { waitForSubWorkflow: false },
			}),
		],
		connections: {
			Call: { main: [[{ node: 'Take the item', type: 'main', index: 0 }]] },
			'Take the item': { main: [[{ node: 'Hand it on', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	});
	await api.publishWorkflow(workflow.id);
	return {
		workflowId: workflow.id,
		async call(workflowId, item) {
			const answer = await axios.post<unknown>(
				`${n8n.webhookOrigin}/webhook/${PATH}`,
				{ workflowId, item },
				{ proxy: false, validateStatus: () => true, timeout: 60_000 },
			);
			if (answer.status !== 200) {
				throw new Error(
					`n8n answered ${answer.status} when it was to call ${workflowId}: ${JSON.stringify(answer.data)}`,
				);
			}
		},
	};
}
