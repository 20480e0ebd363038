import { DescribeServicesCommand, ECSClient, UpdateServiceCommand, type Service } from '@aws-sdk/client-ecs';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { AwsEcs } from '../../../nodes/AwsEcs/AwsEcs.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export const secretAccessKey = 'sandbox-aws-secret-access-key';
export const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
	/** All of it as text, to look for what must not be in it. */
	readonly everything: string;
}

export interface RunOptions {
	readonly credential?: IDataObject;
	readonly items?: INodeExecutionData[];
}

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

export function byArn(value: string): INodeParameters {
	return { __rl: true, mode: 'arn', value };
}

/** `images` of a deploy of one container. */
export function image(tag: string, more: INodeParameters = {}, container = 'nanda-workers'): INodeParameters {
	return { images: { image: [{ container, image: `${registry}/${container}:${tag}`, ...more }] } };
}

export class EcsDriver {
	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
		readonly clock: ManualClock,
	) {}

	static async start(clock: ManualClock): Promise<EcsDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
		return new EcsDriver(sandbox, createContractRecorder(sandbox), clock);
	}

	credential(data: IDataObject = {}): TestCredential {
		return {
			type: new SlipwayAwsApi(),
			data: {
				region: 'us-east-1',
				accessKeyId: 'AKIASANDBOX00000000',
				secretAccessKey,
				baseUrl: `${this.sandbox.origin}/aws`,
				...data,
			} as TestCredential['data'],
		};
	}

	async items(parameters: INodeParameters, options: RunOptions = {}): Promise<INodeExecutionData[]> {
		return await runNode({
			node: new AwsEcs(),
			parameters: {
				resource: 'service',
				cluster: named('candlefish'),
				service: named('nanda-workers'),
				...parameters,
			},
			credentials: [this.credential(options.credential)],
			...(options.items && { items: options.items }),
		});
	}

	/** The JSON of the only item that comes out. */
	async run(parameters: INodeParameters, options: RunOptions = {}): Promise<IDataObject> {
		const items = await this.items(parameters, options);
		expect(items).toHaveLength(1);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		return items[0]?.json ?? {};
	}

	/** The error that n8n would show. */
	async failure(parameters: INodeParameters, options: RunOptions = {}): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, options).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const data = error.context.data;
		const failed = {
			message: error.message,
			advice: error.description ?? '',
			data: typeof data === 'object' && data !== null ? (data as IDataObject) : {},
			everything: `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`,
		};
		expect(failed.everything).not.toContain(secretAccessKey);
		return failed;
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		return await runListSearch({
			node: new AwsEcs(),
			parameters: {
				resource: 'service',
				operation: 'get',
				cluster: named('candlefish'),
				service: named('nanda-workers'),
				...parameters,
			},
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
	}

	/** Something that happens behind the API's back. */
	async control(path: string, body: unknown): Promise<IDataObject> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/aws${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as IDataObject;
	}

	/** `UpdateService`, as often as it was asked for. */
	calls(action: string): LoggedRequest[] {
		return this.sandbox
			.requests({ platform: 'aws' })
			.filter(({ headers }) => String(headers['x-amz-target'] ?? '').endsWith(`.${action}`));
	}

	/** Somebody else, with the vendor's own client. */
	get somebody(): ECSClient {
		return new ECSClient({
			region: 'us-east-1',
			endpoint: `${this.sandbox.origin}/aws`,
			credentials: { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey },
			maxAttempts: 1,
		});
	}

	/** The service `nanda-workers` as it is now. */
	async describeService(): Promise<Service | undefined> {
		const { services } = await this.somebody.send(
			new DescribeServicesCommand({ cluster: 'candlefish', services: ['nanda-workers'] }),
		);
		return services?.[0];
	}

	/** Changes how that service deploys. */
	async configure(deploymentConfiguration: Record<string, unknown>): Promise<void> {
		await this.somebody.send(
			new UpdateServiceCommand({ cluster: 'candlefish', service: 'nanda-workers', deploymentConfiguration }),
		);
		this.clock.advance(5_000);
	}

	/** The next answers of an operation, such as `ecs.UpdateService`, are this error. */
	async fault(operation: string, code: string, more: Record<string, unknown> = {}): Promise<void> {
		await this.control('/faults', { operation, code, ...more });
	}

	/** Does something once the clock has moved on by `delayMs`, while the node waits. */
	later(delayMs: number, action: () => Promise<unknown>): void {
		this.clock.after(delayMs, () => void action());
	}
}
