import type { Fly } from '../fly';
import { resolveInternal } from '../world/internalDns';
import { liveLease } from '../world/leases';
import { isoTime, presentApp, presentMachine, presentSecret } from './present';
import { currentSecretsVersion } from '../world/secrets';

/** Everything this Fly holds, without values of secrets and environment variables or nonces of leases. */
export function describeState(fly: Fly): Record<string, unknown> {
	const { world } = fly;
	return {
		apps: [...world.apps.values()].map((app) => ({
			...presentApp(world, app),
			secrets_version: currentSecretsVersion(app),
			secrets: [...app.secrets.values()].map((secret) => presentSecret(secret, false)),
			releases: app.releases.map((release) => ({
				id: release.id,
				version: release.version,
				status: release.status,
				image: release.image,
				strategy: release.strategy,
				created_at: isoTime(release.createdAtMs),
			})),
			locked_until: app.lock ? isoTime(app.lock.expiresAtMs) : null,
		})),
		machines: [...world.machines.values()].map((machine) => {
			const lease = liveLease(world, machine);
			const { config, ...rest } = presentMachine(world, machine);
			delete rest['nonce'];
			return {
				...rest,
				app_name: machine.appName,
				image: machine.version.config['image'],
				metadata: machine.version.config['metadata'] ?? {},
				has_config: config !== undefined,
				host: machine.host,
				running: machine.running
					? {
							version: machine.running.version.instanceId,
							image: machine.running.version.image.written,
							digest: machine.running.version.image.digest,
							secrets_version: machine.running.secretsVersion,
							since: isoTime(machine.running.startedAtMs),
						}
					: null,
				lease: lease ? { owner: lease.owner, expires_at: isoTime(lease.expiresAtMs) } : null,
			};
		}),
		internal_dns: Object.fromEntries(
			[...world.apps.keys()].map((name) => [`${name}.internal`, resolveInternal(world, `${name}.internal`)]),
		),
		full_regions: [...world.fullRegions],
		limits: { enabled: fly.limits.enabled, refused: fly.limits.refused },
		waits: { hold: fly.waits.hold, held: fly.waits.count },
	};
}
