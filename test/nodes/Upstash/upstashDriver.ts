import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { Redis } from 'ioredis';

import { SlipwayUpstashRedisApi } from '../../../credentials/SlipwayUpstashRedisApi.credentials';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { Upstash } from '../../../nodes/Upstash/Upstash.node';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { sandboxUpstashToken as token } from '../../../sandbox/upstash';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runNode, runNodeForJson } from '../../n8n/nodeHarness';
import { type Backend, backends, type RunningUpstash, startUpstash } from '../../sandbox/upstash/startUpstash';
import { failureOf, withDefaults } from './upstashNode';

/** One database of the sandbox's Upstash, and this package's node in n8n's own context against it. */
export class UpstashDriver {
	private running: RunningUpstash | undefined;

	private recorder: ContractRecorder | undefined;

	private restoreClock: (() => void) | undefined;

	/** Virtual milliseconds: only sleeping moves it. */
	nowMs = Date.UTC(2026, 0, 1);

	/** Replaces sleeping, for tests in which many wait at once. */
	onSleep: ((durationMs: number) => Promise<void>) | undefined;

	constructor(readonly backend: Backend) {}

	get sandbox(): Sandbox {
		if (!this.running) throw new Error('The driver has not been started');
		return this.running.sandbox;
	}

	async start(): Promise<void> {
		this.running = await startUpstash(this.backend);
		this.recorder = createContractRecorder(this.running.sandbox);
		this.restoreClock = replaceClock({
			now: () => this.nowMs,
			sleep: async (durationMs) => {
				if (this.onSleep) return await this.onSleep(durationMs);
				this.nowMs += durationMs;
				await new Promise((resolve) => setImmediate(resolve));
			},
			random: () => Math.random(),
		});
	}

	async stop(): Promise<void> {
		this.restoreClock?.();
		const violations = this.recorder?.violations() ?? [];
		await this.running?.stop();
		expect(violations).toEqual([]);
	}

	/** Runs one operation on one empty item. */
	async run(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		credential: IDataObject = {},
	): Promise<IDataObject> {
		const [json = {}] = await runNodeForJson(this.nodeRun({ resource, operation, ...parameters }, credential));
		return json;
	}

	async runItems(
		resource: string,
		operation: string,
		parameters: INodeParameters,
		items: readonly INodeExecutionData[],
		continueOnFail = false,
	): Promise<INodeExecutionData[]> {
		return await runNode({ ...this.nodeRun({ resource, operation, ...parameters }), items, continueOnFail });
	}

	/** The error an operation ends in, as n8n shows it; never with the token in it. */
	async failure(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		credential: IDataObject = {},
	): Promise<{ message: string; advice: string }> {
		return await failureOf(this.run(resource, operation, parameters, credential), [token]);
	}

	/** Speaks to the database directly, past the node. */
	async redis(...command: Array<string | number>): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}/upstash`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify(command),
		});
		const body = (await response.json()) as { result?: unknown; error?: string };
		if (body.error !== undefined) throw new Error(body.error);
		return body.result;
	}

	/** Limits of the sandbox's database, as its control API takes them. */
	async limit(limits: Record<string, boolean | number | null>): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/upstash/limits`, {
			method: 'POST',
			body: JSON.stringify(limits),
		});
		expect(response.status).toBe(200);
	}

	/** Sets the real server's memory limit; needs the backend `redis-server`. 0: none. */
	async setServerMemory(bytes: number): Promise<void> {
		const server = new Redis(this.running?.server?.url ?? '');
		await server.config('SET', 'maxmemory-policy', 'noeviction');
		await server.config('SET', 'maxmemory', String(bytes));
		server.disconnect();
	}

	/** What a TTL does when it ends. */
	async expireLock(name: string): Promise<void> {
		await this.redis('DEL', `slipway:lock:${name}`);
	}

	/** As if a run had been silent for longer than its lease. */
	async endLease(...keys: string[]): Promise<void> {
		for (const key of keys) await this.redis('HSET', `slipway:claim:${key}`, 'leaseUntil', '1');
	}

	/** One run of the node, for tests that change something about it. */
	nodeRun(parameters: INodeParameters, credential: IDataObject = {}) {
		return {
			node: new Upstash(),
			parameters: withDefaults(parameters),
			credentials: [
				{
					type: new SlipwayUpstashRedisApi(),
					data: { token, baseUrl: `${this.sandbox.origin}/upstash`, ...credential } as { token: string },
				},
			],
		};
	}
}

/** A fresh driver for each test file and backend. */
export function describeOnEachBackend(name: string, tests: (upstash: UpstashDriver) => void): void {
	describe.each(backends)(`${name} on %s`, (backend) => {
		const upstash = new UpstashDriver(backend);
		beforeAll(async () => await upstash.start(), 30_000);
		afterAll(async () => await upstash.stop());
		beforeEach(async () => {
			upstash.onSleep = undefined;
			await upstash.sandbox.reset();
		});
		tests(upstash);
	});
}
