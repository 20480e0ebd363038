import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { SlipwayGitHubApi } from '../../../credentials/SlipwayGitHubApi.credentials';
import { SlipwayUpstashRedisApi } from '../../../credentials/SlipwayUpstashRedisApi.credentials';
import { GitHubWatch } from '../../../nodes/GitHubWatch/GitHubWatch.node';
import { Upstash } from '../../../nodes/Upstash/Upstash.node';
import { createGitHubPlatform } from '../../../sandbox/github/index';
import type { SandboxServices } from '../../../sandbox/kernel/platform';
import type { RepositorySeed } from '../../../sandbox/kernel/repositories';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { createUpstashPlatform, sandboxUpstashToken } from '../../../sandbox/upstash';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { prepareNode, runNodeForJson, type TestCredential } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';
import { type RedisServer, startRedisServer } from '../../sandbox/upstash/redisServer';
import type { Backend } from '../../sandbox/upstash/startUpstash';
import { token } from '../GitHub/gitHubDriver';
import { withDefaults } from '../Upstash/upstashNode';

export interface Poll {
	/** Null where no execution would start. */
	readonly items: IDataObject[] | null;
	/** What it asked GitHub. */
	readonly requests: readonly LoggedRequest[];
	readonly logged: readonly string[];
}

interface PollSettings {
	readonly mode?: WorkflowExecuteMode;
	readonly activation?: WorkflowActivateMode;
	/** Another token for GitHub, another address of Redis. */
	readonly credential?: { readonly accessToken?: string; readonly redisPath?: string };
}

/** GitHub and Upstash in the sandbox, and the node in n8n-core's own poll context; everything fresh for each test. */
export function useWatch(repositories: RepositorySeed, backend: Backend = 'embedded') {
	const clock = useManualClock();
	let started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;
	const running = () => {
		if (started) return started;
		throw new Error('The sandbox is started before the first test');
	};
	let server: RedisServer | undefined;
	let staticData: IDataObject = {};
	beforeAll(async () => {
		server = backend === 'redis-server' ? await startRedisServer() : undefined;
		const upstash = async (services: SandboxServices) =>
			await createUpstashPlatform(services, { redisUrl: server?.url });
		const sandbox = await startSandbox({ clock, platforms: [createGitHubPlatform, upstash], repositories });
		started = { sandbox, recorder: createContractRecorder(sandbox) };
	});
	beforeEach(async () => {
		staticData = {};
		await running().sandbox.reset();
	});
	afterAll(async () => {
		await running().sandbox.close();
		await server?.stop();
		expect(running().recorder.violations()).toEqual([]);
	});
	const send = async (path: string, body: unknown, bearer: string): Promise<IDataObject> => {
		const response = await fetch(`${running().sandbox.origin}${path}`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
		return text === '' ? {} : (JSON.parse(text) as IDataObject);
	};
	const credentials = ({ accessToken = token, redisPath = '/upstash' } = {}): TestCredential[] => {
		const { origin } = running().sandbox;
		return [
			{
				type: new SlipwayGitHubApi(),
				data: { accessToken, webhookSecret: '', previousWebhookSecrets: '', baseUrl: `${origin}/github` },
			},
			{ type: new SlipwayUpstashRedisApi(), data: { token: sandboxUpstashToken, baseUrl: `${origin}${redisPath}` } },
		];
	};
	const redis = async (...command: Array<string | number>) =>
		(await send('/upstash', command, sandboxUpstashToken)).result;
	const turn = async (executionId: string, operation: string, turnName: string, parameters: INodeParameters) =>
		await runNodeForJson({
			node: new Upstash(),
			parameters: withDefaults({ resource: 'turn', operation, turnName, putResultInField: 'result', ...parameters }),
			credentials: credentials(),
			executionId,
		});
	return {
		clock,
		redis,
		turn,
		get sandbox() {
			return running().sandbox;
		},
		control: async (name: string, body: unknown) => await send(`/_sandbox/github/${name}`, body, token),
		api: async (path: string, body: unknown) => await send(`/github${path}`, body, token),
		/** Writes what is to be watched, as workflow 40 does. */
		async watch(list: Readonly<Record<string, { id?: string; branches?: string[]; releases?: string[] }>>) {
			for (const [name, { id = '', branches = [], releases = [] }] of Object.entries(list)) {
				await redis('HSET', 'slipway:watch', name, JSON.stringify({ id, branches, releases }));
			}
		},
		/** As if the run that has the turn had been silent for so long: leases are by the database's clock. */
		async beSilentFor(turnName: string, seconds: number) {
			const key = `slipway:turn:${turnName}`;
			for (const field of ['beat', 'leaseUntil']) {
				const time = Number(await redis('HGET', key, field));
				await redis('HSET', key, field, String(time - seconds * 1000));
			}
		},
		/** As a run of 02 that looked and left leaves the turn, without the run. */
		async wasLookedAt(turnName: string, head: string) {
			await redis('SADD', 'slipway:turns', turnName);
			await redis('HSET', `slipway:turn:${turnName}`, 'head', head, 'asked', '1', 'looked', '1', 'lookedAt', '1');
		},
		/** A run of 02 that looks and leaves. */
		async look(turnName: string, head: string, left: INodeParameters = {}) {
			const owner = `release-of-${turnName}`;
			const ask = { repository: turnName.split('@')[0] ?? '', branch: turnName.split('@')[1] ?? '', why: 'push' };
			await turn('9', 'ask', turnName, { owner, item: ask });
			await turn('9', 'look', turnName, { owner });
			await turn('9', 'leave', turnName, { owner, head, ...left });
		},
		async poll({ mode = 'trigger', activation = 'update', credential = {} }: PollSettings = {}): Promise<Poll> {
			const node = new GitHubWatch();
			const prepared = prepareNode({ node, parameters: {}, credentials: credentials(credential) });
			Object.assign(prepared.workflow.getStaticData('node', prepared.node), staticData);
			const context = new PollContext(prepared.workflow, prepared.node, prepared.additionalData, mode, activation);
			const logged: string[] = [];
			Object.defineProperty(context, 'logger', { value: { warn: (line: string) => logged.push(line) } });
			const before = running().sandbox.requests({ platform: 'github' }).length;
			const given: INodeExecutionData[][] | null = await node.poll.call(context);
			staticData = JSON.parse(JSON.stringify(prepared.workflow.getStaticData('node', prepared.node))) as IDataObject;
			expect(given).not.toEqual([[]]);
			return {
				items: given === null ? null : (given[0] ?? []).map(({ json }) => json),
				requests: running().sandbox.requests({ platform: 'github' }).slice(before),
				logged,
			};
		},
	};
}

export type WatchDriver = ReturnType<typeof useWatch>;
