import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { partlyWritten } from './partlyWritten';
import type { InEffect, KeyWrite, Target } from './targets/target';
import { type KeyChange, type PresentKey, type RecordedKey, type SyncPlan, writesOf } from '../state/syncPlan';
import type { SyncRecord } from '../actions/secret/syncRecord';

export interface Outcome {
	readonly versions: IDataObject;
	/** What became of a key, where the target tells it only afterwards. */
	readonly changeOf: (key: string, planned: KeyChange) => KeyChange;
	/** Null: as the target says of itself. */
	readonly takesEffect: string | null;
	readonly machines: readonly IDataObject[];
	readonly warnings: readonly string[];
}

/** What there is to do, as it was found. */
export interface PlannedSync {
	readonly plan: SyncPlan;
	readonly before: ReadonlyMap<string, PresentKey>;
	/** Keys that have to be in effect. */
	readonly effectKeys: readonly string[];
	/** Where something runs without them and the target sees to that: the versions it needs, if they are known. Else null. */
	readonly pendingVersions: { readonly known: IDataObject | null } | null;
}

/**
 * Writes, reads again, remembers what is done, and sees to it that it is in effect where that is asked.
 *
 * @throws OperationFailure that tells which keys are done and which not, or what is not as asked.
 */
export async function carryOut(
	target: Target,
	{ plan, before, effectKeys, pendingVersions }: PlannedSync,
	record: SyncRecord,
): Promise<Outcome> {
	const changes = writesOf(plan);
	// Only a write tells the version that must be booted with: the same again where it is not known.
	const writesAgain = changes.length === 0 && pendingVersions !== null && pendingVersions.known === null;
	const writes = writesAgain ? plan.keys.map(({ key, value }) => ({ key, value })) : changes;
	const done = new Map<string, string | null>();
	let versions: IDataObject = pendingVersions?.known ?? {};
	if (writes.length > 0) {
		const written = await attempt(target.write(writes, (key, mark) => done.set(key, mark ?? null)));
		if (!written.ok) {
			const seen = await attempt(target.read());
			record.save(recordAfter(plan, record, (key) => done.has(key), own(seen.ok ? seen.value : new Map(), done)));
			throw partlyWritten(target, writes, new Set(done.keys()), written.error);
		}
		versions = written.value;
	}
	const after = writes.length > 0 ? await target.read() : before;
	const ownAfter = own(after, done);
	record.save(recordAfter(plan, record, () => true, ownAfter));
	for (const change of writes) requireDone(target, change, after.get(change.key));
	const foreign = writes.find(({ key, value }) => value !== null && !ownAfter.has(key));
	if (foreign) throw notAsAsked(target, foreign.key, 'it was written, and somebody else has changed it since');
	const isSame = (key: string): boolean => {
		const mark = before.get(key)?.mark ?? null;
		return target.marksAreDigests && mark !== null && mark === (after.get(key)?.mark ?? null);
	};
	for (const { key, change } of plan.keys) {
		if (change === 'changed' && isSame(key)) {
			throw notAsAsked(target, key, 'it still has the digest of its former value');
		}
	}
	const inEffect: InEffect | undefined = pendingVersions ? await target.effect?.bring(effectKeys, versions) : undefined;
	return {
		versions,
		changeOf: (key, planned) => {
			if (planned !== 'written' || !target.marksAreDigests) return planned;
			return isSame(key) ? 'unchanged' : 'changed';
		},
		takesEffect: inEffect?.takesEffect ?? null,
		machines: inEffect?.machines ?? [],
		warnings: inEffect?.warnings ?? [],
	};
}

/** What is there as this run has written it: without keys that have another mark than the write left. */
function own(after: ReadonlyMap<string, PresentKey>, done: ReadonlyMap<string, string | null>): Map<string, PresentKey> {
	return new Map([...after].filter(([key, { mark }]) => (done.get(key) ?? mark) === mark));
}

/** What is remembered next: of keys that were not touched as before, of others what they are now. */
function recordAfter(
	plan: SyncPlan,
	record: SyncRecord,
	isDone: (key: string) => boolean,
	after: ReadonlyMap<string, PresentKey>,
): Map<string, RecordedKey> {
	const keys = new Map(record.keys);
	for (const key of plan.removals) if (isDone(key)) keys.delete(key);
	for (const { key, value, change } of plan.keys) {
		const former = record.keys.get(key);
		if (!isDone(key) || (change === 'unchanged' && former === undefined)) continue;
		keys.set(key, {
			digest: record.digest(key, value),
			mark: after.get(key)?.mark ?? null,
			isOwn: change === 'added' || former?.isOwn === true,
		});
	}
	return keys;
}

function requireDone(target: Target, { key, value }: KeyWrite, present: PresentKey | undefined): void {
	if (value === null) {
		if (present !== undefined) throw notAsAsked(target, key, 'it was removed, and is still there');
		return;
	}
	if (present === undefined) throw notAsAsked(target, key, 'it was written, and is not there');
	if (present.values?.some((there) => there !== value)) {
		throw notAsAsked(target, key, 'it was written, and has another value');
	}
}

function notAsAsked(target: Target, key: string, why: string): OperationFailure {
	return new OperationFailure(
		`${key} of ${target.name} is not as asked: ${why}`,
		'Somebody may have changed it at the same time: look at it there, then run this again',
	);
}
