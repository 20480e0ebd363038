import type { JsonObject } from '../http/json';
import type { Branch, Endpoint, EndpointType, Project } from '../model';
import { ComputeServer } from '../postgres/computeServer';
import type { Admission } from '../postgres/connection';
import { neonId } from '../world/identifiers';
import type { NeonWorld } from '../world/world';
import type { OperationStep, Operations } from './operations';

const DEFAULT_SUSPEND_SECONDS = 300;

export interface NewEndpoint {
	readonly id?: string;
	readonly type: EndpointType;
	readonly name?: string | undefined;
	readonly minimumUnits?: number | undefined;
	readonly maximumUnits?: number | undefined;
	readonly suspendTimeoutSeconds?: number | undefined;
	readonly poolerEnabled?: boolean | undefined;
	readonly disabled?: boolean | undefined;
	readonly settings?: JsonObject;
}

/** The life of compute endpoints: start, suspend, wake on connection, suspend when idle. */
export class Computes {
	constructor(
		private readonly world: NeonWorld,
		private readonly operations: Operations,
	) {}

	add(branch: Branch, options: NewEndpoint): Endpoint {
		const nowMs = this.world.now();
		const gate = {
			admit: (user: string, database: string): Admission => this.admit(endpoint, user, database),
			opened: () => this.opened(endpoint),
			closed: () => this.closed(endpoint),
		};
		const endpoint: Endpoint = {
			id: options.id ?? neonId(this.world.services.ids, 'ep'),
			projectId: branch.projectId,
			branchId: branch.id,
			type: options.type,
			name: options.name,
			state: 'init',
			pendingState: 'active',
			disabled: options.disabled ?? false,
			minimumUnits: options.minimumUnits ?? 0.25,
			maximumUnits: options.maximumUnits ?? Math.max(2, options.minimumUnits ?? 0),
			suspendTimeoutSeconds: options.suspendTimeoutSeconds ?? 0,
			poolerEnabled: options.poolerEnabled ?? false,
			settings: options.settings ?? {},
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			startedAtMs: undefined,
			suspendedAtMs: undefined,
			lastActiveMs: undefined,
			server: new ComputeServer(gate),
			pooledServer: new ComputeServer(gate),
			connections: 0,
			cancelSuspend: undefined,
		};
		this.world.endpoints.set(endpoint.id, endpoint);
		return endpoint;
	}

	readWrite(branch: Branch): Endpoint | undefined {
		return this.world.endpointsOf(branch).find((endpoint) => endpoint.type === 'read_write');
	}

	/** `127.0.0.1:<port>`. */
	async address(endpoint: Endpoint, pooled: boolean): Promise<string> {
		return `127.0.0.1:${await (pooled ? endpoint.pooledServer : endpoint.server).port()}`;
	}

	startStep(endpoint: Endpoint): OperationStep {
		endpoint.pendingState = 'active';
		return {
			action: 'start_compute',
			branchId: endpoint.branchId,
			endpointId: endpoint.id,
			apply: () => this.activate(endpoint),
		};
	}

	suspendStep(endpoint: Endpoint, after?: () => void): OperationStep {
		endpoint.pendingState = 'idle';
		return {
			action: 'suspend_compute',
			branchId: endpoint.branchId,
			endpointId: endpoint.id,
			apply: () => {
				this.suspend(endpoint);
				after?.();
			},
		};
	}

	/** Those of a branch's computes that run get the new configuration; without one there is nothing to wait for. */
	configureSteps(branch: Branch, apply: () => void): OperationStep[] {
		const endpoint = this.readWrite(branch);
		if (!endpoint) {
			apply();
			return [];
		}
		const started = endpoint.state === 'active' ? [] : [this.startStep(endpoint)];
		return [...started, { action: 'apply_config', branchId: branch.id, endpointId: endpoint.id, apply }];
	}

