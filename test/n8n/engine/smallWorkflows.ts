import type { INode, IWorkflowBase } from 'n8n-workflow';

import type { Engine } from './engine';

/** A step of a small workflow; one that names nothing does nothing. */
export type SmallStep = Partial<INode> & Pick<INode, 'name'>;

const trigger: SmallStep = {
	name: 'Begin',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
};

/** Puts a workflow beside the bundle: its steps one after the other, behind a trigger for calls or the first step. */
export function addWorkflow(
	engine: Engine,
	id: string,
	steps: readonly SmallStep[],
	settings: IWorkflowBase['settings'] = {},
): IWorkflowBase {
	const hasTrigger = /(trigger|watch)$/i.test(steps[0]?.type ?? '');
	const nodes = [...(hasTrigger ? [] : [trigger]), ...steps].map((step): INode => ({
		id: step.name,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...step,
	}));
	const workflow: IWorkflowBase = {
		id,
		name: id,
		nodes,
		connections: Object.fromEntries(
			nodes
				.slice(0, -1)
				.map(({ name }, index) => [
					name,
					{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main' as const, index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1', ...settings },
		active: true,
		isArchived: false,
		activeVersionId: 'published',
		createdAt: new Date(0),
		updatedAt: new Date(0),
	};
	engine.workflows.set(id, workflow);
	return workflow;
}

/** A Redis command of ours, whose effect a test can see. */
export const redisStep = (name: string, words: string[], part: Partial<INode> = {}): SmallStep => ({
	name,
	type: 'n8n-nodes-slipway.upstash',
	typeVersion: 1,
	parameters: { resource: 'command', operation: 'run', givenAs: 'words', words, putResultInField: 'answer' },
	credentials: { slipwayUpstashRedisApi: { id: 'slipwayUpstashRedisApi', name: 'Upstash Redis' } },
	...part,
});

/** Execute Sub-workflow for each item. */
export const callStep = (
	name: string,
	workflowId: string,
	options: { readonly isWaiting?: boolean } = {},
): SmallStep => ({
	name,
	type: 'n8n-nodes-base.executeWorkflow',
	typeVersion: 1.3,
	parameters: {
		mode: 'each',
		options: { waitForSubWorkflow: options.isWaiting !== false },
		workflowId: { __rl: true, mode: 'id', value: workflowId },
		workflowInputs: {
			mappingMode: 'defineBelow',
			value: {},
			schema: [],
			matchingColumns: [],
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		},
	},
});

/** A wait for a lock that somebody else holds, of so many seconds: a step that takes its time. */
export const slowStep = (name: string, waitSeconds: number): SmallStep => ({
	name,
	type: 'n8n-nodes-slipway.upstash',
	typeVersion: 1,
	parameters: {
		resource: 'lock',
		operation: 'acquire',
		lockName: 'held',
		owner: name,
		ttlSeconds: 60,
		waitSeconds,
		ifNotAcquired: 'return',
		putResultInField: 'lock',
	},
	credentials: { slipwayUpstashRedisApi: { id: 'slipwayUpstashRedisApi', name: 'Upstash Redis' } },
});

/** Makes `slowStep` wait: holds its lock for good. */
export async function holdLock(engine: Engine): Promise<void> {
	await engine.redis('HSET', 'slipway:lock:held', 'owner', 'Kim', 'token', '1', 'since', '0', 'note', '');
}
