import { objectsIn, readText } from '../../json';
import type { Machine, MachineEvent } from '../../model';
import { isoTime, presentMachine } from '../../present/present';
import type { Volume, VolumeSnapshot } from '../../world/volumes';
import { attachedMachine } from '../../world/volumes';
import type { FlyWorld } from '../../world/world';
import { appFields } from './appFields';
import type { Arguments } from './connection';
import { connection } from './connection';

/** A machine as GraphQL has it: what the Machines API says of it, in other words. */
export function machineFields(world: FlyWorld, machine: Machine): Record<string, unknown> {
	const { config, incomplete_config: incomplete } = presentMachine(world, machine);
	return {
		__typename: 'Machine',
		id: machine.id,
		name: machine.name,
		state: machine.state,
		region: machine.region,
		instanceId: machine.version.instanceId,
		config: config ?? incomplete,
		createdAt: isoTime(machine.createdAtMs),
		updatedAt: isoTime(machine.updatedAtMs),
		app: () => appFields(world, world.app(machine.appName)),
		host: { id: `host-${machine.region}` },
		ips: (given: Arguments) =>
			connection(
				[machine.privateIp],
				given,
				(ip) => ({ id: ip, family: 'v6', kind: 'privatenet', ip, maskSize: 112 }),
				(ip) => ip,
			),
		egressIpAddresses: (given: Arguments) =>
			connection(
				[],
				given,
				() => ({}),
				() => '',
			),
		events: (given: Arguments) => {
			const { kind } = given;
			const events = machine.events.filter(({ type }) => typeof kind !== 'string' || type === kind);
			return connection(events, given, eventFields, ({ id }) => id);
		},
	};
}

function eventFields(event: MachineEvent): Record<string, unknown> {
	return {
		__typename: 'MachineEventGeneric',
		id: event.id,
		kind: event.type,
		timestamp: isoTime(event.timestamp),
	};
}

export function volumeFields(world: FlyWorld, volume: Volume): Record<string, unknown> {
	const machine = attachedMachine(world, volume);
	return {
		__typename: 'Volume',
		id: volume.id,
		internalId: volume.id.replace('vol_', ''),
		name: volume.name,
		region: volume.region,
		sizeGb: volume.sizeGb,
		state: 'created',
		status: machine ? 'attached' : 'unattached',
		encrypted: volume.encrypted,
		snapshotRetentionDays: volume.snapshotRetentionDays,
		createdAt: isoTime(volume.createdAtMs),
		app: () => appFields(world, world.app(volume.appName)),
		attachedMachine: () => machine && machineFields(world, machine),
		snapshots: (given: Arguments) =>
			connection(
				volume.snapshots,
				given,
				(snapshot) => snapshotFields(volume, snapshot),
				({ id }) => id,
			),
	};
}

function snapshotFields(volume: Volume, snapshot: VolumeSnapshot): Record<string, unknown> {
	return {
		id: snapshot.id,
		size: '0',
		digest: snapshot.digest,
		retentionDays: volume.snapshotRetentionDays,
		createdAt: isoTime(snapshot.createdAtMs),
	};
}

/** What the machines of the app platform listen on, each port once. */
export function serviceFields(machines: readonly Machine[]): Array<Record<string, unknown>> {
	const services = new Map<string, Record<string, unknown>>();
	for (const { version } of machines) {
		for (const service of objectsIn(version.config, 'services')) {
			const protocol = (readText(service, 'protocol') ?? 'tcp').toUpperCase();
			const internalPort = service['internal_port'];
			services.set(`${protocol} ${String(internalPort)}`, {
				description: '',
				protocol,
				internalPort,
				ports: objectsIn(service, 'ports').map(({ port, handlers }) => ({
					port,
					handlers: Array.isArray(handlers) ? handlers.map((handler) => String(handler).toUpperCase()) : [],
				})),
			});
		}
	}
	return [...services.values()];
}
