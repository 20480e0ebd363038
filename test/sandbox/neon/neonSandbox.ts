import type { Api } from '@neondatabase/api-client';
import { createApiClient } from '@neondatabase/api-client';
import { Client } from 'pg';

import type { ManualClock } from '../../../sandbox/kernel/clock';
import { createManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createNeonPlatform } from '../../../sandbox/neon/index';
import { createContractRecorder } from '../../contract/contractRecorder';

export const PROJECT = 'sandbox-paintbox-123456';
export const MAIN = 'br-quiet-hill-a1b2c3d4';

export interface Answer {
	readonly status: number;
	readonly body: Record<string, unknown>;
}

export interface NeonSandbox {
	readonly sandbox: Sandbox;
	readonly clock: ManualClock;
	/** Neon's own client, unmodified. */
	readonly client: Api<unknown>;
	/** Calls below `/neon/api/v2`. */
	api(method: string, path: string, json?: unknown, token?: string): Promise<Answer>;
	control(path: string, json?: unknown): Promise<Answer>;
	/** Lets every operation under way finish. */
	settle(): void;
	/** A branch with a compute, ready; its connection URI. */
	branch(name: string, options?: Record<string, unknown>): Promise<{ id: string; uri: string }>;
	uri(branchId: string, pooled?: boolean): Promise<string>;
	violations(): string[];
	checked(): number;
	close(): Promise<void>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sandbox with Neon alone, on a clock that only the test moves. */
export async function startNeon(): Promise<NeonSandbox> {
	const clock = createManualClock();
	const sandbox = await startSandbox({ platforms: [createNeonPlatform], clock, seed: 'neon' });
	const contract = createContractRecorder(sandbox);
	const client = createApiClient({
		apiKey: 'sandbox-neon-token',
		baseURL: `${sandbox.origin}/neon/api/v2`,
	});
	const send = async (method: string, path: string, json: unknown, token: string): Promise<Answer> => {
		const response = await fetch(`${sandbox.origin}${path}`, {
			method,
			headers: {
				...(token !== '' && { Authorization: `Bearer ${token}` }),
				...(json !== undefined && { 'Content-Type': 'application/json' }),
			},
			...(json !== undefined && { body: JSON.stringify(json) }),
		});
		const text = await response.text();
		const body: unknown = text === '' ? {} : JSON.parse(text);
		return { status: response.status, body: isObject(body) ? body : {} };
	};
	const neon: NeonSandbox = {
		sandbox,
		clock,
		client,
		api: async (method, path, json, token = 'sandbox-neon-token') =>
			await send(method, `/neon/api/v2${path}`, json, token),
		control: async (path, json = {}) => await send('POST', `/_sandbox/neon${path}`, json, ''),
		settle: () => clock.advance(30_000),
		async branch(name, options = {}) {
			const { data } = await client.createProjectBranch(PROJECT, {
				branch: { name, ...options },
				endpoints: [{ type: 'read_write' as never }],
			});
			neon.settle();
			return { id: data.branch.id, uri: data.connection_uris?.[0]?.connection_uri ?? '' };
		},
		async uri(branchId, pooled = false) {
			const { data } = await client.getConnectionUri({
				projectId: PROJECT,
				branch_id: branchId,
				database_name: 'neondb',
				role_name: 'neondb_owner',
				pooled,
			});
			return data.uri;
		},
		violations: () => contract.violations(),
		checked: () => contract.checked(),
		async close() {
			contract.stop();
			await sandbox.close();
		},
	};
	return neon;
}

/** Runs SQL on a connection of its own; the rows of the last statement. */
export async function runSql(
	uri: string,
	sql: string,
	values: unknown[] = [],
): Promise<Array<Record<string, unknown>>> {
	const client = new Client(uri);
	await client.connect();
	try {
		const result = await client.query<Record<string, unknown>>(sql, values.length > 0 ? values : undefined);
		return result.rows;
	} finally {
		await client.end();
	}
}
