import { buildSchema, parse, validate } from 'graphql';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { SlipwayFlyApi } from '../../../credentials/SlipwayFlyApi.credentials';
import { isRecord, listAt, numberAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { Fly } from '../../../nodes/Fly/Fly.node';
import { createFlyPlatform } from '../../../sandbox/fly/index';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { LoggedRequest } from '../../../sandbox/kernel/requestLog';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

export const token = 'sandbox-fly-token';
export const app1 = '1857156b526dd8';
export const app2 = '3287eeeb342085';
export const worker = '5683d707f16058';
export const unmanaged = '9080e6f3a12987';
export const managed = [app1, app2, worker];

const schemaPath = resolve(__dirname, '../../../../shared/contracts/fly/schema.graphql');
const vendorSchema = existsSync(schemaPath) ? buildSchema(readFileSync(schemaPath, 'utf8')) : undefined;

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
	/** All of it as text, to look for what must not be in it. */
	readonly everything: string;
}

export class FlyDriver {
	private constructor(
		readonly sandbox: Sandbox,
		readonly recorder: ContractRecorder,
		readonly clock: ManualClock,
	) {}

	static async start(clock: ManualClock): Promise<FlyDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createFlyPlatform] });
		return new FlyDriver(sandbox, createContractRecorder(sandbox), clock);
	}

	/** A fresh world, in which nobody is held waiting and Fly's rate limits hold. */
	async reset(): Promise<void> {
		await this.sandbox.reset();
		// Buckets of the node's own live as long as its process: full again after this.
		this.clock.advance(120_000);
		await this.control('/waits', { hold: false });
		await this.control('/limits', { enabled: true });
	}

	credential(accessToken: string = token): TestCredential {
		return {
			type: new SlipwayFlyApi(),
			data: {
				accessToken,
				organization: 'candlefish',
				baseUrl: `${this.sandbox.origin}/fly`,
				graphqlUrl: `${this.sandbox.origin}/fly/graphql`,
			},
		};
	}

	async items(parameters: INodeParameters, accessToken?: string, abortSignal?: AbortSignal): Promise<IDataObject[]> {
		const items = await runNode({
			node: new Fly(),
			parameters: { resource: 'release', app: named('paintbox-api'), ...parameters },
			credentials: [this.credential(accessToken)],
			...(abortSignal && { abortSignal }),
		});
		return items.map(({ json }) => json);
	}

	/** The JSON of the only item that comes out. */
	async run(parameters: INodeParameters, accessToken?: string): Promise<IDataObject> {
		const items = await this.items(parameters, accessToken);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** Deploys a tag of paintbox-api. */
	async deploy(tag: string, parameters: INodeParameters = {}): Promise<IDataObject> {
		return await this.run(deployOf(tag, parameters));
	}

	/** The error that n8n would show. */
	async failure(parameters: INodeParameters, accessToken?: string, abortSignal?: AbortSignal): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, accessToken, abortSignal).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		const data = error.context.data;
		return {
			message: error.message,
			advice: error.description ?? '',
			data: isRecord(data) ? (data as IDataObject) : {},
			everything: `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`,
		};
	}

	async search(method: string, filter?: string, parameters: INodeParameters = {}) {
		return await runListSearch({
			node: new Fly(),
			parameters: { resource: 'release', operation: 'wait', app: named('paintbox-api'), ...parameters },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
	}

	/** Control request behind the API's back. */
	async control(path: string, body: unknown): Promise<unknown> {
		return await this.send(`/_sandbox/fly${path}`, body);
	}

	/** A request as another client of Fly's API would send it. */
	async api(path: string, body?: unknown): Promise<unknown> {
		return await this.send(`/fly/v1${path}`, body);
	}

	async machine(id: string): Promise<unknown> {
		return await this.api(`/apps/paintbox-api/machines/${id}`);
	}

	/** What each of paintbox-api's managed machines runs and how it is: `v1 started passing`. */
	async fleet(app = 'paintbox-api'): Promise<Record<string, string>> {
		const machines = await this.api(`/apps/${app}/machines`);
		const entries = (Array.isArray(machines) ? machines : []).flatMap((machine: unknown) => {
			const group = textAt(machine, 'config', 'metadata', 'fly_process_group');
			if (group === null || textAt(machine, 'state') === 'destroying') return [];
			const checks = listAt(machine, 'checks').map((check) => textAt(check, 'status'));
			const words = [textAt(machine, 'image_ref', 'tag'), textAt(machine, 'state'), ...checks];
			return [[textAt(machine, 'id') ?? '', words.join(' ')] as const];
		});
		return Object.fromEntries(entries);
	}

	/** When a machine was last updated, in sandbox milliseconds. */
	async updatedAt(id: string): Promise<number> {
		const events = listAt(await this.machine(id), 'events');
		return (
			numberAt(
				events.find((event) => textAt(event, 'type') === 'update'),
				'timestamp',
			) ?? 0
		);
	}

	/** Whether any managed machine is still leased. */
	async leased(): Promise<string[]> {
		const machines = await this.api('/apps/paintbox-api/machines');
		return (Array.isArray(machines) ? machines : []).flatMap((machine: unknown) =>
			textAt(machine, 'nonce') === null ? [] : [textAt(machine, 'id') ?? ''],
		);
	}

	/** Fly's own record of the releases, the newest first. */
	async releases(): Promise<unknown[]> {
		const query =
			'{ app(name: "paintbox-api") { releases(first: 50) { nodes { id version status imageRef metadata } } } }';
		const response = await this.send('/fly/graphql', { query });
		return [...listAt(response, 'data', 'app', 'releases', 'nodes')];
	}

	requests(method?: string, path = /./): LoggedRequest[] {
		return this.sandbox
			.requests({ platform: 'fly' })
			.filter((request) => (method ? request.method === method : true) && path.test(request.path));
	}

	/** Whatever changes something; reading through GraphQL is a POST too. */
	writes(): LoggedRequest[] {
		return this.requests().filter(
			({ method, path, body }) => method !== 'GET' && !(path.endsWith('/graphql') && !/mutation/.test(textOf(body))),
		);
	}

	/** Requests that Fly's rate limits refused, and GraphQL documents that the vendor's schema does not allow. */
	violations(): string[] {
		const problems = this.requests()
			.filter(({ status }) => status === 429)
			.map(({ method, path }) => `429 for ${method} ${path}`);
		for (const { body } of this.requests('POST', /\/graphql$/)) {
			const query = textAt(jsonOf(body), 'query');
			if (query === null || !vendorSchema) continue;
			problems.push(...validate(vendorSchema, parse(query)).map(({ message }) => message));
		}
		return problems;
	}

	/** The test's own requests are not counted against the node's limits. */
	private async send(path: string, body: unknown): Promise<unknown> {
		if (!path.startsWith('/fly/v1')) return await this.sendNow(path, body);
		await this.sendNow('/_sandbox/fly/limits', { enabled: false });
		const answer = await this.sendNow(path, body);
		await this.sendNow('/_sandbox/fly/limits', { enabled: true });
		return answer;
	}

	private async sendNow(path: string, body: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}${path}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
		return text === '' ? null : (JSON.parse(text) as unknown);
	}
}

function textOf(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}

function jsonOf(body: unknown): unknown {
	return typeof body === 'string' ? (JSON.parse(body) as unknown) : body;
}

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

export function byId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

export function imageOf(tag: string): string {
	return `registry.fly.io/paintbox-api:${tag}`;
}

export function deployOf(tag: string, parameters: INodeParameters = {}): INodeParameters {
	return {
		operation: 'deployImage',
		image: named(imageOf(tag)),
		options: { machineTimeoutSeconds: 60 },
		...parameters,
	};
}

export { listAt, textAt, valueAt };

/** One driver for a file's tests: reset before each, and checked after it for broken contracts and leases that were left. */
export function useFlyDriver(clock: Parameters<typeof FlyDriver.start>[0], take: (driver: FlyDriver) => void): void {
	let fly: FlyDriver;
	beforeAll(async () => {
		fly = await FlyDriver.start(clock);
		take(fly);
	});
	beforeEach(async () => await fly.reset());
	afterEach(async () => {
		expect(fly.violations()).toEqual([]);
		expect(await fly.leased()).toEqual([]);
	});
	afterAll(async () => {
		expect(fly.recorder.violations()).toEqual([]);
		await fly.sandbox.close();
	});
}
