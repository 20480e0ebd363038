import { createHmac } from 'node:crypto';

import type { App } from '../model';
import { badRequest, failedPrecondition } from '../errors';
import type { FlyWorld } from './world';

/** How long a change of the secrets takes to reach the hosts. */
const replicationMs = 2000;

export const currentSecretsVersion = (app: App): number => app.secretsVersions.at(-1)?.version ?? 0;

/**
 * Sets and, where the value is null, unsets. Staged only: a machine has what it was booted with until it is
 * booted again. Returns the new version. Raises 400 for a name that no variable can have, before anything changes.
 */
export function changeSecrets(world: FlyWorld, app: App, changes: ReadonlyMap<string, string | null>): number {
	for (const name of changes.keys()) {
		if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
			throw badRequest(`invalid secret name: ${name}`);
		}
	}
	const nowMs = world.now();
	for (const [name, value] of changes) {
		if (value === null) {
			app.secrets.delete(name);
			continue;
		}
		app.secrets.set(name, {
			name,
			value,
			digest: createHmac('sha256', app.name).update(`${name}\0${value}`).digest('hex').slice(0, 16),
			createdAtMs: app.secrets.get(name)?.createdAtMs ?? nowMs,
			updatedAtMs: nowMs,
		});
	}
	const version = currentSecretsVersion(app) + 1;
	const values = new Map([...app.secrets.values()].map(({ name, value }) => [name, value]));
	app.secretsVersions.push({ version, atMs: nowMs, values });
	return version;
}

/** Raises 412 when the app never had that version. */
export function requireSecretsVersion(app: App, minimum: number): void {
	if (minimum <= currentSecretsVersion(app)) return;
	throw failedPrecondition(`min_secrets_version ${minimum} is not yet available on this app`);
}

/** The version that a machine gets that boots now: the newest that has reached the hosts. */
export function replicatedSecretsVersion(world: FlyWorld, app: App): number {
	const reached = app.secretsVersions.filter(({ atMs }) => atMs + replicationMs <= world.now());
	return reached.at(-1)?.version ?? 0;
}

/** What a machine that was booted with that version has under the name. */
export function secretAt(app: App, name: string, version: number): string | undefined {
	return app.secretsVersions.find((each) => each.version === version)?.values.get(name);
}

/** How long a boot that asks for `minimum` still waits for it. */
export function secretsDelayMs(world: FlyWorld, app: App, minimum: number): number {
	const wanted = app.secretsVersions.find(({ version }) => version >= minimum);
	if (minimum === 0 || !wanted) return 0;
	return Math.max(0, wanted.atMs + replicationMs - world.now());
}
