import type { Api } from '@neondatabase/api-client';
import { createApiClient } from '@neondatabase/api-client';
import { Client } from 'pg';

import type { ManualClock } from '../../../sandbox/kernel/clock';
import { createManualClock } from '../../../sandbox/kernel/clock';
import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createNeonPlatform } from '../../../sandbox/neon/index';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';

export const PROJECT = 'sandbox-paintbox-123456';
export const MAIN = 'br-quiet-hill-a1b2c3d4';

export interface Answer {
	readonly status: number;
	readonly body: Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sandbox with Neon alone, on a clock that only the test moves. */
export class NeonDriver {
	readonly clock: ManualClock = createManualClock();
	private started:
		{ readonly sandbox: Sandbox; readonly contract: ContractRecorder; readonly client: Api<unknown> } | undefined;

	async start(): Promise<void> {
		const sandbox = await startSandbox({ platforms: [createNeonPlatform], clock: this.clock, seed: 'neon' });
		const contract = createContractRecorder(sandbox);
		const client = createApiClient({
			apiKey: 'sandbox-neon-token',
			baseURL: `${sandbox.origin}/neon/api/v2`,
		});
		this.started = { sandbox, contract, client };
	}

	get sandbox(): Sandbox {
		return this.parts().sandbox;
	}

	/** Neon's own client, unmodified. */
	get client(): Api<unknown> {
		return this.parts().client;
	}

	get contract(): ContractRecorder {
		return this.parts().contract;
	}

	/** Calls below `/neon/api/v2`. */
	async api(method: string, path: string, json?: unknown, token = 'sandbox-neon-token'): Promise<Answer> {
		return await this.send(method, `/neon/api/v2${path}`, json, token);
	}

	async control(path: string, json: unknown = {}): Promise<Answer> {
		return await this.send('POST', `/_sandbox/neon${path}`, json, '');
	}

	/** Lets every operation under way finish. */
	finishOperations(): void {
		this.clock.advance(30_000);
	}

	/** A branch with a compute, ready; its connection URI. */
	async branch(name: string, options: Record<string, unknown> = {}): Promise<{ id: string; uri: string }> {
		const { data } = await this.client.createProjectBranch(PROJECT, {
			branch: { name, ...options },
			endpoints: [{ type: 'read_write' as never }],
		});
		this.finishOperations();
		return { id: data.branch.id, uri: data.connection_uris?.[0]?.connection_uri ?? '' };
	}

	async uri(branchId: string, pooled = false): Promise<string> {
		const { data } = await this.client.getConnectionUri({
			projectId: PROJECT,
			branch_id: branchId,
			database_name: 'neondb',
			role_name: 'neondb_owner',
			pooled,
		});
		return data.uri;
	}

	/** What broke Neon's contract. */
	async close(): Promise<string[]> {
		const found = this.contract.violations();
		this.contract.stop();
		await this.sandbox.close();
		return found;
	}

	private parts() {
		if (this.started) return this.started;
		throw new Error('The sandbox has not started yet');
	}

	private async send(method: string, path: string, json: unknown, token: string): Promise<Answer> {
		const response = await fetch(`${this.sandbox.origin}${path}`, {
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
	}
}

/** A driver that starts before the file's tests, is reset before each, and at their end has kept to Neon's contract. */
export function useNeon(): NeonDriver {
	const neon = new NeonDriver();
	beforeAll(async () => await neon.start());
	beforeEach(async () => await neon.sandbox.reset());
	afterAll(async () => expect(await neon.close()).toEqual([]));
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
