import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { applyPlan } from '../../changes/applyPlan';
import { notRead } from '../../changes/partlyWritten';
import type { SourceReading } from '../../changes/sources/source';
import type { PendingEffect, Target } from '../../changes/targets/target';
import { pruneField, readLastRecord, readSelection } from '../../fields/selection';
import { syncJson } from '../../output/syncJson';
import { type KeySelection, selectEntries } from '../../state/keySelection';
import { planSync, type PresentKey, type SyncEntry, writesOf } from '../../state/syncPlan';
import { openTarget } from './openTarget';
import { readSource } from './readSource';
import { redactErrors } from './redactErrors';
import { noRecord, type OpenedRecord, openSyncRecord } from './syncRecord';

/** What errors of a run may and may not show; both grow while it reads. */
interface SeenWords {
	readonly values: Set<string>;
	readonly openWords: Set<string>;
}

/**
 * Brings a target's keys to a source's values: reads both, writes what differs, reads again. No
 * value and no digest of one comes out, in an item or an error.
 */
export async function runSync(
	context: OperationContext,
	{ isDryRun }: { readonly isDryRun: boolean },
): Promise<IDataObject> {
	const selection = readSelection(context);
	const seen: SeenWords = { values: new Set(), openWords: new Set() };
	return await redactErrors(
		seen.values,
		seen.openWords,
		async () => await syncSelected(context, selection, seen, isDryRun),
	);
}

async function syncSelected(
	context: OperationContext,
	selection: KeySelection,
	seen: SeenWords,
	isDryRun: boolean,
): Promise<IDataObject> {
	const source = await readSource(context);
	for (const value of source.values.values()) seen.values.add(value);
	allow(seen, [...source.values.keys(), ...namesOf(source)]);
	const target = await openTarget(context, source);
	allow(seen, namesOf(target));
	if (source.values.size === 0 && source.mayBeEmpty === true) return nothingToSync(source, target, isDryRun);
	const entries = entriesFor(source, target, selection);
	allow(
		seen,
		entries.map(({ key }) => key),
	);
	const before = await readTarget(target);
	const lastRecord = readLastRecord(context);
	const identity = `${source.identity} > ${target.identity}`;
	const record =
		source.isRemembered === false
			? noRecord
			: await openSyncRecord(context, target.credentialType, identity, lastRecord);
	const plan = planSync(entries, before, record.keys, record.digest, pruneField.read(context));
	allow(seen, plan.removals);
	const changes = writesOf(plan);
	target.check(changes);
	const effectKeys = [...plan.keys, ...plan.kept].map(({ key }) => key);
	const pending = await pendingEffect(target, changes.length > 0, effectKeys);
	const found = {
		plan,
		source: source.summary,
		target: target.summary,
		takesEffect: target.takesEffect,
		pendingMachines: pending && pending.machines,
	};
	if (isDryRun) return { ...syncJson({ ...found, result: null }), ...recordJson(record, isDryRun) };
	const pendingVersions = pending !== null && pending.machines.length > 0 ? { known: pending.versions } : null;
	const applied = await attempt(applyPlan(target, { plan, before, effectKeys, pendingVersions }, record));
	if (!applied.ok) throw withRecord(applied.error, record);
	const result = applied.value;
	const isUnrecorded = changes.length > 0 && source.isRemembered !== false && lastRecord === null;
	const warnings = [...(source.warnings ?? []), ...result.warnings, ...(isUnrecorded ? recordWarnings(context) : [])];
	return { ...syncJson({ ...found, result: { ...result, warnings } }), ...recordJson(record, isDryRun) };
}

/** What the item carries of the record; nothing where n8n keeps it. */
function recordJson(record: OpenedRecord, isDryRun: boolean): IDataObject {
	const sealed = record.sealed();
	return sealed === null ? {} : { isRecordKnown: record.isKnown, ...(!isDryRun && { record: sealed }) };
}

/** What was written before it failed is remembered, too. */
function withRecord(error: unknown, record: OpenedRecord): unknown {
	const sealed = record.sealed();
	if (sealed === null || !(error instanceof OperationFailure) || error instanceof ConfigurationError) return error;
	return new OperationFailure(error.message, error.advice, { ...error.context, record: sealed }, { cause: error });
}

/** A source that may be empty, and is: the target stays as it is. */
function nothingToSync(source: SourceReading, target: Target, isDryRun: boolean): IDataObject {
	return syncJson({
		plan: { keys: [], removals: [], kept: [] },
		source: source.summary,
		target: target.summary,
		takesEffect: target.takesEffect,
		pendingMachines: null,
		result: isDryRun
			? null
			: {
					versions: {},
					changeOf: (_key, change) => change,
					takesEffect: null,
					machines: [],
					warnings: source.warnings ?? [],
				},
	});
}

function allow({ openWords }: SeenWords, words: readonly string[]): void {
	for (const word of words) openWords.add(word);
}

/** What of it is no secret: its names. */
function namesOf({ name, summary }: SourceReading | Target): string[] {
	return [name, ...Object.values(summary).filter((value) => typeof value === 'string')];
}

/** The entries that the target gets: references where it takes them, else values. */
function entriesFor(source: SourceReading, target: Target, selection: KeySelection): SyncEntry[] {
	const selected = selectEntries(source.name, source.values, selection, (key) => target.keyInTarget(key));
	return selected.map(({ from, key, value }) => ({
		key,
		value: (target.takesReferences ? source.reference?.(from) : undefined) ?? value,
	}));
}

async function readTarget(target: Target): Promise<ReadonlyMap<string, PresentKey>> {
	const read = await attempt(target.read());
	if (read.ok) return read.value;
	throw notRead(target, read.error);
}

/** Null where the target leaves it to a deploy. */
async function pendingEffect(
	{ effect }: Target,
	isChanged: boolean,
	keys: readonly string[],
): Promise<PendingEffect | null> {
	if (!effect) return null;
	return isChanged ? { machines: await effect.affected(), versions: null } : await effect.pending(keys);
}

function recordWarnings({ functions }: OperationContext): string[] {
	if (functions.getMode() !== 'manual') return [];
	return [
		'A manual execution keeps no record: a later sync cannot prune these keys, and writes again what the target does not show',
	];
}
