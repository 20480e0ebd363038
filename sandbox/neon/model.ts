import type { JsonObject } from './http/json';
import type { ComputeServer } from './postgres/computeServer';
import type { DatabaseContent } from './postgres/databaseContent';
import type { LiveDatabase } from './postgres/liveDatabase';

export interface Project {
	readonly id: string;
	name: string;
	readonly orgId: string | undefined;
	readonly regionId: string;
	readonly pgVersion: number;
	historyRetentionSeconds: number;
	settings: JsonObject;
	defaultEndpointSettings: JsonObject;
	readonly createdAtMs: number;
	updatedAtMs: number;
	/** By the control route: every change is refused with 423. */
	locked: boolean;
}

export interface Role {
	readonly name: string;
	password: string;
	readonly noLogin: boolean;
	readonly createdAtMs: number;
	updatedAtMs: number;
}

export interface Database {
	readonly id: number;
	readonly name: string;
	ownerName: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
	readonly live: LiveDatabase;
}

export type BranchState = 'init' | 'ready' | 'resetting' | 'archived';

export interface Branch {
	readonly id: string;
	readonly projectId: string;
	readonly sequence: number;
	parentId: string | undefined;
	/** The moment of the parent that it was made from. */
	parentAtMs: number | undefined;
	name: string;
	state: BranchState;
	pendingState: BranchState | undefined;
	stateChangedAtMs: number;
	isDefault: boolean;
	isProtected: boolean;
	readonly createdAtMs: number;
	updatedAtMs: number;
	expiresAtMs: number | undefined;
	ttlSeconds: number | undefined;
	lastResetAtMs: number | undefined;
	readonly initSource: 'parent-data' | 'schema-only';
	readonly annotation: Readonly<Record<string, string>>;
	restoreStatus: 'restored' | 'finalized' | undefined;
	/** Id of a snapshot. */
	readonly restoredFrom: string | undefined;
	/** Id of the branch it is to replace, or has replaced. */
	restoredAs: string | undefined;
	databases: Map<string, Database>;
	roles: Map<string, Role>;
	cancelExpiry: (() => void) | undefined;
}

export type EndpointState = 'init' | 'active' | 'idle';
export type EndpointType = 'read_write' | 'read_only';

export interface Endpoint {
	readonly id: string;
	readonly projectId: string;
	branchId: string;
	readonly type: EndpointType;
	name: string | undefined;
	state: EndpointState;
	pendingState: EndpointState | undefined;
	disabled: boolean;
	minimumUnits: number;
	maximumUnits: number;
	suspendTimeoutSeconds: number;
	poolerEnabled: boolean;
	settings: JsonObject;
	readonly createdAtMs: number;
	updatedAtMs: number;
	startedAtMs: number | undefined;
	suspendedAtMs: number | undefined;
	lastActiveMs: number | undefined;
	readonly server: ComputeServer;
	readonly pooledServer: ComputeServer;
	connections: number;
	cancelSuspend: (() => void) | undefined;
}

export type OperationStatus =
	'scheduling' | 'running' | 'finished' | 'failed' | 'error' | 'cancelling' | 'cancelled' | 'skipped';

export interface Operation {
	readonly id: string;
	readonly sequence: number;
	readonly projectId: string;
	readonly branchId: string | undefined;
	readonly endpointId: string | undefined;
	readonly action: string;
	status: OperationStatus;
	error: string | undefined;
	failuresCount: number;
	readonly createdAtMs: number;
	updatedAtMs: number;
	startedAtMs: number | undefined;
	durationMs: number;
}

export interface SnapshotDatabase {
	readonly name: string;
	readonly ownerName: string;
	readonly content: DatabaseContent;
}

export interface Snapshot {
	readonly id: string;
	readonly projectId: string;
	name: string;
	readonly sourceBranchId: string;
	readonly atMs: number;
	readonly createdAtMs: number;
	expiresAtMs: number | undefined;
	readonly databases: readonly SnapshotDatabase[];
	readonly roles: readonly Role[];
	cancelExpiry: (() => void) | undefined;
}
