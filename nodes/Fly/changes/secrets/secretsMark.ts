import { createHash } from 'node:crypto';

import type { FlyMachine, FlySecret } from '../../api/types';
import { markOn } from '../../state/marks';

/** What a machine's metadata says of the secrets it was booted with: Fly itself does not report it. */
export interface SecretsMark {
	/** In the metadata. */
	readonly name: string;
	/** Of the secrets' names, Fly's own digests of them, and when each was set. */
	readonly content: string;
	/** The version of the app's secrets that a machine must have been booted with; null when any that has them will do. */
	readonly version: number | null;
}

/**
 * The mark for certain secrets as Fly has them. No value goes into it. When each was set does, since a
 * value that was another one for a while leaves machines behind which were booted in between.
 *
 * @param owner whose secrets these are: each marks the machines for itself.
 */
export function secretsMark(
	owner: string,
	secrets: readonly FlySecret[],
	names: readonly string[],
	version: number | null = null,
): SecretsMark {
	const known = secrets
		.filter(({ name }) => name != null && names.includes(name))
		.map(({ name, digest, updated_at: setAt }) => [name, digest, setAt])
		.sort(([left], [right]) => String(left).localeCompare(String(right)));
	return {
		name: `slipway_secrets_${digestOf(owner).slice(0, 8)}`,
		content: digestOf(JSON.stringify(known)).slice(0, 16),
		version,
	};
}

const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** The version of the secrets that a machine was booted with; null when it was not with those of the mark. */
export function markedVersion({ config }: FlyMachine, { name, content }: SecretsMark): number | null {
	const [marked, version] = (markOn(config, name) ?? '').split('.');
	return marked === content ? Number(version) : null;
}
