/** What a sync does to one key; a null value removes it. */
export interface KeyWrite {
	readonly key: string;
	readonly value: string | null;
}

/** A key as the target names it, and what it gets there: a value, or a reference to one. */
export interface SyncEntry {
	readonly key: string;
	readonly value: string;
}

/** What a target reports of a key it has. */
export interface PresentKey {
	/** The value at each place where it belongs, undefined at one without; null where the target reports no values. */
	readonly values: ReadonlyArray<string | undefined> | null;
	/** Changes when the value is written, such as the time of the change or the target's own digest; null where there is none. */
	readonly mark: string | null;
}

/** What an earlier sync left behind about a key it wrote. Holds no value. */
export interface RecordedKey {
	/** Of the value, with a key that only the target's credential has; null when that was another one then. */
	readonly digest: string | null;
	readonly mark: string | null;
	/** Whether a sync made the key: only then may a sync remove it. */
	readonly isOwn: boolean;
}

/** `written`: the target does not report whether the value changes. */
export type KeyChange = 'added' | 'changed' | 'written' | 'unchanged';

export interface SyncPlan {
	readonly keys: ReadonlyArray<SyncEntry & { readonly change: KeyChange }>;
	readonly removals: readonly string[];
	/** Keys that a sync made and the source no longer has, but which stay, and why. */
	readonly kept: ReadonlyArray<{ readonly key: string; readonly reason: string }>;
}

/** What a sync would do, from what there is and what earlier syncs recorded. */
export function planSync(
	entries: readonly SyncEntry[],
	present: ReadonlyMap<string, PresentKey>,
	recorded: ReadonlyMap<string, RecordedKey>,
	digest: (key: string, value: string) => string,
	prunes: boolean,
): SyncPlan {
	const keys = entries.map(({ key, value }) => ({
		key,
		value,
		change: changeOf(present.get(key), recorded.get(key), value, digest(key, value)),
	}));
	const removals: string[] = [];
	const kept: Array<{ key: string; reason: string }> = [];
	for (const [key, record] of recorded) {
		const there = present.get(key);
		if (!record.isOwn || there === undefined || entries.some((entry) => entry.key === key)) continue;
		if (!isAsWritten(key, there, record, digest)) {
			kept.push({ key, reason: 'it may have been changed since the last sync' });
		} else if (!prunes) {
			kept.push({ key, reason: 'Prune is off' });
		} else {
			removals.push(key);
		}
	}
	return { keys, removals, kept };
}

/** All that a plan writes and removes. */
export function writesOf({ keys, removals }: SyncPlan): KeyWrite[] {
	return [
		...keys.flatMap(({ key, value, change }) => (change === 'unchanged' ? [] : [{ key, value }])),
		...removals.map((key) => ({ key, value: null })),
	];
}

function changeOf(
	present: PresentKey | undefined,
	recorded: RecordedKey | undefined,
	value: string,
	digest: string,
): KeyChange {
	if (present === undefined) return 'added';
	if (present.values !== null) {
		return present.values.every((there) => there === value) ? 'unchanged' : 'changed';
	}
	const isUntouched = recorded !== undefined && recorded.mark !== null && recorded.mark === present.mark;
	if (!isUntouched || recorded.digest === null) return 'written';
	return recorded.digest === digest ? 'unchanged' : 'changed';
}

function isAsWritten(
	key: string,
	present: PresentKey,
	record: RecordedKey,
	digest: (key: string, value: string) => string,
): boolean {
	if (present.values !== null && record.digest !== null) {
		return present.values.every((value) => value !== undefined && digest(key, value) === record.digest);
	}
	return record.mark !== null && record.mark === present.mark;
}
