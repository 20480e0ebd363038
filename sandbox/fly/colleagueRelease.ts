import type { JsonObject } from './json';
import { objectIn } from './json';
import type { MachineLifecycle } from './lifecycle';
import type { App, Machine, Release } from './model';
import { addRelease } from './releases';
import { changeSecrets, currentSecretsVersion } from './secrets';
import type { FlyWorld } from './world';

/** What somebody else releases with flyctl: new secrets, a restart, or an image. */
export interface ColleagueRelease {
	/** Without one each machine keeps its own: `fly secrets set`, `fly secrets deploy`, a restart. */
	readonly image?: string | undefined;
	readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * Makes a release as flyctl does, which every machine of the app platform carries afterwards. One of secrets only has
 * the image and the configuration of before; flyctl records no difference.
 */
export function releaseByColleague(
	world: FlyWorld,
	lifecycle: MachineLifecycle,
	app: App,
	{ image, secrets = {} }: ColleagueRelease,
): Release {
	const changes = Object.entries(secrets);
	if (changes.length > 0) changeSecrets(world, app, new Map(changes));
	const machines = world.machinesOf(app).filter(isDeployedMachine);
	const before = app.releases[0];
	const release = addRelease(world, app, {
		image: image ?? before?.image ?? String(machines[0]?.version.config['image'] ?? ''),
		strategy: 'ROLLING',
		definition: before?.definition ?? {},
		status: 'complete',
	});
	for (const machine of machines) {
		const { config } = machine.version;
		const next: JsonObject = {
			...config,
			...(image !== undefined && { image }),
			metadata: {
				...objectIn(config, 'metadata'),
				fly_flyctl_version: '0.3.200',
				fly_release_id: release.id,
				fly_release_version: String(release.version),
			},
		};
		const version = world.makeVersion(next, currentSecretsVersion(app));
		lifecycle.update(machine, version, { skipLaunch: machine.running === undefined });
	}
	return release;
}

/** Whether a release deploys it: flyctl's consoles and machines made by hand are others. */
export function isDeployedMachine(machine: Machine): boolean {
	const metadata = objectIn(machine.version.config, 'metadata');
	const group = metadata['fly_process_group'];
	const isReserved = typeof group === 'string' && group.startsWith('fly_app_');
	const isGone = machine.state === 'destroyed' || machine.state === 'destroying';
	return metadata['fly_platform_version'] === 'v2' && !isReserved && !isGone;
}
