import { overduePage } from '../../deployment/backups/backupPage';
import { overdueBackups } from '../../deployment/backups/backupWatch';
import type { Leftovers } from './leftovers';
import type { AskMemory } from './watchMemory';
import { pageAgainAfterMs } from './watchPages';

/**
 * Databases without a proven backup for 25 hours, whatever stopped: each is paged, and again after some hours, should
 * the first page not have come through. A proven backup resolves it.
 */
export function oldBackups(
	{ backups }: { readonly backups: ReadonlyMap<string, string> },
	asks: ReadonlyMap<string, AskMemory>,
	nowMs: number,
): Leftovers {
	const overdue = overdueBackups(Object.fromEntries(backups), nowMs).map(({ database, provenAt, sinceMs }) => {
		const key = `backup/${database}`;
		const before = asks.get(key);
		const isTold = before?.about === String(sinceMs) && nowMs - before.atMs < pageAgainAfterMs;
		return {
			item: isTold ? null : overduePage(database, provenAt, nowMs),
			remembered: [key, isTold ? before : { about: String(sinceMs), atMs: nowMs, lookedAtMs: 0 }] as const,
		};
	});
	return {
		items: overdue.flatMap(({ item }) => item ?? []),
		remembered: new Map(overdue.map(({ remembered }) => remembered)),
	};
}
