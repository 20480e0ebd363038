import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayCloudflareApi } from '../../../credentials/SlipwayCloudflareApi.credentials';
import { Cloudflare } from '../../../nodes/Cloudflare/Cloudflare.node';
import { CLOUDFLARE_TOKEN, createCloudflarePlatform } from '../../../sandbox/cloudflare';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { SandboxPlatformFactory } from '../../../sandbox/kernel/platform';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export interface Failure {
	readonly message: string;
	readonly advice: string;
}

export const zone: INodeParameters = { __rl: true, mode: 'name', value: 'candlefish.ai' };

export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** The Cloudflare node against the sandbox's Cloudflare. */
export class CloudflareDriver {
	private started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;

	constructor(
		private readonly clock: ManualClock,
		private readonly platforms: readonly SandboxPlatformFactory[] = [createCloudflarePlatform],
	) {}

	async start(): Promise<void> {
		const sandbox = await startSandbox({ clock: this.clock, platforms: this.platforms });
		this.started = { sandbox, recorder: createContractRecorder(sandbox) };
	}

	get sandbox(): Sandbox {
		if (this.started) return this.started.sandbox;
		throw new Error('The sandbox has not started yet');
	}

	violations(): string[] {
		return this.started?.recorder.violations() ?? ['nothing was checked'];
	}

	credential(apiToken = CLOUDFLARE_TOKEN): TestCredential {
		const { origin } = this.sandbox;
		return {
			type: new SlipwayCloudflareApi(),
			data: { apiToken, baseUrl: `${origin}/cloudflare/client/v4`, resolverUrl: `${origin}/dns-query` },
		};
	}

	async items(parameters: INodeParameters, apiToken?: string): Promise<IDataObject[]> {
		const items = await runNode({
			node: new Cloudflare(),
			parameters: {
				resource: 'dnsRecord',
				simplify: true,
				returnAll: true,
				dryRun: false,
				ttl: 1,
				timeoutSeconds: 120,
				waitUntilResolved: true,
				...parameters,
			},
			credentials: [this.credential(apiToken)],
		});
		return items.map(({ json }) => json);
	}

	async run(parameters: INodeParameters): Promise<IDataObject> {
		const items = await this.items(parameters);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** What n8n would show; the token is never in it. */
	async failure(parameters: INodeParameters, apiToken = CLOUDFLARE_TOKEN): Promise<Failure> {
		const error: unknown = await this.items(parameters, apiToken).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		expect(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`).not.toContain(apiToken);
		expect(error.description ?? '').not.toBe('');
		return { message: error.message, advice: error.description ?? '' };
	}

	async search(method: string, parameters: INodeParameters = {}, filter?: string) {
		const { results } = await runListSearch({
			node: new Cloudflare(),
			parameters: { resource: 'dnsRecord', operation: 'get', ...parameters },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
		return results.map(({ name }) => name);
	}

	async control(path: string, body: unknown): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/cloudflare${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	}

	/** Contents of the records of that name, as the sandbox holds them. */
	async contents(name: string): Promise<string[]> {
		const records = await this.items({ operation: 'getMany', zone, onlyName: name, onlyType: 'all' });
		return records.map(({ content }) => String(content));
	}

	writes(): LoggedRequest[] {
		return this.sandbox.requests({ platform: 'cloudflare' }).filter(({ method }) => method !== 'GET');
	}

	fault(fault: IDataObject): void {
		this.sandbox.addFault({ platform: 'cloudflare', kind: 'status', ...fault });
	}
}

/** Starts before the file's tests, is reset before each, and at their end has kept to Cloudflare's contract. */
export function useCloudflare(clock: ManualClock): CloudflareDriver {
	const driver = new CloudflareDriver(clock);
	beforeAll(async () => await driver.start());
	beforeEach(async () => {
		await driver.sandbox.reset();
		// What the node's process remembers of the calls it sent: a window of five minutes.
		clock.advance(301_000);
	});
	afterAll(async () => {
		expect(driver.violations()).toEqual([]);
		await driver.sandbox.close();
	});
	return driver;
}
