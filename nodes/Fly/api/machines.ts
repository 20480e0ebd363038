import { path } from '../../shared/http/path';
import type { PlatformRequest } from '../../shared/http/platform';
import { pollUntil } from '../../shared/waiting/pollUntil';
import type { FlyClient } from './client';
import type { FlyConfig, FlyMachine, FlyMachineVersion } from './types';

/** A call about one machine; `below` is the rest of its path, and the nonce that of a lease it is made under. */
export function machineCall(
	method: PlatformRequest['method'],
	app: string,
	id: string,
	{ below = '', nonce }: { readonly below?: string; readonly nonce?: string | null | undefined } = {},
): PlatformRequest {
	return {
		method,
		path: path`/v1/apps/${app}/machines/${id}` + below,
		...(nonce && { headers: { 'fly-machine-lease-nonce': nonce } }),
	};
}

/** All machines of an app in one call, with configuration, checks and events. */
export async function listMachines(fly: FlyClient, app: string): Promise<FlyMachine[]> {
	return await fly.list<FlyMachine>({ method: 'GET', path: path`/v1/apps/${app}/machines` });
}

/** The same, however often looking fails for a reason that passes. @throws whatever still stands in the way when the time is up. */
export async function listMachinesPatiently(fly: FlyClient, app: string, timeoutMs: number): Promise<FlyMachine[]> {
	const { value } = await pollUntil({
		what: `the machines of app ${app}`,
		timeoutMs,
		read: async () => await listMachines(fly, app),
		assess: () => ({ phase: 'succeeded', seen: '' }),
	});
	return value;
}

export async function readMachine(fly: FlyClient, app: string, id: string): Promise<FlyMachine> {
	return await fly.object<FlyMachine>(machineCall('GET', app, id));
}

/** The versions that a machine has had, the newest first, each with its whole configuration. */
export async function listVersions(fly: FlyClient, app: string, id: string): Promise<FlyMachineVersion[]> {
	return await fly.list<FlyMachineVersion>(machineCall('GET', app, id, { below: '/versions' }));
}

export interface NewMachine {
	readonly config: FlyConfig;
	readonly region: string | null;
	/** Whether Fly's proxy leaves it out at first. DNS does so only where its configuration says so. */
	readonly cordoned: boolean;
	readonly minSecretsVersion: number | null;
}

export async function createMachine(fly: FlyClient, app: string, wanted: NewMachine): Promise<FlyMachine> {
	const { config, region, cordoned, minSecretsVersion } = wanted;
	return await fly.object<FlyMachine>({
		method: 'POST',
		path: path`/v1/apps/${app}/machines`,
		body: {
			config,
			...(region !== null && { region }),
			...(cordoned && { skip_service_registration: true }),
			...(minSecretsVersion !== null && { min_secrets_version: minSecretsVersion }),
		},
	});
}

export interface MachineUpdate {
	readonly config: FlyConfig;
	/** The version that the configuration was read from: Fly refuses the update when it has another by now. */
	readonly currentVersion: string;
	readonly nonce: string;
	/** Whether a machine that is stopped stays so. */
	readonly skipLaunch: boolean;
	readonly minSecretsVersion: number | null;
}

/** Replaces a machine's whole configuration. */
export async function updateMachine(
	fly: FlyClient,
	app: string,
	id: string,
	update: MachineUpdate,
): Promise<FlyMachine> {
	return await fly.object<FlyMachine>({
		...machineCall('POST', app, id, { nonce: update.nonce }),
		body: {
			config: update.config,
			current_version: update.currentVersion,
			...(update.skipLaunch && { skip_launch: true }),
			...(update.minSecretsVersion !== null && { min_secrets_version: update.minSecretsVersion }),
		},
	});
}

export type MachineVerb = 'start' | 'stop' | 'restart' | 'cordon' | 'uncordon';

/** Start, stop, cordon and uncordon end the same when done twice; a restart is sent once. */
export async function actOnMachine(
	fly: FlyClient,
	app: string,
	id: string,
	verb: MachineVerb,
	nonce?: string | null,
): Promise<void> {
	await fly.request({
		...machineCall('POST', app, id, { below: `/${verb}`, nonce }),
		...(verb === 'stop' && { body: {} }),
		safeToRepeat: verb !== 'restart',
	});
}

/** Destroys a machine whatever it does; one that is gone already is fine. */
export async function destroyMachine(fly: FlyClient, app: string, id: string, nonce?: string | null): Promise<void> {
	await fly.request({
		...machineCall('DELETE', app, id, { nonce }),
		query: { force: true },
		acceptStatuses: [404],
	});
}

/** Fly holds a wait at most 60 s. */
const longestHoldSeconds = 25;

/** Lets Fly hold the request until the machine is in the state, or it has held it long enough. */
export async function holdUntilState(
	fly: FlyClient,
	app: string,
	{ id, instance_id: version }: FlyMachine,
	state: string,
	remainingMs: number,
): Promise<void> {
	const seconds = Math.max(1, Math.min(longestHoldSeconds, Math.ceil(remainingMs / 1000)));
	await fly.request({
		...machineCall('GET', app, id, { below: '/wait' }),
		query: { state, timeout: seconds, ...(version && { instance_id: version }) },
		timeoutMs: (seconds + 15) * 1000,
		acceptStatuses: [400, 404, 408],
	});
}
