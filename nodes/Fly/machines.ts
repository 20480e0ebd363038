import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../deployment/values/jsonFields';
import { clock } from '../shared/waiting/clock';
import { mayHaveHappened } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformRequest } from '../shared/http/platform';
import { pollUntil } from '../shared/waiting/pollUntil';
import { attempt } from '../shared/waiting/attempt';
import type { Fly } from './transport';
import type { FlyConfig, FlyMachine, FlyMachineVersion } from './types';

/** Metadata of a machine made here, `<release id>/<its own id>`: to find it after a lost answer, or after a run that died. */
export const launchIdKey = 'slipway_launch_id';

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
export async function listMachines(fly: Fly, app: string): Promise<FlyMachine[]> {
	return await fly.list<FlyMachine>({
		method: 'GET',
		path: path`/v1/apps/${app}/machines`,
	});
}

/** The same, however often looking fails for a reason that passes. @throws whatever still stands in the way when the time is up. */
export async function listMachinesPatiently(fly: Fly, app: string, timeoutMs: number): Promise<FlyMachine[]> {
	const { value } = await pollUntil({
		what: `the machines of app ${app}`,
		timeoutMs,
		read: async () => await listMachines(fly, app),
		assess: () => ({ phase: 'succeeded', seen: '' }),
	});
	return value;
}

export async function readMachine(fly: Fly, app: string, id: string): Promise<FlyMachine> {
	return await fly.object<FlyMachine>(machineCall('GET', app, id));
}

/** The versions that a machine has had, the newest first, each with its whole configuration. */
export async function listVersions(fly: Fly, app: string, id: string): Promise<FlyMachineVersion[]> {
	return await fly.list<FlyMachineVersion>(machineCall('GET', app, id, { below: '/versions' }));
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

/**
 * Replaces a machine's configuration, once. Under the lease nobody else can, so that a new version
 * after a lost answer is this update's.
 */
export async function updateMachine(
	fly: Fly,
	app: string,
	id: string,
	update: MachineUpdate,
): Promise<FlyMachine> {
	const send = async () =>
		await fly.object<FlyMachine>({
			...machineCall('POST', app, id, update),
			body: {
				config: update.config,
				current_version: update.currentVersion,
				...(update.skipLaunch && { skip_launch: true }),
				...(update.minSecretsVersion !== null && { min_secrets_version: update.minSecretsVersion }),
			},
		});
	const sent = await attempt(send());
	if (sent.ok) return sent.value;
	if (!mayHaveHappened(sent.error)) throw sent.error;
	const seen = await readMachine(fly, app, id);
	return seen.instance_id === update.currentVersion ? await send() : seen;
}

export interface NewMachine {
	readonly config: FlyConfig;
	readonly region: string | null;
	/** Unique to this very machine. */
	readonly launchId: string;
	/** Whether Fly's proxy leaves it out at first. DNS does so only where its configuration says so. */
	readonly cordoned: boolean;
	readonly minSecretsVersion: number | null;
}

/** Pauses before each look for a machine whose create was not answered. */
const lookDelaysMs = [500, 2_000, 5_000];

/** Makes a machine exactly once: after an ambiguous answer it is looked for by its launch id before the request is sent again. */
export async function createMachine(fly: Fly, app: string, wanted: NewMachine): Promise<FlyMachine> {
	const metadata = wanted.config.metadata;
	const config: FlyConfig = {
		...wanted.config,
		metadata: { ...(metadata as IDataObject | undefined), [launchIdKey]: wanted.launchId },
	};
	const send = async () =>
		await fly.object<FlyMachine>({
			method: 'POST',
			path: path`/v1/apps/${app}/machines`,
			body: {
				config,
				...(wanted.region !== null && { region: wanted.region }),
				...(wanted.cordoned && { skip_service_registration: true }),
				...(wanted.minSecretsVersion !== null && { min_secrets_version: wanted.minSecretsVersion }),
			},
		});
	const sent = await attempt(send());
	if (sent.ok) return sent.value;
	if (!mayHaveHappened(sent.error)) throw sent.error;
	let hasLooked = false;
	for (const delayMs of lookDelaysMs) {
		await clock.sleep(delayMs);
		const listed = await attempt(listMachines(fly, app));
		if (!listed.ok) continue;
		hasLooked = true;
		const found = listed.value.find(
			(machine) => textAt(machine.config, 'metadata', launchIdKey) === wanted.launchId,
		);
		if (found) return found;
	}
	// Sent again only when it is seen not to be there: two of it would be one too many.
	if (!hasLooked) throw sent.error;
	return await send();
}

export type MachineVerb = 'start' | 'stop' | 'restart' | 'cordon' | 'uncordon';

/** Start, stop, cordon and uncordon end the same when done twice; a restart is sent once. */
export async function actOnMachine(
	fly: Fly,
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
export async function destroyMachine(
	fly: Fly,
	app: string,
	id: string,
	nonce?: string | null,
): Promise<void> {
	await fly.request({
		...machineCall('DELETE', app, id, { nonce }),
		query: { force: true },
		acceptStatuses: [404],
	});
}
