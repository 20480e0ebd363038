import {
	type ContainerDefinition,
	DescribeTaskDefinitionCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionRequest,
} from '@aws-sdk/client-ecs';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeListSearchItems,
	INodeParameters,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ExecuteContext } from 'n8n-core';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { SlipwayFlyApi } from '../../../credentials/SlipwayFlyApi.credentials';
import { SlipwayGitHubApi } from '../../../credentials/SlipwayGitHubApi.credentials';
import { SlipwayNeonApi } from '../../../credentials/SlipwayNeonApi.credentials';
import { SlipwayNetlifyApi } from '../../../credentials/SlipwayNetlifyApi.credentials';
import { SlipwayUpstashManagementApi } from '../../../credentials/SlipwayUpstashManagementApi.credentials';
import { SlipwayUpstashRedisApi } from '../../../credentials/SlipwayUpstashRedisApi.credentials';
import { isRecord } from '../../../nodes/deployment/values/jsonFields';
import { Fly } from '../../../nodes/Fly/Fly.node';
import { SecretSync } from '../../../nodes/SecretSync/SecretSync.node';
import { parseJson } from '../../../nodes/deployment/values/json';
import { createSandbox, type Sandbox } from '../../../sandbox/index';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { prepareNode, runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';
import { exposedParts } from './exposure';

/** Every planted value begins with this, so that one search finds them all. */
export const canary = 'planted-canary';
const secretAccessKey = 'sandbox-aws-secret-access-key';

export const named = (value: string): INodeParameters => ({ __rl: true, mode: 'name', value });
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** All platforms, and Secret Sync with what n8n remembers of it between production executions. */
export class SecretSyncDriver {
	/** n8n's static data of the workflow, as its database keeps it. */
	private remembered: IDataObject = {};

	readonly outputs: unknown[] = [];
	/** Every value that was put into a secret. */
	readonly planted = new Set<string>();

	/** Fields of credentials that a test gives other values, by the credential's type. */
	changedCredentials: Readonly<Record<string, ICredentialDataDecryptedObject>> = {};

	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
		private readonly clock: ManualClock,
	) {}

	static async start(clock: ManualClock): Promise<SecretSyncDriver> {
		const sandbox = await createSandbox({ clock });
		return new SecretSyncDriver(sandbox, createContractRecorder(sandbox), clock);
	}

	/** A fresh driver, without anything remembered, in which Fly's rate limits are full again. */
	async reset(): Promise<void> {
		await this.sandbox.reset();
		this.clock.advance(120_000);
		this.remembered = {};
		this.outputs.length = 0;
		this.planted.clear();
		this.changedCredentials = {};
	}

	get memory(): string {
		return JSON.stringify(this.remembered);
	}

	private credentials(): TestCredential[] {
		const { origin } = this.sandbox;
		const credentials: TestCredential[] = [
			{
				type: new SlipwayAwsApi(),
				data: { region: 'us-east-1', accessKeyId: 'AKIASANDBOX00000000', secretAccessKey, baseUrl: `${origin}/aws` },
			},
			{
				type: new SlipwayFlyApi(),
				data: {
					accessToken: 'sandbox-fly-token',
					organization: 'candlefish',
					baseUrl: `${origin}/fly`,
					graphqlUrl: `${origin}/fly/graphql`,
				},
			},
			{
				type: new SlipwayGitHubApi(),
				data: {
					accessToken: 'sandbox-github-token',
					webhookSecret: '',
					previousWebhookSecrets: '',
					baseUrl: `${origin}/github`,
				},
			},
			{
				type: new SlipwayNeonApi(),
				data: { apiKey: 'sandbox-neon-token', baseUrl: `${origin}/neon/api/v2`, sqlUrl: '' },
			},
			{
				type: new SlipwayNetlifyApi(),
				data: { accessToken: 'sandbox-netlify-token', baseUrl: `${origin}/netlify/api/v1` },
			},
			{
				type: new SlipwayUpstashManagementApi(),
				data: {
					email: 'ops@candlefish.ai',
					apiKey: 'sandbox-upstash-management-key',
					baseUrl: `${origin}/upstash-management/v2`,
				},
			},
			{ type: new SlipwayUpstashRedisApi(), data: { token: 'sandbox-upstash-token', baseUrl: `${origin}/upstash` } },
		];
		return credentials.map(({ type, data }) => ({ type, data: { ...data, ...this.changedCredentials[type.name] } }));
	}

	/** As a trigger would run it: n8n keeps the static data afterwards. */
	async run(parameters: INodeParameters, mode: WorkflowExecuteMode = 'trigger'): Promise<IDataObject> {
		const { workflow, node, additionalData } = prepareNode({
			node: new SecretSync(),
			parameters: {
				resource: 'secret',
				operation: 'sync',
				source: 'awsSecretsManager',
				target: 'netlify',
				...parameters,
			},
			credentials: this.credentials(),
		});
		workflow.staticData = mode === 'manual' ? {} : structuredClone(this.remembered);
		const items = [{ json: {} }];
		const input = { main: [items] };
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			mode,
			createRunExecutionData(),
			0,
			items,
			input,
			{ node, data: input, source: null },
			[],
		);
		await workflow.expression.acquireIsolate();
		try {
			const [[item] = []] = await new SecretSync().execute.call(context);
			this.outputs.push(item);
			return item?.json ?? {};
		} finally {
			await workflow.expression.releaseIsolate();
			// n8n keeps nothing of a manual execution.
			if (mode !== 'manual') this.remembered = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		}
	}

	/** What n8n would show; never with a planted value. */
	async failure(parameters: INodeParameters): Promise<{ message: string; advice: string; data: unknown }> {
		const error: unknown = await this.run(parameters).then(
			(json) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(json)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const everything = `${error.message} ${error.description ?? ''} ${error.stack ?? ''} ${JSON.stringify(error)}`;
		expect(everything).not.toMatch(new RegExp(`${canary}|sandbox-[a-z]+-(token|secret)|npg_`));
		expect(exposedParts(error, this.planted)).toEqual([]);
		expect(error.description ?? '').not.toBe('');
		return { message: error.message, advice: error.description ?? '', data: error.context.data };
	}

	private get awsConfig() {
		return {
			region: 'us-east-1',
			endpoint: `${this.sandbox.origin}/aws`,
			credentials: { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey },
			maxAttempts: 1,
		};
	}

	private async aws(send: (client: SecretsManagerClient) => Promise<unknown>): Promise<void> {
		const client = new SecretsManagerClient(this.awsConfig);
		await send(client);
		client.destroy();
	}

	/** The container of the newest revision of nanda-workers. */
	async newestContainer(): Promise<ContainerDefinition> {
		const { taskDefinition } = await new ECSClient(this.awsConfig).send(
			new DescribeTaskDefinitionCommand({ taskDefinition: 'nanda-workers' }),
		);
		return taskDefinition?.containerDefinitions?.find(({ name }) => name === 'nanda-workers') ?? {};
	}

	/** A new revision by hand. */
	async registerContainer(
		change: (container: ContainerDefinition) => ContainerDefinition,
		more: Partial<RegisterTaskDefinitionRequest> = {},
	): Promise<void> {
		const client = new ECSClient(this.awsConfig);
		const { taskDefinition } = await client.send(
			new DescribeTaskDefinitionCommand({ taskDefinition: 'nanda-workers' }),
		);
		const {
			family,
			cpu,
			memory,
			networkMode,
			requiresCompatibilities,
			executionRoleArn,
			taskRoleArn,
			containerDefinitions = [],
		} = taskDefinition ?? {};
		await client.send(
			new RegisterTaskDefinitionCommand({
				family,
				cpu,
				memory,
				networkMode,
				requiresCompatibilities,
				executionRoleArn,
				taskRoleArn,
				containerDefinitions: containerDefinitions.map((each) => (each.name === 'nanda-workers' ? change(each) : each)),
				...more,
			}),
		);
	}

	/** Slipway's own deploy of a tag of paintbox-api. */
	async flyDeploy(image: string): Promise<void> {
		await this.api('', 'POST', '/_sandbox/fly/images', { ref: image });
		await this.fly({ app: named('paintbox-api'), image: named(image), waitForCompletion: true, timeoutSeconds: 600 });
	}

	/** An operation of Fly's node; Deploy Image unless told otherwise. */
	async fly(parameters: INodeParameters): Promise<IDataObject> {
		const [item] = await runNode({
			node: new Fly(),
			parameters: { resource: 'release', operation: 'deployImage', ...parameters },
			credentials: this.credentials(),
		});
		this.outputs.push(item);
		return item?.json ?? {};
	}

	/** The entries of a picker. */
	async choices(method: string, parameters: INodeParameters = {}, filter?: string): Promise<INodeListSearchItems[]> {
		const { results } = await runListSearch({
			node: new SecretSync(),
			parameters: {
				resource: 'secret',
				operation: 'sync',
				source: 'awsSecretsManager',
				target: 'netlify',
				...parameters,
			},
			credentials: this.credentials(),
			method,
			...(filter !== undefined && { filter }),
		});
		return results;
	}

	/** Nothing that came out, nothing remembered, and no request but a target's own shows a part of a value. */
	expectNoExposure(): void {
		expect(exposedParts(this.outputs, this.planted)).toEqual([]);
		expect(exposedParts(this.memory, this.planted)).toEqual([]);
		for (const { platform, path, query, headers, body } of this.sandbox.requests()) {
			// Netlify and Fly take values as they are, in a body; the test's own client fills AWS.
			const sealed = ['github', 'neon', 'upstash', 'upstash-management'].includes(platform) ? body : null;
			expect(exposedParts(JSON.stringify({ path, query, headers, sealed }), this.planted)).toEqual([]);
		}
	}

	private plant(text: string): void {
		const parsed = parseJson(text);
		const values = !parsed.ok ? [text] : isRecord(parsed.value) ? Object.values(parsed.value) : [parsed.value].flat();
		for (const value of values) if (typeof value === 'string') this.planted.add(value);
	}

	async createSecret(name: string, text: string): Promise<void> {
		this.plant(text);
		await this.aws(async (client) => await client.send(new CreateSecretCommand({ Name: name, SecretString: text })));
	}

	async putSecret(name: string, text: string): Promise<void> {
		this.plant(text);
		await this.aws(
			async (client) => await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text })),
		);
	}

	/** A vendor's API, past the node. */
	async api(token: string, method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}${path}`, {
			method,
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text === '' ? null : JSON.parse(text);
	}

	/** The platform's writes, as `PUT /path` or AWS's action, and nothing of their bodies. */
	writes(platform: string): string[] {
		return this.sandbox
			.requests()
			.filter((request) => request.platform === platform && request.method !== 'GET')
			.map(({ method, path, headers }) => headers['x-amz-target'] ?? `${method} ${path}`)
			.filter((write) => !/\.(Get|List|Describe)\w+$/.test(write));
	}
}
