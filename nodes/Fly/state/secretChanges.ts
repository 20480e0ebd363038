import type { FlySecret } from '../api/types';

export type SecretChange = {
	readonly name: string;
	readonly change: 'added' | 'changed' | 'unchanged' | 'removed' | 'absent';
	/** Fly's own digest of the value now; null for one that is gone. */
	readonly digest: string | null;
};

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
