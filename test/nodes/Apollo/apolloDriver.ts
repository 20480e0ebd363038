import { buildSchema, parse, validate } from 'graphql';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { SlipwayApolloApi } from '../../../credentials/SlipwayApolloApi.credentials';
import { Apollo } from '../../../nodes/Apollo/Apollo.node';
import { isRecord, listAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { createApolloPlatform } from '../../../sandbox/apollo/index';
import { APOLLO_KEY, gatewaySchema } from '../../../sandbox/apollo/seed';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { FaultSpecification } from '../../../sandbox/kernel/faults';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { runListSearch, runNode } from '../../n8n/nodeHarness';

const schemaPath = resolve(__dirname, '../../../../shared/contracts/apollo/platform-api.graphql');
const vendorSchema = existsSync(schemaPath) ? buildSchema(readFileSync(schemaPath, 'utf8')) : undefined;

export const reference = 'candlefish@production';
export const target = `${reference}/gateway`;
export const commit = '4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a';
export const nextCommit = '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a';

/** The gateway's schema with one more field. */
export const nextSchema = gatewaySchema.replace('name: String!', 'name: String!\n  stock: Int!');
/** A type that nobody has. */
export const brokenSchema = gatewaySchema.replace('name: String!', 'name: Strin!');
/** A field that clients use is gone. */
export const breakingSchema = gatewaySchema.replace('  priceCents: Int!\n', '');

export const named = (value: string) => ({ __rl: true, mode: 'name', value });
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export interface FailedRun {
	readonly message: string;
	readonly advice: string;
	readonly data: IDataObject;
	readonly everything: string;
}

export class ApolloDriver {
	private readonly documents = new Set<string>();

	private colleagues = 0;

	private constructor(
		readonly sandbox: Sandbox,
		readonly clock: ManualClock,
	) {
		sandbox.onExchange(({ platform, requestBody }) => {
			if (platform !== 'apollo') return;
			const document = textAt(JSON.parse(requestBody.toString('utf8')) as unknown, 'query');
			if (document !== null) this.documents.add(document);
		});
	}

	static async start(clock: ManualClock): Promise<ApolloDriver> {
		return new ApolloDriver(await startSandbox({ clock, platforms: [createApolloPlatform] }), clock);
	}

	/** Documents that the vendor's schema would refuse. */
	violations(): string[] {
		const schema = vendorSchema;
		if (!schema) return [];
		expect(this.documents.size).toBeGreaterThan(0);
		return [...this.documents].flatMap((document) => validate(schema, parse(document)).map(({ message }) => message));
	}

	async items(parameters: INodeParameters, apiKey = APOLLO_KEY, abortSignal?: AbortSignal): Promise<IDataObject[]> {
		const items = await runNode({
			node: new Apollo(),
			parameters: { resource: 'schema', variant: named(target), ...parameters },
			credentials: [
				{ type: new SlipwayApolloApi(), data: { apiKey, baseUrl: `${this.sandbox.origin}/apollo/graphql` } },
			],
			...(abortSignal && { abortSignal }),
		});
		return items.map(({ json }) => json);
	}

	async run(parameters: INodeParameters, apiKey?: string): Promise<IDataObject> {
		const items = await this.items(parameters, apiKey);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	async failure(parameters: INodeParameters, apiKey?: string, abortSignal?: AbortSignal): Promise<FailedRun> {
		const error: unknown = await this.items(parameters, apiKey, abortSignal).then(
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

	async publish(schema = nextSchema, more: INodeParameters = {}): Promise<IDataObject> {
		return await this.run(publishOf(schema, more));
	}

	async live(variant = target): Promise<IDataObject> {
		return await this.run({ operation: 'getLive', variant: named(variant) });
	}

	async search(method: string, filter?: string, apiKey = APOLLO_KEY) {
		return await runListSearch({
			node: new Apollo(),
			parameters: { resource: 'launch', operation: 'get', variant: named(reference) },
			credentials: [
				{ type: new SlipwayApolloApi(), data: { apiKey, baseUrl: `${this.sandbox.origin}/apollo/graphql` } },
			],
			method,
			...(filter !== undefined && { filter }),
		});
	}

	async control(path: string, body: unknown): Promise<unknown> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/apollo${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		expect(response.status).toBeLessThan(300);
		return text === '' ? null : (JSON.parse(text) as unknown);
	}

	/** A colleague publishes with rover; billing's schema is changed, unless told. */
	async colleague(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
		const made = await this.control('/publications', {
			variant: reference,
			subgraph: 'billing',
			sdl: `type Query { invoices${++this.colleagues}: Int }`,
			revision: 'v8',
			...more,
		});
		return textAt(made, 'launchId') ?? '';
	}

	fault(fault: Omit<FaultSpecification, 'platform'>): void {
		this.sandbox.addFault({ platform: 'apollo', ...fault });
	}

	/** What is registered and live of a subgraph, by the sandbox's own books. */
	async books(subgraph = 'gateway'): Promise<{ readonly live: string; readonly registered: string }> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/state/apollo`);
		const state: unknown = await response.json();
		const variant = listAt(state, 'variants').find((one) => textAt(one, 'ref') === reference);
		const revisionIn = (list: string) =>
			textAt(
				listAt(variant, list).find((one) => textAt(one, 'subgraph') === subgraph),
				'revision',
			) ?? '';
		return { live: revisionIn('live'), registered: revisionIn('registered') };
	}

	async launches(): Promise<unknown[]> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox/state/apollo`);
		const state: unknown = await response.json();
		const variant = listAt(state, 'variants').find((one) => textAt(one, 'ref') === reference);
		return [...listAt(variant, 'launches')];
	}
}

export const publishOf = (schema: string, more: INodeParameters = {}): INodeParameters => ({
	operation: 'publish',
	schema,
	commit: nextCommit,
	checkFirst: true,
	waitForCompletion: true,
	timeoutSeconds: 600,
	ifLaunchFails: 'putBack',
	...more,
});

export { valueAt, textAt };
