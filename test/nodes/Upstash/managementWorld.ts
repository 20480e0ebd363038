import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayUpstashManagementApi } from '../../../credentials/SlipwayUpstashManagementApi.credentials';
import { Upstash } from '../../../nodes/Upstash/Upstash.node';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createUpstashManagementPlatform } from '../../../sandbox/upstash';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNodeForJson } from '../../n8n/nodeHarness';

export const apiKey = 'sandbox-upstash-management-key';
export const seedToken = 'sandbox-upstash-token';
export const seedId = '5a4d6b0c-0000-4000-8000-000000000001';

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

/** The management API of the sandbox, and this package's node against it. */
export class ManagementWorld {
	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
	) {}

	static async start(clock: ManualClock): Promise<ManagementWorld> {
		const sandbox = await startSandbox({ clock, platforms: [createUpstashManagementPlatform] });
		return new ManagementWorld(sandbox, createContractRecorder(sandbox));
	}

	async items(parameters: INodeParameters, key = apiKey): Promise<IDataObject[]> {
		return await runNodeForJson(this.nodeRun(parameters, key));
	}

	async run(parameters: INodeParameters): Promise<IDataObject> {
		const items = await this.items(parameters);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** The error that n8n would show; never with the key in it. */
	async failure(parameters: INodeParameters, key = apiKey): Promise<{ message: string; advice: string }> {
		const error: unknown = await this.items(parameters, key).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
		expect(everything).not.toContain(key);
		expect(everything).not.toContain(Buffer.from(`ops@candlefish.ai:${key}`).toString('base64'));
		expect(error.description ?? '').not.toBe('');
		return { message: error.message, advice: error.description ?? '' };
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		const { results } = await runListSearch({ ...this.nodeRun(parameters, apiKey), method, ...(filter && { filter }) });
		return results.map(({ name, value }) => ({ name, value }));
	}

	writes(): LoggedRequest[] {
		return this.sandbox.requests({ platform: 'upstash-management' }).filter(({ method }) => method !== 'GET');
	}

	async nextBackupEnds(outcome: string): Promise<void> {
		await fetch(`${this.sandbox.origin}/_sandbox/upstash-management/backups`, {
			method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ outcome }),
		});
	}

	private nodeRun(parameters: INodeParameters, key: string) {
		const { resource, operation } = parameters;
		return {
			node: new Upstash(),
			parameters: { ...defaultsOf(String(resource), String(operation)), ...parameters },
			credentials: [
				{
					type: new SlipwayUpstashManagementApi(),
					data: { email: 'ops@candlefish.ai', apiKey: key, baseUrl: `${this.sandbox.origin}/upstash-management/v2` },
				},
			],
		};
	}
}

/** What n8n fills in for the fields that a workflow leaves alone. */
function defaultsOf(resource: string, operation: string): INodeParameters {
	const defaults: INodeParameters = {};
	for (const property of new Upstash().description.properties) {
		const show = property.displayOptions?.show ?? {};
		if (show.resource?.includes(resource) && show.operation?.includes(operation)) {
			defaults[property.name] = property.default as INodeParameters[string];
		}
	}
	return defaults;
}
