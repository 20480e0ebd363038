import type { JsonRecord } from '../../tools/json';
import type { RemoteWorkflow } from '../../nodes/SlipwayBundle/api/types';
import type { TestStack } from '../n8n/realN8n';

/** A published workflow that takes a lock when its webhook is called, and dies; 07 looks after it. */
export async function createDoomedWorkflow({ api }: TestStack, path: string): Promise<RemoteWorkflow> {
	const ids = new Map((await api.listWorkflows()).map(({ id, name }) => [name, id]));
	const upstash = (await api.listCredentials()).find(({ type }) => type === 'slipwayUpstashRedisApi');
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		x: number,
		parameters: JsonRecord,
		more: JsonRecord = {},
	) => ({
		id: `slipway-test-${x}`,
		name,
		type,
		typeVersion,
		position: [x, 0],
		parameters,
		...more,
	});
	const doomed = await api.createWorkflow({
		name: 'A workflow that dies',
		nodes: [
			node('Call', 'n8n-nodes-base.webhook', 2, 0, { path, options: {} }, { webhookId: 'slipway-test-death' }),
			node(
				'Take a lock',
				'n8n-nodes-slipway.upstash',
				1,
				220,
				{ resource: 'lock', operation: 'acquire', lockName: 'doomed/production', ttlSeconds: 15 },
				{
					credentials: { slipwayUpstashRedisApi: { id: upstash?.id ?? '', name: upstash?.name ?? '' } },
				},
			),
			node('Die', 'n8n-nodes-base.stopAndError', 1, 440, { errorMessage: 'The ground gave way' }),
		],
		connections: {
			Call: { main: [[{ node: 'Take a lock', type: 'main', index: 0 }]] },
			'Take a lock': { main: [[{ node: 'Die', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', errorWorkflow: ids.get('Slipway 07: Look after what died') ?? '' },
	});
	await api.publishWorkflow(doomed.id);
	return doomed;
}
