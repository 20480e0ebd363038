import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { switchParameter } from '../shared/parameters';
import { settled } from '../shared/settled';
import { concealed } from './concealed';
import { selectEntries } from './keySelection';
import { selectionParameter } from './selectionParameters';
import { readSource } from './sources';
import type { SourceReading } from './sources/source';
import { openTarget } from './targets';
import type { KeyWrite, Target } from './targets/target';
import { type KeyChange, planSync, type PresentKey, type RecordedKey, type SyncPlan } from './syncPlan';
import { openSyncRecord, type SyncRecord } from './syncRecord';

/**
 * Brings a target's keys to a source's values: reads both, writes what differs, reads again. No
 * value and no digest of one comes out, in an item or an error.
 */
export async function runSync(context: OperationContext, writes: boolean): Promise<IDataObject> {
	const selection = selectionParameter(context);
	const source = await readSource(context);
	return await concealed(source.values.values(), async () => {
		const target = await openTarget(context, source);
		const selected = selectEntries(source.name, source.values, selection, target.keyInTarget);
		const entries = selected.map(({ from, key, value }) => ({
			key,
			value: (target.takesReferences ? source.reference?.(from) : undefined) ?? value,
		}));
		const before = await target.read();
		const record = await openSyncRecord(context, target.credentialType, `${source.identity} > ${target.identity}`);
		const plan = planSync(entries, before, record.keys, record.digest, switchParameter(context, 'prune'));
		const changes = writesOf(plan);
		target.check(changes);
		if (!writes) return report(source, target, plan, { dryRun: true });
		const { versions, changeOf } = await carryOut(target, plan, changes, before, record);
		const isManual = context.functions.getMode() === 'manual';
		return report(source, target, plan, {
			dryRun: false,
			versions,
			changeOf,
			warnings:
				isManual && changes.length > 0
					? ['A manual execution keeps no record: a later sync cannot prune these keys, and writes again what the target does not show']
					: [],
		});
	});
}

function writesOf({ keys, removals }: SyncPlan): KeyWrite[] {
	return [
		...keys.flatMap(({ key, value, change }) => (change === 'unchanged' ? [] : [{ key, value }])),
		...removals.map((key) => ({ key, value: null })),
	];
}

interface Outcome {
	readonly versions: IDataObject;
	/** What became of a key, where the target tells it only afterwards. */
	readonly changeOf: (key: string, planned: KeyChange) => KeyChange;
}

async function carryOut(
	target: Target,
	plan: SyncPlan,
	changes: readonly KeyWrite[],
	before: ReadonlyMap<string, PresentKey>,
	record: SyncRecord,
): Promise<Outcome> {
	const done = new Set<string>();
	let versions: IDataObject = {};
	if (changes.length > 0) {
		const written = await settled(target.write(changes, (key) => done.add(key)));
		if (!written.ok) {
			record.save(recordAfter(plan, record, (key) => done.has(key), new Map()));
			throw partlyWritten(target, changes, done, written.error);
		}
		versions = written.value;
	}
	const after = changes.length > 0 ? await target.read() : before;
	record.save(recordAfter(plan, record, () => true, after));
	for (const change of changes) requireDone(target, change, after.get(change.key));
	const isSame = (key: string): boolean => {
		const mark = before.get(key)?.mark ?? null;
		return target.marksAreDigests && mark !== null && mark === (after.get(key)?.mark ?? null);
	};
	for (const { key, change } of plan.keys) {
		if (change === 'changed' && isSame(key)) {
			throw notAsAsked(target, key, 'it still has the digest of its former value');
		}
	}
	return {
		versions,
		changeOf: (key, planned) => {
			if (planned !== 'written' || !target.marksAreDigests) return planned;
			return isSame(key) ? 'unchanged' : 'changed';
		},
	};
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

function partlyWritten(
	target: Target,
	changes: readonly KeyWrite[],
	done: ReadonlySet<string>,
	error: unknown,
): unknown {
	if (done.size === 0) return error;
	const missing = changes.filter(({ key }) => !done.has(key)).map(({ key }) => key);
	return new OperationFailure(
		`Only a part reached ${target.name}: ${[...done].join(', ')} ${done.size === 1 ? 'is' : 'are'} done, ${missing.join(', ')} not. ${error instanceof Error ? error.message : ''}`,
		'Remove the cause and run this again before the next deploy: it goes on with what is missing',
	);
}

function report(
	source: SourceReading,
	target: Target,
	plan: SyncPlan,
	result: {
		readonly dryRun: boolean;
		readonly versions?: IDataObject;
		readonly changeOf?: Outcome['changeOf'];
		readonly warnings?: string[];
	},
): IDataObject {
	const { dryRun, versions = {}, changeOf = (_, planned) => planned, warnings = [] } = result;
	const keysWith = (wanted: KeyChange): string[] =>
		plan.keys.filter(({ key, change }) => changeOf(key, change) === wanted).map(({ key }) => key);
	const isChanged = writesOf(plan).length > 0;
	return {
		dryRun,
		source: source.summary,
		target: target.summary,
		needsChange: isChanged,
		added: keysWith('added'),
		changed: keysWith('changed'),
		written: keysWith('written'),
		unchanged: keysWith('unchanged'),
		removed: [...plan.removals],
		kept: plan.kept.map((kept) => ({ ...kept })),
		versions: { source: source.summary.version ?? null, ...versions },
		takesEffect: isChanged ? target.takesEffect : null,
		warnings,
	};
}
