import { createHash } from 'node:crypto';

import { reportedChecks } from '../lifecycle/checks';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { liveLease } from '../world/leases';
import type { App, AppSecret, Lease, Machine } from '../model';
import type { FlyWorld } from '../world/world';

/** Fly writes times without fractions: `2023-10-31T02:30:10Z`. */
export const isoTime = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** `hashid.appname.fly.dev`: what a host name of one's own points at. */
export const cnameTarget = (app: App): string =>
	`${createHash('sha256').update(app.name).digest('hex').slice(0, 7)}.${app.name}.fly.dev`;

const reserved = new Set(['destroyed', 'destroying']);

export function presentApp(world: FlyWorld, app: App): Record<string, unknown> {
	const machines = world.machinesOf(app).filter((machine) => !reserved.has(machine.state));
	return {
		id: app.id,
		internal_numeric_id: app.internalNumericId,
		name: app.name,
		organization: {
			name: app.organization.name,
			slug: app.organization.slug,
			internal_numeric_id: app.organization.internal_numeric_id,
		},
		status: machines.length > 0 ? 'deployed' : 'pending',
		machine_count: machines.length,
		volume_count: world.volumesOf(app).length,
		network: app.network,
		cname_target: cnameTarget(app),
	};
}

export function presentMachine(
	world: FlyWorld,
	machine: Machine,
	{ summary = false }: { readonly summary?: boolean } = {},
): Record<string, unknown> {
	const { imageRef: image } = machine.version;
	const lease = liveLease(world, machine);
	const unreachable = machine.host === 'unreachable';
	const brief = {
		id: machine.id,
		name: machine.name,
		state: machine.state,
		region: machine.region,
		image_ref: {
			registry: image.registry,
			repository: image.repository,
			...(image.tag !== undefined && { tag: image.tag }),
			digest: image.digest,
			labels: image.labels,
		},
		instance_id: machine.version.instanceId,
		version: machine.version.instanceId,
		private_ip: machine.privateIp,
		created_at: isoTime(machine.createdAtMs),
		updated_at: isoTime(machine.updatedAtMs),
	};
	if (summary) return brief;
	return {
		...brief,
		// Without its host only a part of the configuration is known.
		...(unreachable
			? { incomplete_config: incompleteConfig(machine.version.config) }
			: { config: presentConfig(machine.version.config) }),
		events: machine.events,
		checks: reportedChecks(machine, world.now(), world.compatChecksEverywhere).map((check) => ({
			name: check.name,
			status: check.status,
			output: check.output,
			updated_at: isoTime(check.updatedAtMs),
		})),
		host_status: unreachable ? 'unreachable' : 'ok',
		cordoned: machine.cordoned,
		...(lease && { nonce: lease.nonce }),
	};
}

/** Answers still write `autostop` off and stop as booleans, for older clients (the contract's own description). */
function presentConfig(config: JsonObject): JsonObject {
	const { services } = config;
	if (!Array.isArray(services)) return config;
	const words = new Map<unknown, boolean>([
		['off', false],
		['stop', true],
	]);
	return {
		...config,
		services: services.map((service: unknown) =>
			isJsonObject(service) && words.has(service['autostop'])
				? { ...service, autostop: words.get(service['autostop']) }
				: service,
		),
	};
}

function incompleteConfig(config: JsonObject): JsonObject {
	return { image: config['image'], guest: config['guest'] ?? {}, metadata: config['metadata'] ?? {} };
}

/** The contract gives the lease alone; the vendor's service and client wrap it. */
export function presentLease(machine: Machine, lease: Lease): Record<string, unknown> {
	return {
		status: 'success',
		data: {
			nonce: lease.nonce,
			expires_at: Math.floor(lease.expiresAtMs / 1000),
			owner: lease.owner,
			description: lease.description ?? '',
			version: machine.version.instanceId,
		},
	};
}

export function presentSecret(secret: AppSecret, showValue: boolean): Record<string, unknown> {
	return {
		name: secret.name,
		digest: secret.digest,
		created_at: isoTime(secret.createdAtMs),
		updated_at: isoTime(secret.updatedAtMs),
		...(showValue && { value: secret.value }),
	};
}
