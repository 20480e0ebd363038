import type { IDataObject } from 'n8n-workflow';

import { type KeyChange, type SyncPlan, writesOf } from '../state/syncPlan';
import type { SyncResult } from '../state/syncResult';

/** What a sync found, and did, without a value. */
export interface SyncReport {
	readonly plan: SyncPlan;
	readonly source: IDataObject;
	readonly target: IDataObject;
	/** When what runs at the target gets the values. */
	readonly takesEffect: string;
	/** Ids of machines without them; null where the target leaves that to a deploy. */
	readonly pendingMachines: readonly string[] | null;
	/** Null for a dry run. */
	readonly result: SyncResult | null;
}

/** The report as an item's JSON: keys by what became of them. */
export function syncJson({ plan, source, target, takesEffect, pendingMachines, result }: SyncReport): IDataObject {
	const changeOf = result?.changeOf ?? ((_: string, planned: KeyChange) => planned);
	const keysWith = (wanted: KeyChange): string[] =>
		plan.keys.filter(({ key, change }) => changeOf(key, change) === wanted).map(({ key }) => key);
	const needsChange = writesOf(plan).length > 0 || (pendingMachines?.length ?? 0) > 0;
	return {
		dryRun: result === null,
		source,
		target,
		needsChange,
		added: keysWith('added'),
		changed: keysWith('changed'),
		written: keysWith('written'),
		unchanged: keysWith('unchanged'),
		removed: [...plan.removals],
		kept: plan.kept.map((kept) => ({ ...kept })),
		versions: { source: source.version ?? null, ...result?.versions },
		takesEffect: result?.takesEffect ?? (needsChange ? takesEffect : null),
		...(pendingMachines && {
			machines: result ? [...result.machines] : pendingMachines.map((id) => ({ id, plan: 'boot' })),
		}),
		warnings: [...(result?.warnings ?? [])],
	};
}
