import { numberAt } from '../../../deployment/values/jsonFields';
import type { FlyClient } from '../../../Fly/api/client';
import { listSecrets } from '../../../Fly/api/secrets';
import type { FlySecret } from '../../../Fly/api/types';
import { bringSecretsIntoEffect } from '../../../Fly/changes/secrets/bringSecretsIntoEffect';
import { changeSecrets } from '../../../Fly/changes/secrets/changeSecrets';
import { readFleetSecrets } from '../../../Fly/changes/secrets/fleetSecrets';
import { type SecretsMark, secretsMark } from '../../../Fly/changes/secrets/secretsMark';
import { requireVariableName } from './requireVariableName';
import type { Target, TargetEffect } from './target';

export interface FlyTargetChoice {
	readonly app: string;
	/** Whose secrets these are: two syncs that took each other's mark away would boot the machines in turns. */
	readonly owner: string;
	/** How machines get the secrets now; null to stage them for the next deploy. */
	readonly boot: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined } | null;
}

/** An app's secrets, staged for its next deploy or brought to its machines now. */
export function flyTarget(client: FlyClient, { app, owner, boot }: FlyTargetChoice): Target {
	let secrets: readonly FlySecret[] = [];
	const markOf = (keys: readonly string[]): SecretsMark => secretsMark(owner, secrets, keys);
	return {
		name: `Fly.io app ${app}`,
		identity: `fly ${app}`,
		credentialType: 'slipwayFlyApi',
		summary: { platform: 'fly', app, apply: boot ? 'deploy' : 'stage' },
		neededAccess: `Use a token that may write to app ${app}, such as one of "fly tokens create deploy": a read-only token sees secrets and sets none`,
		takesEffect: boot
			? 'now: the machines are booted with them'
			: 'with the next deploy of the app: pass versions.target to Fly.io Release: Deploy Image, Minimum Secrets Version',
		marksAreDigests: true,
		takesReferences: false,
		...(boot && { effect: effectOf(client, app, boot, markOf) }),
		keyInTarget: (key) => requireVariableName(key, 'a Fly.io secret'),
		async read() {
			secrets = await listSecrets(client, app);
			// Fly's own digest: the same only for the same value.
			return new Map(secrets.map(({ name, digest }) => [name ?? '', { values: null, mark: digest ?? null }]));
		},
		check() {},
		async write(writes, done) {
			const given = writes.filter(({ value }) => value !== null);
			let version = 0;
			if (given.length > 0) {
				version = await changeSecrets(client, app, Object.fromEntries(given.map(({ key, value }) => [key, value])));
				for (const { key } of given) done(key);
			}
			for (const { key, value } of writes) {
				if (value !== null) continue;
				version = Math.max(version, await changeSecrets(client, app, { [key]: null }));
				done(key);
			}
			return { target: version };
		},
	};
}

function effectOf(
	client: FlyClient,
	app: string,
	boot: NonNullable<FlyTargetChoice['boot']>,
	markOf: (keys: readonly string[]) => SecretsMark,
): TargetEffect {
	return {
		async pending(keys) {
			const { behind, version } = await readFleetSecrets(client, app, markOf(keys));
			return {
				machines: behind.map(({ machine }) => machine.id),
				versions: version === null ? null : { target: version },
			};
		},
		async affected() {
			const { machines } = await readFleetSecrets(client, app, markOf([]));
			return machines.map(({ machine }) => machine.id);
		},
		async bring(keys, versions) {
			const { machines, warnings } = await bringSecretsIntoEffect(client, app, {
				mark: { ...markOf(keys), version: numberAt(versions, 'target') ?? 0 },
				...boot,
			});
			const running = machines.filter(({ state }) => state === 'started').length;
			return {
				takesEffect:
					running === 0
						? 'with the next start of each machine: none runs now, so whether they start with them is not shown'
						: `now: ${running} of ${machines.length} machines run with them`,
				machines: machines.map((machine) => ({ ...machine })),
				warnings,
			};
		},
	};
}
