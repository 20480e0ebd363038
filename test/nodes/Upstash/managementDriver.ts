import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SlipwayUpstashManagementApi } from '../../../credentials/SlipwayUpstashManagementApi.credentials';
import { Upstash } from '../../../nodes/Upstash/Upstash.node';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import {
	createUpstashManagementPlatform,
	sandboxUpstashEmail as email,
	sandboxUpstashManagementKey as ownKey,
} from '../../../sandbox/upstash';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNodeForJson } from '../../n8n/nodeHarness';
import { failureOf, withDefaults } from './upstashNode';

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

/** The management API of the sandbox, and this package's node against it. */
export class ManagementDriver {
	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
	) {}

	static async start(clock: ManualClock): Promise<ManagementDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createUpstashManagementPlatform] });
		return new ManagementDriver(sandbox, createContractRecorder(sandbox));
	}

	async items(parameters: INodeParameters, key = ownKey): Promise<IDataObject[]> {
		return await runNodeForJson(this.nodeRun(parameters, key));
	}

	async run(parameters: INodeParameters): Promise<IDataObject> {
		const items = await this.items(parameters);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** The error that n8n would show; never with the key in it. */
	async failure(parameters: INodeParameters, key = ownKey): Promise<{ message: string; advice: string }> {
		const basic = Buffer.from(`${email}:${key}`).toString('base64');
		return await failureOf(this.items(parameters, key), [key, basic]);
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		const { results } = await runListSearch({ ...this.nodeRun(parameters, ownKey), method, ...(filter && { filter }) });
		return results.map(({ name, value }) => ({ name, value }));
	}

	writes(): LoggedRequest[] {
		return this.sandbox.requests({ platform: 'upstash-management' }).filter(({ method }) => method !== 'GET');
	}

	async nextBackupEnds(outcome: string): Promise<void> {
		await fetch(`${this.sandbox.origin}/_sandbox/upstash-management/backups`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ outcome }),
		});
	}

	private nodeRun(parameters: INodeParameters, apiKey: string) {
		return {
			node: new Upstash(),
			parameters: withDefaults(parameters),
			credentials: [
				{
					type: new SlipwayUpstashManagementApi(),
					data: { email, apiKey, baseUrl: `${this.sandbox.origin}/upstash-management/v2` },
				},
			],
		};
	}
}
