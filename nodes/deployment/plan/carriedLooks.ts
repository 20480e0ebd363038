import { rowKey } from '../catalog/catalogDependencies';
import type { CatalogRow } from '../catalog/catalogRow';
import { isRecord, textAt, valueAt } from '../values/jsonFields';
import type { ReconciledService } from './reconciledService';

/** What a platform said of a service in an earlier round of the same run. */
export interface CarriedLook {
	/** When it was looked at; ISO 8601, UTC. */
	readonly seenAt: string;
	/** In the shape of Get Live. */
	readonly live: Readonly<Record<string, unknown>>;
}

/** By service and environment. */
export type CarriedLooks = Readonly<Record<string, CarriedLook>>;

/** Older ones are looked at again: somebody may have changed what is live. */
const longestCarriedMs = 60_000;
/** More than that are looked at again: an item stays small. */
const mostCarried = 12;

/**
 * The looks that serve the next round as well: those of services that are well as they are, and that this release
 * has not touched. What it did touch is always looked at again.
 */
export function carriedLooks(services: readonly ReconciledService[], releaseId: string): CarriedLooks {
	const carried = services.flatMap(({ sight, decision }): Array<[string, CarriedLook]> => {
		const { row, live, ledger, seenAt = '' } = sight;
		const isUntouched =
			decision.decision === 'nothing' && decision.isWell && ledger.every((entry) => entry.releaseId !== releaseId);
		if (!isUntouched || seenAt === '' || row.approval !== '' || !live.isSeen || live.live.underWay !== null) return [];
		return [[rowKey(row.service, row.environment), { seenAt, live: { ok: true, ...live.live } }]];
	});
	return Object.fromEntries(carried.slice(0, mostCarried));
}

/** The look that an earlier round left for this service; null when there is none that is young enough. */
export function carriedLookOf(carried: CarriedLooks, row: CatalogRow, nowIso: string): CarriedLook | null {
	const look = carried[rowKey(row.service, row.environment)];
	if (look === undefined || nowIso === '' || row.approval !== '') return null;
	// A clock that was set back makes no look younger.
	const ageMs = Date.parse(nowIso) - Date.parse(look.seenAt);
	return ageMs >= 0 && ageMs < longestCarriedMs ? look : null;
}

/** The looks in a release as an item carries it. */
export function readCarriedLooks(value: unknown): CarriedLooks {
	if (!isRecord(value)) return {};
	const looks = Object.entries(value).flatMap(([key, look]): Array<[string, CarriedLook]> => {
		const live = valueAt(look, 'live');
		const seenAt = textAt(look, 'seenAt');
		return isRecord(live) && seenAt !== null ? [[key, { seenAt, live }]] : [];
	});
	return Object.fromEntries(looks.slice(0, mostCarried));
}
