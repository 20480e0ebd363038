import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { SyncRecord } from '../state/recordedKeys';
import { type KeyWrite, type PresentKey, type RecordedKey, type SyncPlan, writesOf } from '../state/syncPlan';
import type { SyncResult } from '../state/syncResult';
import { partlyWritten } from './partlyWritten';
import type { Target } from './targets/target';

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
 * Writes, reads again, records what is done, and brings it into effect where that is asked.
 *
 * @throws OperationFailure that says which keys are done and which not, or what is not as asked.
 */
export async function applyPlan(target: Target, planned: PlannedSync, record: SyncRecord): Promise<SyncResult> {
	const { plan, before, effectKeys, pendingVersions } = planned;
	const writes = neededWrites(planned);
	const { done, versions } = await writeAndRecordPart(target, plan, record, writes, pendingVersions?.known ?? {});
	const after = writes.length > 0 ? await target.read() : before;
	const own = ownKeys(after, done);
	record.save(recordAfter(plan, record, () => true, own));
	requireWritten(target, writes, after, own);
	const hasSameDigest = (key: string): boolean => {
		const mark = before.get(key)?.mark ?? null;
		return target.marksAreDigests && mark !== null && mark === (after.get(key)?.mark ?? null);
	};
	const unmoved = plan.keys.find(({ key, change }) => change === 'changed' && hasSameDigest(key));
	if (unmoved) throw notAsAsked(target, unmoved.key, 'it still has the digest of its former value');
	const inEffect = pendingVersions ? await target.effect?.bring(effectKeys, versions) : undefined;
	return {
		versions,
		changeOf: (key, change) => {
			if (change !== 'written' || !target.marksAreDigests) return change;
			return hasSameDigest(key) ? 'unchanged' : 'changed';
		},
		takesEffect: inEffect?.takesEffect ?? null,
		machines: inEffect?.machines ?? [],
		warnings: inEffect?.warnings ?? [],
	};
}

/** Only a write reveals the version that must be booted with: the same again where it is not known. */
function neededWrites({ plan, pendingVersions }: PlannedSync): KeyWrite[] {
	const changes = writesOf(plan);
	const writesAgain = changes.length === 0 && pendingVersions !== null && pendingVersions.known === null;
	return writesAgain ? plan.keys.map(({ key, value }) => ({ key, value })) : changes;
}

/** Writes. Of a write that fails half-way, what is done is recorded all the same. */
async function writeAndRecordPart(
	target: Target,
	plan: SyncPlan,
	record: SyncRecord,
	writes: readonly KeyWrite[],
	knownVersions: IDataObject,
): Promise<{ readonly done: ReadonlyMap<string, string | null>; readonly versions: IDataObject }> {
	const done = new Map<string, string | null>();
	if (writes.length === 0) return { done, versions: knownVersions };
	const written = await attempt(target.write(writes, (key, mark) => done.set(key, mark ?? null)));
	if (written.ok) return { done, versions: written.value };
	const seen = await attempt(target.read());
	record.save(recordAfter(plan, record, (key) => done.has(key), ownKeys(seen.ok ? seen.value : new Map(), done)));
	throw partlyWritten(target, writes, new Set(done.keys()), written.error);
}

/** What is there as this run has written it: without keys that have another mark than the write left. */
function ownKeys(
	after: ReadonlyMap<string, PresentKey>,
	done: ReadonlyMap<string, string | null>,
): Map<string, PresentKey> {
	return new Map([...after].filter(([key, { mark }]) => (done.get(key) ?? mark) === mark));
}

/** What is recorded next: of keys that were not touched as before, of others what they are now. */
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

/** @throws OperationFailure for a write that the target does not show, or that somebody else has changed since. */
function requireWritten(
	target: Target,
	writes: readonly KeyWrite[],
	after: ReadonlyMap<string, PresentKey>,
	own: ReadonlyMap<string, PresentKey>,
): void {
	for (const { key, value } of writes) {
		const why = whyNotWritten(value, after.get(key));
		if (why !== null) throw notAsAsked(target, key, why);
	}
	const foreign = writes.find(({ key, value }) => value !== null && !own.has(key));
	if (foreign) throw notAsAsked(target, foreign.key, 'it was written, and somebody else has changed it since');
}

function whyNotWritten(value: string | null, present: PresentKey | undefined): string | null {
	if (value === null) return present === undefined ? null : 'it was removed, and is still there';
	if (present === undefined) return 'it was written, and is not there';
	return present.values?.some((there) => there !== value) === true ? 'it was written, and has another value' : null;
}

function notAsAsked(target: Target, key: string, why: string): OperationFailure {
	return new OperationFailure(
		`${key} of ${target.name} is not as asked: ${why}`,
		'Somebody may have changed it at the same time: look at it there, then run this again',
	);
}
