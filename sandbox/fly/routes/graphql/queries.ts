import type { Fly } from '../../fly';
import { nearestRegion, regions } from '../../world/regions';
import { organizations } from '../../world/organizations';
import { organizationFields, userFields } from './accountFields';
import { appFields } from './appFields';
import type { AppOf } from './appOf';
import type { Resolver } from './connection';
import { connection } from './connection';
import { findImage, imageVersionFields } from './imageFields';
import { machineFields, volumeFields } from './machineFields';
import { refusal } from './refusal';
import { regionFields } from './regionFields';
import { vmSizes } from './vmSizes';

/** The fields of the root that reads. */
export function queryResolvers({ world }: Fly, apps: AppOf): Readonly<Record<string, Resolver>> {
	const machineOf = (id: unknown) => {
		const machine = world.machines.get(String(id));
		return machine && apps.isVisible(machine.appName) ? machine : undefined;
	};
	const latest = (image: unknown) => {
		const found = findImage(world, String(image));
		if (!found) throw refusal('Could not find Image', 'NOT_FOUND');
		return found;
	};
	return {
		app: ({ name, id }) => appFields(world, apps.named(name ?? id)),
		apps: (given) => {
			const { organizationId, role, ids, active } = given;
			const found = [...world.apps.values()].filter(
				(app) =>
					apps.isVisible(app.name) &&
					(organizationId === undefined || organizationId === null || organizationId === app.organization.id) &&
					// No app here has a role, such as a remote builder's or a database's.
					(typeof role !== 'string' || role === '') &&
					(!Array.isArray(ids) || ids.includes(app.id)) &&
					(active !== true || world.machinesOf(app).some(({ running }) => running !== undefined)),
			);
			return connection(
				found,
				given,
				(app) => appFields(world, app),
				({ name }) => name,
			);
		},
		appNameAvailable: ({ name }) => !world.apps.has(String(name)),
		canPerformBluegreenDeployment: ({ name }) => apps.named(name) !== undefined,
		currentUser: () => userFields,
		viewer: () => userFields,
		latestImageTag: ({ repository }) => {
			const { written, tag } = latest(repository);
			return written.includes(':') ? written : `${written}:${tag ?? 'latest'}`;
		},
		latestImageDetails: ({ image }) => imageVersionFields(latest(image)),
		machine: ({ machineId }) => {
			const machine = machineOf(machineId);
			if (!machine) throw refusal('Could not find Machine', 'NOT_FOUND');
			return machineFields(world, machine);
		},
		node: ({ id }) => {
			const machine = machineOf(id);
			if (machine) return machineFields(world, machine);
			const volume = world.volumes.get(String(id));
			if (volume && apps.isVisible(volume.appName)) return volumeFields(world, volume);
			const app = world.apps.get(String(id));
			return app && apps.isVisible(app.name) ? appFields(world, app) : null;
		},
		organization: ({ slug, id, name }) => {
			const found = organizations.find((one) => slug === one.slug || id === one.id || name === one.name);
			if (!found) throw refusal('Could not find Organization', 'NOT_FOUND');
			return organizationFields(world, found);
		},
		organizations: (given) =>
			connection(
				organizations,
				given,
				(organization) => organizationFields(world, organization),
				({ id }) => id,
			),
		nearestRegion: () => {
			const region = regions.find(({ code }) => code === nearestRegion) ?? regions[0];
			return regionFields(region);
		},
		platform: () => ({ requestRegion: nearestRegion, regions: regions.map(regionFields), vmSizes }),
	};
}
