import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayGrafanaApi } from '../../../credentials/SlipwayGrafanaApi.credentials';
import { Grafana } from '../../../nodes/Grafana/Grafana.node';
import { createGrafanaPlatform, GRAFANA_TOKEN, OTLP_INSTANCE, OTLP_TOKEN } from '../../../sandbox/grafana';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export interface Failure {
	readonly message: string;
	readonly advice: string;
}

export const dataSource: INodeParameters = { __rl: true, mode: 'uid', value: 'grafanacloud-prom' };
export const none: INodeParameters = { __rl: true, mode: 'list', value: '' };
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** The Grafana node against the sandbox's Grafana Cloud. */
export class GrafanaDriver {
	private started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;

	constructor(private readonly clock: ManualClock) {}

	async start(): Promise<void> {
		const sandbox = await startSandbox({ clock: this.clock, platforms: [createGrafanaPlatform] });
		this.started = { sandbox, recorder: createContractRecorder(sandbox) };
	}

	get sandbox(): Sandbox {
		if (this.started) return this.started.sandbox;
		throw new Error('The sandbox has not started yet');
	}

	violations(): string[] {
		return this.started?.recorder.violations() ?? ['nothing was checked'];
	}

	credential(changes: IDataObject = {}): TestCredential {
		const baseUrl = `${this.sandbox.origin}/grafana`;
		const data = {
			baseUrl,
			serviceAccountToken: GRAFANA_TOKEN,
			otlpUrl: `${baseUrl}/otlp`,
			otlpInstanceId: OTLP_INSTANCE,
			otlpToken: OTLP_TOKEN,
			...changes,
		};
		return { type: new SlipwayGrafanaApi(), data };
	}

	async items(parameters: INodeParameters, credential: IDataObject = {}): Promise<IDataObject[]> {
		const items = await runNode({
			node: new Grafana(),
			parameters: { simplify: true, returnAll: true, dryRun: false, ...parameters },
			credentials: [this.credential(credential)],
		});
		return items.map(({ json }) => json);
	}

	async run(parameters: INodeParameters, credential: IDataObject = {}): Promise<IDataObject> {
		const items = await this.items(parameters, credential);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** What n8n would show; no secret is ever in it. */
	async failure(parameters: INodeParameters, credential: IDataObject = {}): Promise<Failure> {
		const error: unknown = await this.items(parameters, credential).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const whole = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
		for (const secret of [GRAFANA_TOKEN, OTLP_TOKEN]) expect(whole).not.toContain(secret);
		expect(error.description ?? '').not.toBe('');
		return { message: error.message, advice: error.description ?? '' };
	}

	async search(method: string, filter?: string): Promise<string[]> {
		const { results } = await runListSearch({
			node: new Grafana(),
			parameters: { resource: 'query', operation: 'instant' },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
		return results.map(({ name }) => name);
	}

	async control(path: string, body: unknown): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/grafana${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	}

	writes(): LoggedRequest[] {
		return this.sandbox.requests({ platform: 'grafana' }).filter(({ method }) => method !== 'GET');
	}

	fault(fault: IDataObject): void {
		this.sandbox.addFault({ platform: 'grafana', kind: 'status', ...fault });
	}

	/** All annotations, as the node lists them. */
	async annotations(): Promise<IDataObject[]> {
		return await this.items({ resource: 'annotation', operation: 'getMany', tags: '', hours: 0 });
	}
}

/** Starts before the file's tests, is reset before each, and at their end has kept to Grafana's and OTLP's contracts. */
export function useGrafana(clock: ManualClock): GrafanaDriver {
	const driver = new GrafanaDriver(clock);
	beforeAll(async () => await driver.start());
	beforeEach(async () => await driver.sandbox.reset());
	afterAll(async () => {
		expect(driver.violations()).toEqual([]);
		await driver.sandbox.close();
	});
	return driver;
}
