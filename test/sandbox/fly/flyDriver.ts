import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { createFlyPlatform } from '../../../sandbox/fly/index';
import { createManualClock } from '../../../sandbox/kernel/clock';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder } from '../../contract/contractValidator';

export type Json = Record<string, unknown>;

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	readonly body: Json;
	/** The parsed body as a list of objects. */
	readonly list: Json[];
}

export interface CallOptions {
	readonly authorization?: string;
	readonly json?: unknown;
	readonly headers?: Record<string, string>;
}

export interface FlyDriver {
	readonly sandbox: Sandbox;
	readonly clock: ManualClock;
	/** What does not follow Fly's contract so far. */
	violations(): string[];
	/** Calls `/fly/v1<path>` with the sandbox's token. */
	api(method: string, path: string, options?: CallOptions): Promise<Answer>;
	/** Calls `/fly/api/v1<path>`, which flyctl asks for releases and organizations, with the sandbox's token. */
	web(method: string, path: string, options?: CallOptions): Promise<Answer>;
	/** A machine of paintbox-api as the API shows it now. */
	machine(id: string): Promise<Json>;
	/** Updates a machine of paintbox-api to an image, the rest of its configuration kept. */
	deploy(id: string, tag: string, more?: Json): Promise<Answer>;
	graphql(query: string, variables?: Json): Promise<Answer>;
	control(path: string, json?: unknown): Promise<Answer>;
	/** Reads a public address below the origin. */
	visit(path: string, headers?: Record<string, string>): Promise<Answer>;
	close(): Promise<void>;
}

/** The seed's machines of paintbox-api: two of group app, one worker, one that nobody deploys. */
export const APP_1 = '1857156b526dd8';
export const APP_2 = '3287eeeb342085';
export const WORKER = '5683d707f16058';
export const UNMANAGED = '9080e6f3a12987';
export const machinesPath = '/apps/paintbox-api/machines';

const vendorSchemaPath = resolve(__dirname, '../../../../shared/contracts/fly/schema.graphql');

/** The vendor's whole schema; `undefined` where the contracts are not on this machine. */
export function readVendorSchema(): GraphQLSchema | undefined {
	return existsSync(vendorSchemaPath) ? buildSchema(readFileSync(vendorSchemaPath, 'utf8')) : undefined;
}

export const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value below the keys, lists by their index; `undefined` where there is none. */
export function at(value: unknown, ...keys: ReadonlyArray<string | number>): unknown {
	return keys.reduce<unknown>((current, key) => {
		if (Array.isArray(current)) return (current as unknown[])[Number(key)];
		return isJson(current) ? current[key] : undefined;
	}, value);
}

async function readAnswer(response: Response): Promise<Answer> {
	const text = await response.text();
	const parsed: unknown =
		text !== '' && (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : undefined;
	return {
		status: response.status,
		headers: response.headers,
		text,
		body: isJson(parsed) ? parsed : {},
		list: Array.isArray(parsed) ? parsed.filter(isJson) : [],
	};
}

/** A sandbox with Fly alone, on a clock that only the test moves. */
export async function startFly(): Promise<FlyDriver> {
	const clock = createManualClock();
	const sandbox = await startSandbox({ platforms: [createFlyPlatform], clock, seed: 'fly' });
	const contract = createContractRecorder(sandbox);
	const vendorSchema = readVendorSchema();
	const graphqlProblems: string[] = [];
	const send = async (method: string, path: string, options: CallOptions): Promise<Answer> => {
		const { authorization = '', json, headers } = options;
		return await readAnswer(
			await fetch(`${sandbox.origin}${path}`, {
				method,
				headers: {
					...(authorization !== '' && { Authorization: authorization }),
					...(json !== undefined && { 'Content-Type': 'application/json' }),
					...headers,
				},
				...(json !== undefined && { body: JSON.stringify(json) }),
			}),
		);
	};
	const authorization = 'Bearer sandbox-fly-token';
	const api: FlyDriver['api'] = async (method, path, options = {}) =>
		await send(method, `/fly/v1${path}`, { authorization, ...options });
	const machine: FlyDriver['machine'] = async (id) => (await api('GET', `${machinesPath}/${id}`)).body;
	return {
		sandbox,
		clock,
		violations: () => [...contract.violations(), ...graphqlProblems],
		api,
		web: async (method, path, options = {}) => await send(method, `/fly/api/v1${path}`, { authorization, ...options }),
		machine,
		async deploy(id, tag, more = {}) {
			const config = { ...(at(await machine(id), 'config') as Json) };
			config['image'] = `registry.fly.io/paintbox-api:${tag}`;
			return await api('POST', `${machinesPath}/${id}`, { json: { config, ...more } });
		},
		async graphql(query, variables = {}) {
			const answer = await send('POST', '/fly/graphql', {
				authorization,
				json: { query, variables },
			});
			if (vendorSchema && at(answer.body, 'data') !== undefined) {
				const problems = validate(vendorSchema, parse(query));
				graphqlProblems.push(...problems.map(({ message }) => message));
			}
			return answer;
		},
		control: async (path, json = {}) => await send('POST', `/_sandbox/fly${path}`, { json }),
		visit: async (path, headers = {}) => await send('GET', path, { headers }),
		async close() {
			contract.stop();
			await sandbox.close();
		},
	};
}
