import { monorepo } from '../kernel/seedRepositories';
import { assignPublicAddresses } from './world/addresses';
import type { JsonObject } from './json';
import type { MachineLifecycle } from './lifecycle/lifecycle';
import type { App, Machine } from './model';
import { digestOfReference, revisionLabel } from './world/images';
import { groupMetadata, type GroupKey } from './world/processGroup';
import { addRelease } from './world/releases';
import type { FlyWorld } from './world/world';

const SEED_MACHINES = [
	{ id: '1857156b526dd8', name: 'paintbox-api-app-1', region: 'ord', group: 'app' },
	{ id: '3287eeeb342085', name: 'paintbox-api-app-2', region: 'iad', group: 'app' },
	{ id: '5683d707f16058', name: 'paintbox-api-worker-1', region: 'ord', group: 'worker' },
] as const;

/** Candlefish's one app on Fly, deployed and healthy, and a machine in it that nobody deploys. */
export function seedWorld(world: FlyWorld, lifecycle: MachineLifecycle): void {
	const app = world.addApp('paintbox-api');
	assignPublicAddresses(world, app);
	const image = 'registry.fly.io/paintbox-api:v1';
	const { repositories } = world.services;
	const first = repositories.has(monorepo) ? repositories.resolve(monorepo, repositories.defaultBranch) : undefined;
	if (first) world.images.push(image, { digest: digestOfReference(image), labels: { [revisionLabel]: first.sha } });
	const release = addRelease(world, app, {
		image,
		strategy: 'ROLLING',
		definition: {},
		status: 'complete',
	});
	for (const { id, name, region, group } of SEED_MACHINES) {
		addManagedMachine(world, lifecycle, app, { id, name, region, group, image, release });
	}
	const unmanaged = world.addMachine(app, {
		id: '9080e6f3a12987',
		name: 'paintbox-api-console',
		region: 'ord',
		config: {
			image: 'registry-1.docker.io/library/postgres:17',
			guest: { cpu_kind: 'shared', cpus: 1, memory_mb: 256 },
			restart: { policy: 'always' },
		},
	});
	lifecycle.settle(unmanaged);
}

/** A running machine as flyctl would have made it. */
export function addManagedMachine(
	world: FlyWorld,
	lifecycle: MachineLifecycle,
	app: App,
	options: {
		readonly id?: string;
		readonly name?: string;
		readonly region: string;
		readonly group: string;
		readonly image: string;
		readonly release: { readonly id: string; readonly version: number };
		readonly checks?: boolean;
		readonly groupKey?: GroupKey;
		readonly containers?: readonly JsonObject[];
	},
): Machine {
	const { id, name, region, group, image, release } = options;
	const machine = world.addMachine(app, {
		...(id !== undefined && { id }),
		...(name !== undefined && { name }),
		region,
		config: {
			...managedConfig(group, image, release, options),
			...(options.containers && { containers: options.containers }),
		},
	});
	lifecycle.settle(machine);
	return machine;
}

function managedConfig(
	group: string,
	image: string,
	release: { readonly id: string; readonly version: number },
	{
		checks: withChecks = true,
		groupKey = 'fly_process_group',
	}: { readonly checks?: boolean; readonly groupKey?: GroupKey },
): JsonObject {
	const check = { interval: '15s', timeout: '2s', grace_period: '5s' };
	return {
		image,
		env: { FLY_PROCESS_GROUP: group, LOG_LEVEL: 'info', PRIMARY_REGION: 'ord' },
		guest: { cpu_kind: 'shared', cpus: 1, memory_mb: 512 },
		init: group === 'app' ? {} : { cmd: ['node', `${group}.js`] },
		restart: { policy: 'on-failure', max_retries: 10 },
		metadata: {
			fly_platform_version: 'v2',
			...groupMetadata(group, groupKey),
			fly_release_id: release.id,
			fly_release_version: String(release.version),
		},
		...(group === 'app' && {
			services: [
				{
					protocol: 'tcp',
					internal_port: 8080,
					autostop: 'off',
					autostart: true,
					ports: [
						{ port: 443, handlers: ['tls', 'http'] },
						{ port: 80, handlers: ['http'], force_https: true },
					],
					...(withChecks && { checks: [{ ...check, type: 'http', method: 'GET', path: '/health' }] }),
				},
			],
		}),
		...(group !== 'app' && withChecks && { checks: { alive: { ...check, type: 'tcp', port: 9000 } } }),
	};
}