	activate(endpoint: Endpoint): void {
		this.unarchive(endpoint);
		endpoint.state = 'active';
		endpoint.pendingState = undefined;
		endpoint.startedAtMs = this.world.now();
		endpoint.updatedAtMs = endpoint.startedAtMs;
		this.planSuspend(endpoint);
	}

	/** Ends connections; the data stays. */
	suspend(endpoint: Endpoint): void {
		endpoint.cancelSuspend?.();
		endpoint.state = 'idle';
		endpoint.pendingState = undefined;
		endpoint.suspendedAtMs = this.world.now();
		endpoint.updatedAtMs = endpoint.suspendedAtMs;
		this.disconnect(endpoint);
		const branch = this.world.branches.get(endpoint.branchId);
		for (const database of branch?.databases.values() ?? []) {
			database.live.suspend().catch((error: unknown) => {
				process.emitWarning(`Neon sandbox: ${String(error)}`);
			});
		}
	}

	disconnect(endpoint: Endpoint): void {
		endpoint.server.disconnectAll();
		endpoint.pooledServer.disconnectAll();
	}

	async remove(endpoint: Endpoint): Promise<void> {
		endpoint.cancelSuspend?.();
		this.world.endpoints.delete(endpoint.id);
		await endpoint.server.close();
		await endpoint.pooledServer.close();
	}

	private admit(endpoint: Endpoint, user: string, databaseName: string): Admission {
		const branch = this.world.branches.get(endpoint.branchId);
		if (endpoint.disabled || !branch) {
			return {
				code: 'XX000',
				message: 'The endpoint has been disabled. Enable it using Neon API and retry.',
			};
		}
		if (branch.state === 'resetting') {
			return { code: '57P03', message: 'the database system is starting up' };
		}
		const role = branch.roles.get(user);
		// A compute that is still being made does not know its roles: seen in the field as a wrong password.
		if (branch.state === 'init' || endpoint.state === 'init' || !role || role.noLogin) {
			return { code: '28P01', message: `password authentication failed for user "${user}"` };
		}
		const database = branch.databases.get(databaseName);
		if (!database) return { code: '3D000', message: `database "${databaseName}" does not exist` };
		return { password: role.password, database: database.live };
	}

	/** A branch wakes from the archive when its compute starts: https://neon.com/docs/guides/branch-archiving */
	private unarchive(endpoint: Endpoint): void {
		const branch = this.world.branches.get(endpoint.branchId);
		if (branch?.state !== 'archived') return;
		this.operations.record(this.project(endpoint), { action: 'timeline_unarchive', branchId: branch.id });
		this.world.setState(branch, 'ready');
	}

	private opened(endpoint: Endpoint): void {
		endpoint.connections += 1;
		endpoint.cancelSuspend?.();
		endpoint.lastActiveMs = this.world.now();
		if (endpoint.state !== 'idle') return;
		// Neon's proxy starts a suspended compute and lets the client wait; a wait here would need the clock to move.
		this.operations.record(this.project(endpoint), this.startStep(endpoint));
		this.activate(endpoint);
	}

	private closed(endpoint: Endpoint): void {
		endpoint.connections -= 1;
		endpoint.lastActiveMs = this.world.now();
		this.planSuspend(endpoint);
	}

	private planSuspend(endpoint: Endpoint): void {
		endpoint.cancelSuspend?.();
		endpoint.cancelSuspend = undefined;
		const seconds = endpoint.suspendTimeoutSeconds || DEFAULT_SUSPEND_SECONDS;
		if (seconds < 0 || endpoint.connections > 0) return;
		if (this.world.endpoints.get(endpoint.id) !== endpoint) return;
		endpoint.cancelSuspend = this.world.services.clock.after(seconds * 1000, () => {
			if (endpoint.state !== 'active' || endpoint.connections > 0) return;
			this.operations.record(this.project(endpoint), this.suspendStep(endpoint));
			this.suspend(endpoint);
		});
	}

	private project(endpoint: Endpoint): Project {
		return this.world.project(endpoint.projectId);
	}
}
