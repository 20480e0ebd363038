import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runNodeForJson } from '../../n8n/nodeHarness';
import type { UpstashDriver } from './upstashDriver';

export const turnName = 'candlefish-ai/candlefish@main';

/** Runs of a workflow, each an execution of its own, that share a turn. */
export class TurnDriver {
	constructor(private readonly upstash: UpstashDriver) {}

	/** The items that an operation gives in that execution. */
	async run(
		executionId: string,
		operation: string,
		parameters: INodeParameters = {},
		incoming: IDataObject = {},
	): Promise<IDataObject[]> {
		return await runNodeForJson({
			...this.upstash.nodeRun({ resource: 'turn', operation, turnName, ...parameters }),
			items: [{ json: incoming }],
			executionId,
		});
	}

	/** An ask of that execution for a release; its item, or undefined when it is given none. */
	async ask(executionId: string, owner: string, parameters: INodeParameters = {}): Promise<IDataObject | undefined> {
		const [item] = await this.run(executionId, 'ask', { owner, item: { why: 'push' }, ...parameters });
		return item;
	}

	async look(executionId: string, owner: string, incoming: IDataObject = {}): Promise<IDataObject> {
		const [item = {}] = await this.run(executionId, 'look', { owner }, incoming);
		return item;
	}

	/** Whether it has to look again. */
	async leave(executionId: string, owner: string, parameters: INodeParameters = {}): Promise<boolean> {
		const [item] = await this.run(executionId, 'leave', { owner, ...parameters });
		return item?.again === true;
	}

	async takeOver(executionId: string, parameters: INodeParameters = {}): Promise<IDataObject> {
		const [item = {}] = await this.run('error-workflow', 'takeOver', { executionId, ...parameters });
		return item;
	}

	/** As if the run had given no sign of life for so long. */
	async beSilentFor(seconds: number): Promise<void> {
		const key = `slipway:turn:${turnName}`;
		for (const field of ['beat', 'leaseUntil']) {
			const time = Number(await this.upstash.redis('HGET', key, field));
			await this.upstash.redis('HSET', key, field, String(time - seconds * 1000));
		}
	}
}
