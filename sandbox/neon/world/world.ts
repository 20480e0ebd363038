import type { SandboxServices } from '../../kernel/platform';
import { neonError, notFound } from '../http/errors';
import type { JsonObject } from '../http/json';
import type { Branch, Database, Endpoint, Project, Role, Snapshot } from '../model';
import type { DatabaseContent } from '../postgres/databaseContent';
import { InstancePool } from '../postgres/instancePool';
import { LiveDatabase } from '../postgres/liveDatabase';
import { neonId, newPassword } from './identifiers';

export const ORGANIZATION = { id: 'org-candlefish-12345678', name: 'Candlefish' } as const;
export const USER = {
	id: '6f1c0de0-c0ff-4e00-8000-000000000001',
	name: 'Sandbox Operator',
	email: 'operator@candlefish.ai',
} as const;

export interface NewBranch {
	readonly id?: string;
	readonly name: string;
	readonly parent?: Branch | undefined;
	readonly parentAtMs?: number | undefined;
	readonly isProtected?: boolean | undefined;
	readonly initSource?: Branch['initSource'];
	readonly annotation?: Readonly<Record<string, string>>;
	readonly restoredFrom?: string;
	readonly restoredAs?: string;
	readonly state?: Branch['state'];
}

/** Everything the simulated Neon holds, and the look-ups on it. */
export class NeonWorld {
	readonly projects = new Map<string, Project>();
	readonly branches = new Map<string, Branch>();
	readonly endpoints = new Map<string, Endpoint>();
	readonly snapshots = new Map<string, Snapshot>();
	readonly pool = new InstancePool();
	/** Whether the organization lets in nobody without a second factor. */
	requiresTwoFactor = true;
	private sequence = 0;

	constructor(readonly services: SandboxServices) {}

	readonly now = (): number => this.services.clock.now();

	project(id: string): Project {
		const project = this.projects.get(id);
		if (!project) throw notFound('project');
		return project;
	}

	branch(project: Project, id: string): Branch {
		const branch = this.branches.get(id);
		if (branch?.projectId !== project.id) throw notFound('branch');
		return branch;
	}

	endpoint(project: Project, id: string): Endpoint {
		const endpoint = this.endpoints.get(id);
		if (endpoint?.projectId !== project.id) throw notFound('endpoint');
		return endpoint;
	}

	snapshot(project: Project, id: string): Snapshot {
		const snapshot = this.snapshots.get(id);
		if (snapshot?.projectId !== project.id) throw notFound('snapshot');
		return snapshot;
	}

	database(branch: Branch, name: string): Database {
		const database = branch.databases.get(name);
		if (!database) throw notFound('database');
		return database;
	}

	role(branch: Branch, name: string): Role {
		const role = branch.roles.get(name);
		if (!role) throw notFound('role');
		return role;
	}

	branchesOf(project: Project): Branch[] {
		return [...this.branches.values()].filter((branch) => branch.projectId === project.id);
	}

	childrenOf(branch: Branch): Branch[] {
		return [...this.branches.values()].filter((other) => other.parentId === branch.id);
	}

	endpointsOf(branch: Branch): Endpoint[] {
		return [...this.endpoints.values()].filter((endpoint) => endpoint.branchId === branch.id);
	}

	defaultBranch(project: Project): Branch {
		const found = this.branchesOf(project).find((branch) => branch.isDefault);
		if (!found) throw notFound('default branch');
		return found;
	}

	/** Raises 409 when another branch of the project has the name. */
	requireFreeName(project: Project, name: string, owner?: Branch): void {
		if (this.branchesOf(project).some((branch) => branch !== owner && branch.name === name)) {
			throw neonError(409, `branch already exists; branch_name:"${name}"`, 'BRANCH_ALREADY_EXISTS');
		}
	}

	addProject(options: {
		readonly id?: string;
		readonly name?: string | undefined;
		readonly orgId?: string | undefined;
		readonly regionId?: string | undefined;
		readonly pgVersion?: number | undefined;
		readonly historyRetentionSeconds?: number | undefined;
		readonly settings?: JsonObject;
		readonly defaultEndpointSettings?: JsonObject;
	}): Project {
		const id = options.id ?? neonId(this.services.ids);
		const nowMs = this.now();
		const project: Project = {
			id,
			name: options.name ?? id,
			orgId: options.orgId,
			regionId: options.regionId ?? 'aws-us-east-2',
			pgVersion: options.pgVersion ?? 18,
			historyRetentionSeconds: options.historyRetentionSeconds ?? 86_400,
			settings: options.settings ?? {},
			defaultEndpointSettings: options.defaultEndpointSettings ?? {},
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			locked: false,
		};
		this.projects.set(id, project);
		return project;
	}

	/** A branch without databases and roles, in state `init` by default. */
	addBranch(project: Project, options: NewBranch): Branch {
		const nowMs = this.now();
		this.sequence += 1;
		const state = options.state ?? 'init';
		const branch: Branch = {
			id: options.id ?? neonId(this.services.ids, 'br'),
			projectId: project.id,
			sequence: this.sequence,
			parentId: options.parent?.id,
			parentAtMs: options.parent && (options.parentAtMs ?? nowMs),
			name: options.name,
			state,
			pendingState: state === 'init' ? 'ready' : undefined,
			stateChangedAtMs: nowMs,
			isDefault: false,
			isProtected: options.isProtected ?? false,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			expiresAtMs: undefined,
			ttlSeconds: undefined,
			lastResetAtMs: undefined,
			initSource: options.initSource ?? 'parent-data',
			annotation: options.annotation ?? {},
			restoreStatus: options.restoredFrom === undefined ? undefined : 'restored',
			restoredFrom: options.restoredFrom,
			restoredAs: options.restoredAs,
			databases: new Map(),
			roles: new Map(),
			cancelExpiry: undefined,
		};
		this.branches.set(branch.id, branch);
		return branch;
	}

	setState(branch: Branch, state: Branch['state'], pending?: Branch['state']): void {
		branch.state = state;
		branch.pendingState = pending;
		branch.stateChangedAtMs = this.now();
		branch.updatedAtMs = this.now();
	}

	addRole(branch: Branch, name: string, options: { password?: string; noLogin?: boolean } = {}): Role {
		const role: Role = {
			name,
			password: options.password ?? newPassword(this.services.ids),
			noLogin: options.noLogin ?? false,
			createdAtMs: this.now(),
			updatedAtMs: this.now(),
		};
		branch.roles.set(name, role);
		return role;
	}

	addDatabase(branch: Branch, name: string, ownerName: string, content: DatabaseContent): Database {
		const roles = (): string[] => [...branch.roles.keys()];
		return this.putDatabase(branch, ownerName, new LiveDatabase(name, content, this.pool, roles, this.now));
	}

	putDatabase(branch: Branch, ownerName: string, live: LiveDatabase): Database {
		const database: Database = {
			id: this.services.ids.integer(),
			name: live.name,
			ownerName,
			createdAtMs: this.now(),
			updatedAtMs: this.now(),
			live,
		};
		branch.databases.set(live.name, database);
		return database;
	}

	/** Waits for nothing: Postgres ends in the background, and `pool.close` waits for that. */
	removeBranch(branch: Branch): void {
		branch.cancelExpiry?.();
		for (const { live } of branch.databases.values()) void live.drop();
		this.branches.delete(branch.id);
	}
}
