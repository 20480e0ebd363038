import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayTemporalApi } from '../../../credentials/SlipwayTemporalApi.credentials';
import { SlipwayTemporalCloudApi } from '../../../credentials/SlipwayTemporalCloudApi.credentials';
import { Temporal } from '../../../nodes/Temporal/Temporal.node';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createTemporalCloudPlatform, createTemporalPlatform } from '../../../sandbox/temporal/index';
import { TEMPORAL_API_KEY, TEMPORAL_CLOUD_KEY } from '../../../sandbox/temporal/seed';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
}

export const named = (value: string): INodeParameters => ({ __rl: true, mode: 'name', value });

export const v1 = 'v1';
export const v2 = 'v2';

/** The Temporal node against the sandbox's server, for all tests of a file. */
export class TemporalDriver {
	private writesBefore = 0;

	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
		readonly clock: ManualClock,
	) {}

	static async start(clock: ManualClock): Promise<TemporalDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createTemporalPlatform, createTemporalCloudPlatform] });
		return new TemporalDriver(sandbox, createContractRecorder(sandbox), clock);
	}

	/** `nanda`, of which v1 is current and v2 has workers too. */
	async renew(): Promise<void> {
		await this.sandbox.reset();
		await this.startWorker(v1);
		this.clock.advance(2_000);
		await this.call('set-current-version', { buildId: v1, identity: 'ops' });
		this.clock.advance(60_000);
		this.writesBefore = 0;
		this.writesBefore = this.writes().length;
	}

	async startWorker(buildId: string, taskQueue = 'nanda-q'): Promise<void> {
		await this.control('/workers', { deployment: 'nanda', buildId, taskQueue });
		this.clock.advance(1_000);
	}

	async stopWorkers(buildId: string, taskQueue = ''): Promise<void> {
		await this.control('/workers/stop', { deployment: 'nanda', buildId, taskQueue });
	}

	credentials(): TestCredential[] {
		const { origin } = this.sandbox;
		return [
			{ type: new SlipwayTemporalApi(), data: { baseUrl: `${origin}/temporal`, apiKey: TEMPORAL_API_KEY } },
			{
				type: new SlipwayTemporalCloudApi(),
				data: { baseUrl: `${origin}/temporal-cloud`, apiKey: TEMPORAL_CLOUD_KEY },
			},
		];
	}

	async items(
		parameters: INodeParameters,
		options: { readonly baseUrl?: string; readonly abortSignal?: AbortSignal } = {},
	) {
		const [server, cloud] = this.credentials();
		const { baseUrl, abortSignal } = options;
		const credentials = [server, cloud].flatMap((credential) =>
			credential === undefined
				? []
				: [{ ...credential, data: { ...credential.data, ...(baseUrl !== undefined && { baseUrl }) } }],
		);
		return await runNode({
			node: new Temporal(),
			parameters: {
				resource: 'workerDeployment',
				namespace: named('default'),
				workerDeployment: named('nanda'),
				...parameters,
			},
			credentials,
			...(abortSignal && { abortSignal }),
		});
	}

	/** The JSON of the only item that comes out. */
	async run(parameters: INodeParameters): Promise<IDataObject> {
		const items: INodeExecutionData[] = await this.items(parameters);
		expect(items).toHaveLength(1);
		return items[0]?.json ?? {};
	}

	/** A version by the operation Deploy. */
	deployOf(buildId: string, more: INodeParameters = {}): INodeParameters {
		return { operation: 'deploy', buildId: named(buildId), timeoutSeconds: 120, waitForCompletion: true, ...more };
	}

	/** The error that n8n would show. */
	async failure(parameters: INodeParameters, options: { readonly baseUrl?: string } = {}): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, options).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const { data } = error.context;
		expect(`${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`).not.toMatch(
			/sandbox-temporal-(?:cloud-)?key/,
		);
		expect(error.description ?? '').not.toBe('');
		return {
			message: error.message,
			advice: error.description ?? '',
			data: typeof data === 'object' && data !== null ? (data as IDataObject) : {},
		};
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		return await runListSearch({
			node: new Temporal(),
			parameters: {
				resource: 'workerDeployment',
				operation: 'get',
				namespace: named('default'),
				workerDeployment: named('nanda'),
				...parameters,
			},
			credentials: this.credentials(),
			method,
			...(filter !== undefined && { filter }),
		});
	}

	/** Something that happens behind the API's back. */
	async control(path: string, body: unknown): Promise<IDataObject> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/temporal${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as IDataObject;
	}

	/** Somebody else, by the server's own API: a write to `nanda`, or a look at it without an action. */
	async call(action = '', body?: unknown): Promise<IDataObject> {
		const place = `${this.sandbox.origin}/temporal/api/v1/namespaces/default/worker-deployments/nanda`;
		const response = await fetch(action === '' ? place : `${place}/${action}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { Authorization: `Bearer ${TEMPORAL_API_KEY}`, 'Content-Type': 'application/json' },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		return { status: response.status, ...((await response.json()) as IDataObject) };
	}

	/** What takes the new workflows of `nanda`, as the server tells. */
	async routing(): Promise<IDataObject> {
		const { workerDeploymentInfo } = await this.call();
		const config = ((workerDeploymentInfo ?? {}) as IDataObject).routingConfig ?? {};
		const { currentVersion, rampingVersion, rampingVersionPercentage } = config as IDataObject;
		return { currentVersion, rampingVersion, rampingVersionPercentage };
	}

	/** Since it was renewed. */
	writes(): LoggedRequest[] {
		return this.sandbox
			.requests({ platform: 'temporal' })
			.filter(({ method, path }) => method === 'POST' && /\/set-(?:current|ramping)-version$/.test(path))
			.slice(this.writesBefore);
	}

	fault(fault: IDataObject): void {
		this.sandbox.addFault({ platform: 'temporal', kind: 'status', ...fault });
	}

	/** Does something once the clock has moved on by `delayMs`, while the node waits. */
	later(delayMs: number, action: () => Promise<unknown>): void {
		this.clock.after(delayMs, () => void action());
	}
}
