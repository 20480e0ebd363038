import { OperationFailure } from '../../shared/operation/errors';

/** Which keys of a source go to a target, and what they are called there. */
export interface KeySelection {
	/** Names, or patterns with `*`; empty for all. */
	readonly include: readonly string[];
	readonly exclude: readonly string[];
	readonly renames: ReadonlyMap<string, string>;
	/** In front of every key that is not renamed. */
	readonly prefix: string;
	readonly allowsEmpty: boolean;
}

export interface SelectedEntry {
	/** Its key in the source. */
	readonly from: string;
	/** Its key in the target. */
	readonly key: string;
	readonly value: string;
}

/**
 * The entries that a target gets, in the source's order.
 *
 * @throws OperationFailure for a name the source does not have, two keys that become one, an empty
 * value, and when nothing is left. Never with a value.
 */
export function selectEntries(
	sourceName: string,
	source: ReadonlyMap<string, string>,
	selection: KeySelection,
	keyInTarget: (key: string) => string,
): SelectedEntry[] {
	const { include, exclude, renames, prefix } = selection;
	const keys = [...source.keys()];
	for (const name of [...include, ...renames.keys()]) {
		if (name.includes('*') ? keys.some((key) => matches(key, name)) : source.has(name)) continue;
		throw new OperationFailure(
			`${sourceName} has no key "${name}"; it has ${keys.join(', ') || 'none'}`,
			'Correct Include or Key Mapping, or add the key to the source',
		);
	}
	const entries = [...source]
		.filter(([key]) => include.length === 0 || include.some((name) => matches(key, name)))
		.filter(([key]) => !exclude.some((name) => matches(key, name)))
		.map(([from, value]) => ({ from, value, key: keyInTarget(renames.get(from) ?? `${prefix}${from}`) }));
	if (entries.length === 0) {
		throw new OperationFailure(
			`No key of ${sourceName} is left to sync`,
			keys.length === 0
				? 'Nothing was written or removed: an empty source is more often a mistake than a wish. Put keys into it, or remove keys from the target by hand'
				: 'Nothing was written or removed. Correct Include and Exclude',
		);
	}
	for (const [index, { from, key, value }] of entries.entries()) {
		const twin = entries.slice(0, index).find((other) => other.key === key);
		if (twin) {
			throw new OperationFailure(
				`Keys "${twin.from}" and "${from}" would both become "${key}" in the target`,
				'Exclude one of them, or give it another name in Key Mapping',
			);
		}
		if (value === '' && !selection.allowsEmpty) {
			throw new OperationFailure(
				`Key "${from}" of ${sourceName} has an empty value`,
				'Fill it in the source, exclude it, or turn on Allow Empty Values',
			);
		}
	}
	return entries;
}

function matches(key: string, pattern: string): boolean {
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`).test(key);
}
