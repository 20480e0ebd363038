import type { JsonObject } from '../json';
import { objectIn } from '../json';
import type { MachineLifecycle } from '../lifecycle/lifecycle';
import type { App, Release } from '../model';
import { isDeployedMachine } from '../world/processGroup';
import { addRelease } from '../world/releases';
import { changeSecrets, currentSecretsVersion } from '../world/secrets';
import type { FlyWorld } from '../world/world';

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
