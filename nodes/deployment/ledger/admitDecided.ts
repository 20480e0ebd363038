import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import type { LedgerState } from './ledgerState';
import { type DeploymentRecord, stringAt } from './record';
import type { StepResult } from './stepResult';

/** Columns that say what is deployed where: when one of them was changed meanwhile, the decision was about something else. */
const placeColumns = { platform: 'platform', target: 'target', repository: 'repository', branch: 'branch' } as const;

/**
 * What a release decided about a service, under its lock, by the service's row as it is now. Only a deployment can be
 * refused: what is live, or is under way already, is looked at whatever the row says. What was changed meanwhile ends
 * quietly, since the release reads the catalog again and decides anew.
 */
export function admitDecided(
	record: DeploymentRecord,
	catalogRows: readonly unknown[],
	live: StepResult | null,
	nowIso: string,
): DeploymentRecord {
	// It is over already, and gets its end only.
	if (record.state !== 'running') return record;
	// What was live before a deployment that is taken up again was seen when it began, and may have been nothing.
	const isTakenUp = record.kind !== 'look' && record.decision !== 'deploy';
	const before = isTakenUp ? null : live;
	const begun: DeploymentRecord = {
		...record,
		state: 'running',
		startedAt: record.startedAt || nowIso,
		previousId: record.previousId || stringAt(before, 'deploymentId'),
		previousCommit: record.previousCommit || stringAt(before, 'commit'),
		url: record.url || stringAt(live, 'url'),
	};
	const refusal = record.decision === 'deploy' ? refusalOf(record, catalogRows) : null;
	return refusal === null ? begun : { ...begun, ...refusal };
}

function refusalOf(
	record: DeploymentRecord,
	[row]: readonly unknown[],
): { readonly state: LedgerState; readonly reason: string } | null {
	const isIts = valueAt(row, 'service') === record.service && valueAt(row, 'environment') === record.environment;
	if (!isIts || !((numberAt(row, 'id') ?? 0) > 0)) {
		return { state: 'skipped', reason: 'Its row is not in the catalog any more. Nothing was deployed' };
	}
	if (isTrueAt(row, 'hold')) {
		return { state: 'held', reason: `A person holds deploys of this service: ${textAt(row, 'hold_reason') ?? ''}` };
	}
	if (!isTrueAt(row, 'enabled')) {
		return { state: 'skipped', reason: 'Its row was disabled meanwhile. Nothing was deployed' };
	}
	const changed = Object.entries(placeColumns).filter(
		([column, name]) => stringAt(row, column).toLowerCase() !== record[name].toLowerCase(),
	);
	if (changed.length === 0) return null;
	return {
		state: 'superseded',
		reason: `Its row was changed meanwhile (${changed.map(([column]) => column).join(', ')}). Nothing was deployed, and it is looked at again`,
	};
}
