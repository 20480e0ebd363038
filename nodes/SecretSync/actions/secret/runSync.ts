import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { attempt } from '../../../shared/waiting/attempt';
import { carryOut, type Outcome } from '../../changes/carryOut';
import { concealed } from './redactErrors';
import { selectEntries } from '../../state/keySelection';
import { notRead } from '../../changes/partlyWritten';
import { selectionParameter } from '../../fields/selection';
import { readSource } from './readSource';
import type { SourceReading } from '../../changes/sources/source';
import { openTarget } from './openTarget';
import type { PendingEffect, Target } from '../../changes/targets/target';
import { type KeyChange, planSync, type SyncPlan, writesOf } from '../../state/syncPlan';
import { openSyncRecord } from './syncRecord';

/**
 * Brings a target's keys to a source's values: reads both, writes what differs, reads again. No
 * value and no digest of one comes out, in an item or an error.
 */
export async function runSync(context: OperationContext, writes: boolean): Promise<IDataObject> {
	const selection = selectionParameter(context);
	const values = new Set<string>();
	const openWords = new Set<string>();
	return await concealed(values, openWords, async () => {
		const source = await readSource(context);
		for (const value of source.values.values()) values.add(value);
		for (const word of [...source.values.keys(), ...wordsOf(source)]) openWords.add(word);
		const target = await openTarget(context, source);
		for (const word of wordsOf(target)) openWords.add(word);
		const selected = selectEntries(source.name, source.values, selection, target.keyInTarget);
		const entries = selected.map(({ from, key, value }) => ({
			key,
			value: (target.takesReferences ? source.reference?.(from) : undefined) ?? value,
		}));
		for (const { key } of entries) openWords.add(key);
		const read = await attempt(target.read());
		if (!read.ok) throw notRead(target, read.error);
		const before = read.value;
		const record = await openSyncRecord(context, target.credentialType, `${source.identity} > ${target.identity}`);
		const plan = planSync(entries, before, record.keys, record.digest, switchParameter(context, 'prune'));
		for (const key of plan.removals) openWords.add(key);
		const changes = writesOf(plan);
		target.check(changes);
		const effectKeys = [...plan.keys, ...plan.kept].map(({ key }) => key);
		const { machines: pending, versions } = await pendingEffect(target, changes.length > 0, effectKeys);
		if (!writes) return report(source, target, plan, pending, null);
		const outcome = await carryOut(target, { plan, before, effectKeys, pendingVersions: pending.length > 0 ? { known: versions } : null }, record);
		return report(source, target, plan, pending, {
			...outcome,
			warnings: [
				...outcome.warnings,
				...(context.functions.getMode() === 'manual' && changes.length > 0
					? ['A manual execution keeps no record: a later sync cannot prune these keys, and writes again what the target does not show']
					: []),
			],
		});
	});
}

async function pendingEffect(target: Target, isChanged: boolean, keys: readonly string[]): Promise<PendingEffect> {
	if (!target.effect) return { machines: [], versions: null };
	if (isChanged) return { machines: await target.effect.affected(), versions: null };
	return await target.effect.pending(keys);
}

/** What of it is no secret: its names. */
function wordsOf({ name, summary }: SourceReading | Target): string[] {
	return [name, ...Object.values(summary).filter((value) => typeof value === 'string')];
}

/** @param outcome null for a plan. */
function report(
	source: SourceReading,
	target: Target,
	plan: SyncPlan,
	pending: readonly string[],
	outcome: Outcome | null,
): IDataObject {
	const changeOf = outcome?.changeOf ?? ((_: string, planned: KeyChange) => planned);
	const keysWith = (wanted: KeyChange): string[] =>
		plan.keys.filter(({ key, change }) => changeOf(key, change) === wanted).map(({ key }) => key);
	const needsChange = writesOf(plan).length > 0 || pending.length > 0;
	return {
		dryRun: outcome === null,
		source: source.summary,
		target: target.summary,
		needsChange,
		added: keysWith('added'),
		changed: keysWith('changed'),
		written: keysWith('written'),
		unchanged: keysWith('unchanged'),
		removed: [...plan.removals],
		kept: plan.kept.map((kept) => ({ ...kept })),
		versions: { source: source.summary.version ?? null, ...outcome?.versions },
		takesEffect: outcome?.takesEffect ?? (needsChange ? target.takesEffect : null),
		...(target.effect && { machines: outcome ? [...outcome.machines] : pending.map((id) => ({ id, plan: 'boot' })) }),
		warnings: [...(outcome?.warnings ?? [])],
	};
}
