import type { IpAddress } from './world/addresses';
import type { Certificate } from './world/certificates';
import type { ContainerImage } from './world/containers';
import type { ResolvedImage } from './world/images';
import type { Organization } from './world/organizations';
import type { JsonObject } from './json';

/** The states of the vendor's table; `replaced` is a version's only. https://fly.io/docs/machines/machine-states/ */
export const machineStates = [
	'created',
	'starting',
	'started',
	'stopping',
	'stopped',
	'suspending',
	'suspended',
	'restarting',
	'replacing',
	'destroying',
	'destroyed',
	'launch_failed',
	'failed',
] as const;

export type MachineState = (typeof machineStates)[number];

export function isMachineState(value: unknown): value is MachineState {
	return machineStates.some((state) => state === value);
}

const stableStates: ReadonlySet<MachineState> = new Set([
	'created',
	'started',
	'stopped',
	'suspended',
	'destroyed',
	'failed',
]);

export const isStable = (state: MachineState): boolean => stableStates.has(state);

/** One version of a machine: what an update makes. */
export interface MachineVersion {
	/** 26 characters; the API's `instance_id`. */
	readonly instanceId: string;
	/** Changed by the metadata routes alone, which make no new version. */
	config: JsonObject;
	/** Of the program that decides what becomes of the machine: with containers that of the main one. */
	readonly image: ResolvedImage;
	/** What the API reports as the machine's image: the configuration's own, whatever its containers run. */
	readonly imageRef: ResolvedImage;
	readonly containers: readonly ContainerImage[];
	readonly minimumSecretsVersion: number;
}

/** What the VM really runs, which during an update or after a failed pull is not the newest version. */
export interface RunningVersion {
	readonly version: MachineVersion;
	readonly startedAtMs: number;
	/** The app's secrets that it was booted with. */
	readonly secretsVersion: number;
}

export interface MachineEvent {
	readonly id: string;
	readonly type: string;
	readonly status: string;
	readonly source: 'user' | 'flyd';
	readonly timestamp: number;
	readonly request?: JsonObject;
}

export interface Lease {
	readonly nonce: string;
	readonly owner: string;
	readonly description: string | undefined;
	expiresAtMs: number;
}

export type HostStatus = 'ok' | 'full' | 'disabled' | 'unreachable';
export type CheckStatus = 'passing' | 'warning' | 'critical';

export interface Machine {
	readonly id: string;
	readonly appName: string;
	readonly name: string;
	readonly region: string;
	readonly privateIp: string;
	readonly createdAtMs: number;
	updatedAtMs: number;
	state: MachineState;
	version: MachineVersion;
	running: RunningVersion | undefined;
	/** Oldest first. */
	readonly versions: MachineVersion[];
	/** Newest first. */
	events: MachineEvent[];
	cordoned: boolean;
	lease: Lease | undefined;
	host: HostStatus;
	/** Set by the control API: every check says this. */
	forcedChecks: CheckStatus | undefined;
}

export interface AppSecret {
	readonly name: string;
	readonly value: string;
	readonly digest: string;
	readonly createdAtMs: number;
	readonly updatedAtMs: number;
}

/** What a program, or Fly itself, wrote about a machine. */
export interface LogLine {
	readonly id: string;
	readonly atMs: number;
	readonly machineId: string;
	readonly region: string;
	readonly level: 'info' | 'error';
	readonly message: string;
}

export interface SecretsVersion {
	readonly version: number;
	readonly atMs: number;
	readonly values: ReadonlyMap<string, string>;
}

export interface Release {
	readonly id: string;
	readonly version: number;
	readonly image: string;
	readonly strategy: string;
	readonly definition: unknown;
	readonly createdAtMs: number;
	updatedAtMs: number;
	status: string;
	metadata: unknown;
}

export interface AppLock {
	readonly id: string;
	readonly expiresAtMs: number;
}

export interface App {
	readonly id: string;
	readonly internalNumericId: number;
	readonly name: string;
	readonly organization: Organization;
	readonly network: string;
	readonly createdAtMs: number;
	readonly secrets: Map<string, AppSecret>;
	/** When each version of the secrets was made, and what it holds; the last is the current one. */
	readonly secretsVersions: SecretsVersion[];
	/** Newest first. */
	readonly releases: Release[];
	/** Oldest first. */
	readonly log: LogLine[];
	lock: AppLock | undefined;
	readonly addresses: IpAddress[];
	/** Released ones too: no address is given twice. */
	addressesMade: number;
	/** By host name. */
	readonly certificates: Map<string, Certificate>;
}
