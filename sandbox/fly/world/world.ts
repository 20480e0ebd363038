import { commitImages } from '../../kernel/builtImage';
import type { SandboxServices } from '../../kernel/platform';
import type { Build } from './builds';
import { containersIn, mainContainer } from './containers';
import { machineName, ulid } from './identifiers';
import { ImageRegistry } from './images';
import type { JsonObject } from '../json';
import type { App, LogLine, Machine, MachineEvent, MachineState, MachineVersion } from '../model';
import { flyError, notFound } from '../errors';
import { ORGANIZATION, type Organization } from './organizations';
import type { AccessToken } from './tokens';
import type { Volume } from './volumes';
import type { Waits } from '../lifecycle/waits';

export const USER = { id: 'u53r0perat0r', email: 'operator@candlefish.ai', name: 'Sandbox Operator' } as const;

/** The vendor's page shows the newest events only. */
const keptEvents = 30;

/** As many as an answer of the vendor's holds. */
const keptLines = 100;

export interface NewMachine {
	readonly name?: string | undefined;
	readonly region?: string | undefined;
	readonly config: JsonObject;
	readonly minimumSecretsVersion?: number | undefined;
	readonly cordoned?: boolean;
	readonly id?: string;
}

/** Everything the simulated Fly holds, and the look-ups on it. */
export class FlyWorld {
	readonly apps = new Map<string, App>();
	readonly machines = new Map<string, Machine>();
	readonly volumes = new Map<string, Volume>();
	readonly tokens: AccessToken[] = [];
	readonly builds = new Map<string, Build>();
	readonly images: ImageRegistry;
	/** Whether every machine's answer repeats its services' checks under their older names, not only a cordoned one's. */
	compatChecksEverywhere = false;
	/** Regions without room for one more machine. */
	readonly fullRegions = new Set(['full']);
	private sequence = 0;

	constructor(
		readonly services: SandboxServices,
		readonly waits: Waits,
	) {
		this.images = new ImageRegistry(commitImages(services));
	}

	now(): number {
		return this.services.clock.now();
	}

	ulid(): string {
		this.sequence += 1;
		return ulid(this.services.ids, this.now(), this.sequence);
	}

	/** Raises 404. */
	app(name: string): App {
		const app = this.apps.get(name);
		if (!app) throw notFound('app not found');
		return app;
	}

	/** Raises 422 for a name that is taken, 400 for one that is none. */
	addApp(
		name: string,
		{
			network = 'default',
			organization = ORGANIZATION,
		}: { network?: string | undefined; organization?: Organization } = {},
	): App {
		if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
			throw flyError(400, `invalid app name "${name}"`);
		}
		if (this.apps.has(name)) {
			throw flyError(422, 'Validation failed: Name has already been taken', 'name_taken');
		}
		const app: App = {
			// Fly's own apps have their name as their id in GraphQL.
			id: name,
			internalNumericId: this.services.ids.integer(),
			name,
			organization,
			network,
			createdAtMs: this.now(),
			secrets: new Map(),
			secretsVersions: [],
			releases: [],
			log: [],
			lock: undefined,
			addresses: [],
			addressesMade: 0,
			certificates: new Map(),
		};
		this.apps.set(name, app);
		return app;
	}

	/** Oldest first; destroyed ones too. */
	machinesOf(app: App): Machine[] {
		return [...this.machines.values()].filter((machine) => machine.appName === app.name);
	}

	volumesOf(app: App): Volume[] {
		return [...this.volumes.values()].filter((volume) => volume.appName === app.name);
	}

	/** Raises 404 for a machine of another app too. A destroyed machine can still be read. */
	machine(appName: string, id: string): Machine {
		this.app(appName);
		const machine = this.machines.get(id);
		if (!machine || machine.appName !== appName) throw notFound('machine not found');
		return machine;
	}

	/** A version from a configuration. Raises 400 for an image that is not there. */
	makeVersion(config: JsonObject, minimumSecretsVersion = 0): MachineVersion {
		const containers = containersIn(config, this.images);
		const main = mainContainer(containers, config);
		const written = config['image'];
		const own = main === undefined || typeof written === 'string' ? this.images.resolve(String(written)) : main.image;
		return {
			instanceId: this.ulid(),
			config,
			image: main?.image ?? own,
			imageRef: own,
			containers,
			minimumSecretsVersion,
		};
	}

	/** A machine in state `created`. Raises 412 when its region is full, 409 when its name is taken. */
	addMachine(app: App, options: NewMachine): Machine {
		const region = options.region ?? 'ord';
		if (this.fullRegions.has(region)) {
			throw flyError(
				412,
				'could not reserve resource for machine: insufficient resources available to fulfill request',
				'insufficient_capacity',
			);
		}
		const name = options.name ?? machineName(this.services.ids);
		const holder = this.machinesOf(app).find((machine) => machine.name === name && machine.state !== 'destroyed');
		if (holder) {
			throw flyError(
				409,
				`already_exists: unique machine name violation, machine ID ${holder.id} already exists with name "${name}"`,
			);
		}
		const version = this.makeVersion(options.config, options.minimumSecretsVersion);
		const id = options.id ?? this.services.ids.hex(14);
		const address = this.services.ids.hex(12);
		const machine: Machine = {
			id,
			appName: app.name,
			name,
			region,
			privateIp: `fdaa:0:18:a7b:${address.slice(0, 4)}:${address.slice(4, 8)}:${address.slice(8)}:2`,
			createdAtMs: this.now(),
			updatedAtMs: this.now(),
			state: 'created',
			version,
			running: undefined,
			versions: [version],
			events: [],
			cordoned: options.cordoned ?? false,
			lease: undefined,
			host: 'ok',
			forcedChecks: undefined,
		};
		this.machines.set(id, machine);
		this.record(machine, 'launch', 'created', 'user');
		return machine;
	}

	/** Adds an event. */
	record(machine: Machine, type: string, status: string, source: MachineEvent['source'], request?: JsonObject): void {
		const event = { id: this.ulid(), type, status, source, timestamp: this.now() };
		machine.events = [request ? { ...event, request } : event, ...machine.events].slice(0, keptEvents);
	}

	/** Adds a line to the log of the machine's app, which holds the newest only. */
	log({ id, appName, region }: Machine, level: LogLine['level'], message: string): void {
		const log = this.apps.get(appName)?.log;
		if (log === undefined) return;
		log.push({ id: this.ulid(), atMs: this.now(), machineId: id, region, level, message });
		if (log.length > keptLines) log.shift();
	}

	/** Sets the state and lets held requests look. */
	moveTo(machine: Machine, state: MachineState): void {
		machine.state = state;
		machine.updatedAtMs = this.now();
		this.waits.changed();
	}
}
