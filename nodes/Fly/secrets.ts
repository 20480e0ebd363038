import { isRecord, listAt, numberAt } from '../deployment/values/jsonFields';
import { messageOf, OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import { attempt } from '../shared/waiting/attempt';
import type { Fly } from './transport';
import type { FlySecret } from './types';

export async function listSecrets(fly: Fly, app: string): Promise<FlySecret[]> {
	const body = await fly.object<object>({
		method: 'GET',
		path: path`/v1/apps/${app}/secrets`,
	});
	return listAt(body, 'secrets').filter((secret): secret is FlySecret => isRecord(secret));
}

/** @throws OperationFailure, which holds the name and never a value. */
export function requireSecretName(name: string): void {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
	throw new OperationFailure(
		`"${name}" is not the name of a secret`,
		'Give a name as of an environment variable: letters, digits and underscores, no digit first',
	);
}

/**
 * Sets and, where the value is null, unsets. Done twice it ends the same. Machines have the change
 * after their next boot.
 *
 * @returns the version of the app's secrets that holds it: the barrier for `min_secrets_version`.
 */
export async function changeSecrets(
	fly: Fly,
	app: string,
	values: Readonly<Record<string, string | null>>,
): Promise<number> {
	const given = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
	const versions: Array<number | null> = [];
	const removed: string[] = [];
	if (given.length > 0) {
		const { body } = await fly.request({
			method: 'POST',
			path: path`/v1/apps/${app}/secrets`,
			body: { values: Object.fromEntries(given) },
			secretValues: given.map(([, value]) => value),
			safeToRepeat: true,
		});
		versions.push(versionIn(body));
	}
	for (const [name, value] of Object.entries(values)) {
		if (value !== null) continue;
		const unset = await attempt(
			fly.request({
				method: 'DELETE',
				path: path`/v1/apps/${app}/secrets/${name}`,
				acceptStatuses: [404],
			}),
		);
		if (!unset.ok) throw partlyUnset(app, name, removed, unset.error);
		removed.push(name);
		// Gone by now: an earlier try may have removed it, and the next boot has the newest anyway.
		versions.push(unset.value.status === 404 ? 0 : versionIn(unset.value.body));
	}
	const known = versions.filter((version) => version !== null);
	if (known.length === versions.length) return Math.max(0, ...known);
	throw new OperationFailure(
		`Fly.io took the secrets of app ${app}, but did not say which version holds them`,
		'They are staged. Deploy the app, and check in Fly.io that its machines have them',
	);
}

/** Of several secrets some may be gone already: that is said. */
function partlyUnset(app: string, name: string, removed: readonly string[], error: unknown): unknown {
	if (removed.length === 0) return error;
	return new OperationFailure(
		`Secret ${name} of app ${app} was not unset: ${messageOf(error)}. These are unset, and staged: ${removed.join(', ')}`,
		'Run this again: what is unset already is no error, and every machine is booted then',
		{ removed: [...removed] },
		{ cause: error },
	);
}

function versionIn(body: unknown): number | null {
	return numberAt(body, 'version') ?? numberAt(body, 'Version');
}

export interface SecretChange {
	readonly name: string;
	readonly change: 'added' | 'changed' | 'unchanged' | 'removed' | 'absent';
	/** Fly's own digest of the value now; null for one that is gone. */
	readonly digest: string | null;
}

/** What became of each name, by Fly's digests. */
export function secretChanges(
	names: readonly string[],
	before: readonly FlySecret[],
	after: readonly FlySecret[],
): SecretChange[] {
	const digestIn = (secrets: readonly FlySecret[], name: string) =>
		secrets.find((secret) => secret.name === name)?.digest ?? null;
	return names.map((name) => {
		const was = digestIn(before, name);
		const digest = digestIn(after, name);
		if (digest === null) return { name, change: was === null ? 'absent' : 'removed', digest };
		if (was === null) return { name, change: 'added', digest };
		return { name, change: was === digest ? 'unchanged' : 'changed', digest };
	});
}
