import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServicesCommand, ECSClient, ListTasksCommand, DescribeTasksCommand } from '@aws-sdk/client-ecs';
import type { Deployment, Service, Task } from '@aws-sdk/client-ecs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';

import { createAwsPlatform } from '../../../sandbox/aws/index';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import { createManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import type { ContractRecorder } from '../../contract/contractRecorder';
import { createContractRecorder } from '../../contract/contractRecorder';

export interface AwsKeys {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
}

export const SANDBOX_KEYS: AwsKeys = {
	accessKeyId: 'AKIASANDBOX00000000',
	secretAccessKey: 'sandbox-aws-secret-access-key',
};

export const CLUSTER = 'candlefish';
export const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

/** A sandbox with AWS alone, on a clock that only the test moves, and the vendor's own clients for it. */
export class AwsDriver {
	readonly ecs: ECSClient;

	readonly secrets: SecretsManagerClient;

	readonly sts: STSClient;

	readonly logs: CloudWatchLogsClient;

	private constructor(
		readonly sandbox: Sandbox,
		readonly clock: ManualClock,
		readonly contract: ContractRecorder,
	) {
		const settings = this.settings();
		this.ecs = new ECSClient(settings);
		this.secrets = new SecretsManagerClient(settings);
		this.sts = new STSClient(settings);
		this.logs = new CloudWatchLogsClient(settings);
	}

	/** `allowedHosts`: names, besides loopback ones, by which it may be asked. */
	static async start(allowedHosts: readonly string[] = []): Promise<AwsDriver> {
		const clock = createManualClock();
		const sandbox = await startSandbox({ platforms: [createAwsPlatform], clock, seed: 'aws', allowedHosts });
		return new AwsDriver(sandbox, clock, createContractRecorder(sandbox));
	}

	/** One attempt: a test wants to see each error, and the client's own retries would sleep. */
	settings(credentials: AwsKeys = SANDBOX_KEYS) {
		return {
			region: 'us-east-1',
			endpoint: `${this.sandbox.origin}/aws`,
			credentials,
			maxAttempts: 1,
		};
	}

	async control(path: string, body: unknown): Promise<Record<string, unknown>> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/aws${path}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		const answer: unknown = await response.json();
		if (!response.ok || typeof answer !== 'object' || answer === null) {
			throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
		}
		return { ...answer };
	}

	async visit(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
		const response = await fetch(`${this.sandbox.origin}${path}`);
		const text = await response.text();
		const isJson = (response.headers.get('content-type') ?? '').includes('json');
		const parsed: unknown = isJson ? JSON.parse(text) : { text };
		return { status: response.status, body: { ...Object(parsed) } as Record<string, unknown> };
	}

	async service(name: string): Promise<Service> {
		const { services } = await this.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [name] }));
		const service = services?.[0];
		if (!service) throw new Error(`There is no service ${name}`);
		return service;
	}

	/** The deployment with this id, or `undefined` once ECS no longer shows it. */
	async deployment(name: string, id: string | undefined): Promise<Deployment | undefined> {
		return (await this.service(name)).deployments?.find((each) => each.id === id);
	}

	async tasks(name: string, desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Promise<Task[]> {
		const { taskArns } = await this.ecs.send(
			new ListTasksCommand({ cluster: CLUSTER, serviceName: name, desiredStatus }),
		);
		if (!taskArns || taskArns.length === 0) return [];
		const { tasks } = await this.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }));
		return tasks ?? [];
	}

	/** Moves the clock in steps of a second until `isDone`; returns the seconds it took. */
	async advanceUntil(isDone: () => Promise<boolean>, limitSeconds = 1800): Promise<number> {
		for (let seconds = 0; seconds <= limitSeconds; seconds += 5) {
			if (await isDone()) return seconds;
			this.clock.advance(5000);
		}
		throw new Error(`Not done after ${limitSeconds} s`);
	}

	async close(): Promise<void> {
		for (const client of [this.ecs, this.secrets, this.sts, this.logs]) client.destroy();
		this.contract.stop();
		await this.sandbox.close();
	}
}
