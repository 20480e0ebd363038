import { messageOf, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { setSecrets, unsetSecret } from '../../api/secrets';

/**
 * Sets and, where the value is null, unsets. Done twice it ends the same. Machines have the change
 * after their next boot.
 *
 * @returns the version of the app's secrets that holds it: the barrier for `min_secrets_version`.
 */
export async function changeSecrets(
	fly: FlyClient,
	app: string,
	values: Readonly<Record<string, string | null>>,
): Promise<number> {
	const given = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
	const versions: Array<number | null> = [];
	if (given.length > 0) versions.push(await setSecrets(fly, app, Object.fromEntries(given)));
	const removed: string[] = [];
	for (const [name, value] of Object.entries(values)) {
		if (value !== null) continue;
		const unset = await attempt(unsetSecret(fly, app, name));
		if (!unset.ok) throw partlyUnset(app, name, removed, unset.error);
		removed.push(name);
		versions.push(unset.value);
	}
	const known = versions.filter((version) => version !== null);
	if (known.length === versions.length) return Math.max(0, ...known);
	throw new OperationFailure(
		`Fly.io accepted the secrets of app ${app}, but did not say which version holds them`,
		'They are staged. Deploy the app, then check in Fly.io that its machines have them',
	);
}

/** Of several secrets some may be gone already: that is said. */
function partlyUnset(app: string, name: string, removed: readonly string[], error: unknown): unknown {
	if (removed.length === 0) return error;
	return new OperationFailure(
		`Secret ${name} of app ${app} was not unset: ${messageOf(error)}. These are unset, and staged: ${removed.join(', ')}`,
		'Run this again: a secret that is unset already is skipped, and every machine is booted then',
		{ removed: [...removed] },
		{ cause: error },
	);
}
