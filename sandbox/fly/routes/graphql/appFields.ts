import type { App, Machine } from '../../model';
import { cnameTarget, isoTime } from '../../present/present';
import { isDeployedMachine } from '../../world/processGroup';
import { nearestRegion, regions } from '../../world/regions';
import type { FlyWorld } from '../../world/world';
import { organizationFields, tokenFields, userFields } from './accountFields';
import type { Arguments } from './connection';
import { connection } from './connection';
import { findImage, imageFields, imageVersionFields } from './imageFields';
import { machineFields, serviceFields, volumeFields } from './machineFields';
import { addressFields, certificateFields } from './networkFields';
import { regionFields } from './regionFields';
import { releaseFields, releasePage } from './releaseFields';

export function liveLock(world: FlyWorld, app: App): App['lock'] {
	return app.lock && app.lock.expiresAtMs > world.now() ? app.lock : undefined;
}

/** An app as GraphQL has it: what the Machines API says of it, in other words. */
export function appFields(world: FlyWorld, app: App): Record<string, unknown> {
	const machines = world.machinesOf(app).filter((machine) => machine.state !== 'destroyed');
	const deployed = machines.length > 0;
	const lock = liveLock(world, app);
	return {
		__typename: 'App',
		id: app.id,
		name: app.name,
		internalNumericId: app.internalNumericId,
		network: app.network,
		networkId: null,
		organization: () => organizationFields(world, app.organization),
		createdAt: isoTime(app.createdAtMs),
		deployed,
		state: deployed ? 'DEPLOYED' : 'PENDING',
		status: deployed ? 'deployed' : 'pending',
		platformVersion: 'machines',
		hostname: `${app.name}.fly.dev`,
		cnameTarget: cnameTarget(app),
		appUrl: `${world.services.origin()}/apps/${app.name}/`,
		role: null,
		currentLock: lock && { lockId: lock.id, expiration: isoTime(lock.expiresAtMs) },
		...appReleaseFields(app),
		...appMachineFields(world, app, machines),
		...appNetworkFields(world, app),
		limitedAccessTokens: (given: Arguments) =>
			connection(
				world.tokens.filter(({ appName }) => appName === app.name),
				given,
				tokenFields,
				({ id }) => id,
			),
		secrets: [...app.secrets.values()].map((secret) => ({
			id: `${app.name}/${secret.name}`,
			name: secret.name,
			digest: secret.digest,
			createdAt: isoTime(secret.updatedAtMs),
			user: userFields,
		})),
	};
}

function appReleaseFields(app: App): Record<string, unknown> {
	const [current] = app.releases;
	return {
		version: current?.version ?? 0,
		currentRelease: current && releaseFields(current),
		currentReleaseUnprocessed: current && releaseFields(current),
		release: ({ id, version }: Arguments) => {
			const found = app.releases.find((release) => release.id === id || release.version === version);
			return found && releaseFields(found);
		},
		releases: (given: Arguments) => releasePage(app, given),
		releasesUnprocessed: (given: Arguments) => releasePage(app, given),
	};
}

function appMachineFields(world: FlyWorld, app: App, machines: readonly Machine[]): Record<string, unknown> {
	const platformMachines = machines.filter(isDeployedMachine);
	const services = serviceFields(platformMachines);
	const codes = new Set(machines.map(({ region }) => region));
	const where = codes.size > 0 ? codes : new Set<string>([nearestRegion]);
	return {
		config: { definition: app.releases[0]?.definition ?? {}, valid: true, errors: [], services },
		services,
		regions: regions.filter(({ code }) => where.has(code)).map(regionFields),
		image: ({ ref }: Arguments) => {
			const image = findImage(world, typeof ref === 'string' ? ref : '');
			return image && imageFields(image);
		},
		imageDetails: platformMachines[0] && imageVersionFields(platformMachines[0].version.imageRef),
		machines: (given: Arguments) =>
			connection(
				given['active'] === true ? machines.filter(({ running }) => running !== undefined) : machines,
				given,
				(machine) => machineFields(world, machine),
				({ id }) => id,
			),
		machine: ({ id }: Arguments) => {
			const found = machines.find((machine) => machine.id === id);
			return found && machineFields(world, found);
		},
		volumes: (given: Arguments) =>
			connection(
				world.volumesOf(app),
				given,
				(volume) => volumeFields(world, volume),
				({ id }) => id,
			),
		hostIssues: (given: Arguments) =>
			connection(
				machines.filter(({ host }) => host === 'unreachable'),
				given,
				hostIssueFields,
				({ id }) => id,
			),
	};
}

function hostIssueFields({ id, updatedAtMs }: Machine): Record<string, unknown> {
	return {
		id: `issue-${id}`,
		internalId: id,
		message: `The host of machine ${id} does not answer`,
		createdAt: isoTime(updatedAtMs),
		updatedAt: isoTime(updatedAtMs),
	};
}

function appNetworkFields(world: FlyWorld, app: App): Record<string, unknown> {
	return {
		// The shared address is reported by itself, for all its apps have it.
		ipAddresses: (given: Arguments) =>
			connection(
				app.addresses.filter(({ type }) => type !== 'shared_v4'),
				given,
				(address) => addressFields(world, app, address),
				({ id }) => id,
			),
		sharedIpAddress: app.addresses.find(({ type }) => type === 'shared_v4')?.ip ?? null,
		certificates: (given: Arguments) => {
			const { filter, id } = given;
			const certificates = [...app.certificates.values()].filter(
				(certificate) =>
					(typeof filter !== 'string' || certificate.hostname.includes(filter)) &&
					(typeof id !== 'string' || certificate.id === id),
			);
			return connection(
				certificates,
				given,
				(certificate) => certificateFields(app, certificate),
				(it) => it.id,
			);
		},
		certificate: ({ hostname }: Arguments) => {
			const found = app.certificates.get(String(hostname).toLowerCase());
			return found && certificateFields(app, found);
		},
	};
}
