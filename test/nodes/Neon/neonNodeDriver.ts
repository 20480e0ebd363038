import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayNeonApi } from '../../../credentials/SlipwayNeonApi.credentials';
import { Neon } from '../../../nodes/Neon/Neon.node';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createNeonPlatform } from '../../../sandbox/neon/index';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export const token = 'sandbox-neon-token';
export const project = 'sandbox-paintbox-123456';
export const main = 'br-quiet-hill-a1b2c3d4';
export const mainCompute = 'ep-quiet-hill-a1b2c3d4';

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
	/** All of it as text, to look for what must not be in it. */
	readonly everything: string;
}

/** The Neon node against the sandbox's Neon, for all tests of a file. */
export class NeonNodeDriver {
	private started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;

	constructor(private readonly clock: ManualClock) {}

	async start(): Promise<void> {
		const sandbox = await startSandbox({ clock: this.clock, platforms: [createNeonPlatform] });
		this.started = { sandbox, recorder: createContractRecorder(sandbox) };
	}

	get sandbox(): Sandbox {
		return this.parts().sandbox;
	}

	get recorder(): ContractRecorder {
		return this.parts().recorder;
	}

	private parts() {
		if (this.started) return this.started;
		throw new Error('The sandbox has not started yet');
	}

	credential(apiKey: string = token): TestCredential {
		const { origin } = this.sandbox;
		return {
			type: new SlipwayNeonApi(),
			data: { apiKey, baseUrl: `${origin}/neon/api/v2`, sqlUrl: `${origin}/sql` },
		};
	}

	/** Runs a branch operation of project paintbox without the query, unless the parameters say otherwise. */
	async items(parameters: INodeParameters, apiKey?: string): Promise<INodeExecutionData[]> {
		return await runNode({
			node: new Neon(),
			parameters: {
				resource: 'branch',
				checkAnswers: false,
				...(parameters.resource === 'project' ? {} : { project: named('paintbox') }),
				...parameters,
			},
			credentials: [this.credential(apiKey)],
		});
	}

	/** The JSON of the only item that comes out. */
	async run(parameters: INodeParameters): Promise<IDataObject> {
		const items = await this.items(parameters);
		expect(items).toHaveLength(1);
		return items[0]?.json ?? {};
	}

	/** The error that n8n would show; no secret is ever in it. */
	async failure(parameters: INodeParameters, apiKey?: string): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, apiKey).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const { data } = error.context;
		const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
		expect(everything).not.toContain(apiKey ?? token);
		expect(everything).not.toMatch(/npg_/);
		expect(error.description ?? '').not.toBe('');
		return {
			message: error.message,
			advice: error.description ?? '',
			data: typeof data === 'object' && data !== null ? (data as IDataObject) : {},
			everything,
		};
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		return await runListSearch({
			node: new Neon(),
			parameters: { resource: 'branch', operation: 'get', ...parameters },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
	}

	/** Control request behind the API's back. */
	async control(path: string, body: unknown = {}): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/neon${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
		return text === '' ? null : (JSON.parse(text) as unknown);
	}

	/** A branch without a compute, by the API alone. */
	async makeBranch(name: string): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/neon/api/v2/projects/${project}/branches`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({ branch: { name } }),
		});
		if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
		this.clock.advance(3_000);
	}

	async rows(branchId: string, sql: string): Promise<unknown> {
		const answer = await this.control(`/branches/${branchId}/sql`, { sql });
		return typeof answer === 'object' && answer !== null && 'rows' in answer ? answer.rows : null;
	}

	requests(method?: string, path = /./): LoggedRequest[] {
		return this.sandbox
			.requests({ platform: 'neon' })
			.filter((request) => (method ? request.method === method : true) && path.test(request.path));
	}

	writes(): LoggedRequest[] {
		return this.requests().filter(({ method }) => method !== 'GET');
	}

	fault(fault: IDataObject): void {
		this.sandbox.addFault({ platform: 'neon', kind: 'status', ...fault });
	}
}

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

export function byId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

/** A driver that starts before the file's tests, is reset before each, and at their end has kept to Neon's contract. */
export function useNeonNode(clock: ManualClock): NeonNodeDriver {
	const neon = new NeonNodeDriver(clock);
	beforeAll(async () => await neon.start());
	beforeEach(async () => await neon.sandbox.reset());
	afterAll(async () => {
		expect(neon.recorder.violations()).toEqual([]);
		await neon.sandbox.close();
	});
	return neon;
}
