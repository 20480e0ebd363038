import type { JsonObject } from '../json';
import { objectsIn, readText } from '../json';
import type { App, Machine } from '../model';
import { isoTime } from '../present/present';
import { badRequest, failedPrecondition, notFound } from '../errors';
import type { FlyWorld } from './world';

export interface VolumeSnapshot {
	readonly id: string;
	readonly digest: string;
	readonly createdAtMs: number;
}

export interface Volume {
	readonly id: string;
	readonly appName: string;
	readonly name: string;
	readonly region: string;
	readonly encrypted: boolean;
	readonly createdAtMs: number;
	sizeGb: number;
	snapshotRetentionDays: number;
	autoBackup: boolean;
	/** Newest first. */
	readonly snapshots: VolumeSnapshot[];
}

const largestGb = 500;

/** Raises 400 for a name or a size that is none. */
export function addVolume(
	world: FlyWorld,
	app: App,
	wanted: {
		readonly name: string;
		readonly region?: string | undefined;
		readonly sizeGb?: number | undefined;
		readonly encrypted?: boolean | undefined;
		readonly snapshotRetentionDays?: number | undefined;
		readonly autoBackup?: boolean | undefined;
	},
): Volume {
	if (!/^[a-z0-9_]{1,30}$/.test(wanted.name)) throw badRequest(`invalid volume name "${wanted.name}"`);
	const { sizeGb = 1 } = wanted;
	requireSize(sizeGb);
	const volume: Volume = {
		id: `vol_${world.services.ids.hex(16)}`,
		appName: app.name,
		name: wanted.name,
		region: wanted.region || 'ord',
		encrypted: wanted.encrypted ?? true,
		createdAtMs: world.now(),
		sizeGb,
		snapshotRetentionDays: wanted.snapshotRetentionDays ?? 5,
		autoBackup: wanted.autoBackup ?? true,
		snapshots: [],
	};
	world.volumes.set(volume.id, volume);
	return volume;
}

/** Raises 404 for a volume of another app too. */
export function volumeOf(world: FlyWorld, app: App, id: string): Volume {
	const volume = world.volumes.get(id);
	if (!volume || volume.appName !== app.name) throw notFound('volume not found');
	return volume;
}

/** The machine whose newest configuration mounts it. */
export function attachedMachine(world: FlyWorld, volume: Volume): Machine | undefined {
	return [...world.machines.values()].find(
		({ appName, state, version }) =>
			appName === volume.appName &&
			state !== 'destroyed' &&
			objectsIn(version.config, 'mounts').some((mount) => readText(mount, 'volume') === volume.id),
	);
}

/** Raises 400 for a mount of a volume that is not the app's or is in another region, 412 for one of another machine. */
export function requireMounts(
	world: FlyWorld,
	app: App,
	config: JsonObject,
	machine: { readonly id?: string; readonly region: string },
): void {
	for (const mount of objectsIn(config, 'mounts')) {
		const id = readText(mount, 'volume');
		if (id === undefined) continue;
		const volume = world.volumes.get(id);
		if (volume?.appName !== app.name) throw badRequest(`invalid_argument: volume ${id} not found`);
		if (volume.region !== machine.region) {
			throw badRequest(
				`invalid_argument: volume ${id} is in region ${volume.region}, the machine in ${machine.region}`,
			);
		}
		const holder = attachedMachine(world, volume);
		if (holder && holder.id !== machine.id) {
			throw failedPrecondition(`volume ${id} is attached to machine ${holder.id}`);
		}
	}
}

/** Grows it; says whether its machine must be restarted to see that. Raises 400 for one that would shrink. */
export function extendVolume(world: FlyWorld, volume: Volume, sizeGb: number): boolean {
	requireSize(sizeGb);
	if (sizeGb <= volume.sizeGb) throw badRequest(`size must be greater than the current size, ${volume.sizeGb} GB`);
	volume.sizeGb = sizeGb;
	return attachedMachine(world, volume)?.running !== undefined;
}

/** Raises 412 while a machine mounts it. */
export function removeVolume(world: FlyWorld, volume: Volume): void {
	const machine = attachedMachine(world, volume);
	if (machine) throw failedPrecondition(`volume is attached to machine ${machine.id}`);
	world.volumes.delete(volume.id);
}

export function snapshotVolume(world: FlyWorld, volume: Volume): VolumeSnapshot {
	const snapshot = {
		id: `vs_${world.services.ids.hex(16)}`,
		digest: world.services.ids.hex(64),
		createdAtMs: world.now(),
	};
	volume.snapshots.unshift(snapshot);
	return snapshot;
}

export function presentVolume(world: FlyWorld, volume: Volume, state = 'created'): Record<string, unknown> {
	const machine = attachedMachine(world, volume);
	return {
		id: volume.id,
		name: volume.name,
		state,
		size_gb: volume.sizeGb,
		region: volume.region,
		zone: volume.id.slice(-4),
		encrypted: volume.encrypted,
		fstype: 'ext4',
		host_status: machine?.host === 'unreachable' ? 'unreachable' : 'ok',
		...(machine && { attached_machine_id: machine.id }),
		snapshot_retention: volume.snapshotRetentionDays,
		auto_backup_enabled: volume.autoBackup,
		created_at: isoTime(volume.createdAtMs),
	};
}

export function presentSnapshot(volume: Volume, snapshot: VolumeSnapshot): Record<string, unknown> {
	return {
		id: snapshot.id,
		status: 'created',
		digest: snapshot.digest,
		size: 0,
		volume_size: volume.sizeGb * 1024 ** 3,
		retention_days: volume.snapshotRetentionDays,
		created_at: isoTime(snapshot.createdAtMs),
	};
}

function requireSize(sizeGb: number): void {
	if (sizeGb < 1 || sizeGb > largestGb) throw badRequest(`size must be between 1 and ${largestGb} GB`);
}
