import type { StoredTurn } from '../../Upstash/api/types';
import type { AskMemory, RepositoryMemory } from './watchMemory';
import type { WatchedRepository } from './watchList';

/** An ask to look at a branch, or at a pull request. */
export interface WatchAsk {
	/** What it is remembered by: the turn, with `#release` for its latest release and `#due` for its time. */
	readonly key: string;
	/** The same is asked for again only if nothing came of it. */
	readonly about: string;
	/** How long that is waited for. */
	readonly repeatAfterMs: number;
	readonly item: Readonly<Record<string, unknown>>;
}

export interface WatchSight {
	readonly repositories: readonly WatchedRepository[];
	/** By `owner/name`, what is known of those that could be looked at in this poll. */
	readonly looks: ReadonlyMap<string, RepositoryMemory>;
	/** By name. */
	readonly turns: ReadonlyMap<string, StoredTurn>;
	readonly asks: ReadonlyMap<string, AskMemory>;
	readonly nowMs: number;
	/** By the clock of the database, as the turns' leases are. */
	readonly databaseNowMs: number;
	readonly turnNameOf: (repository: string, branch: string) => string;
}

/** After this time an ask of which nothing came is repeated. */
export const repeatAfterMs = 10 * 60_000;

/** A turn, and what is wanted of it; null while its run lives. */
export interface PlaceWithWish {
	readonly turnName: string;
	readonly wanted: readonly WatchAsk[] | null;
}

/**
 * A run gives a sign of life every 15 seconds while it waits, and at each look. Six missed are a run that was stopped
 * or cut off: its lease, which keeps other releases out, is not waited for. Should it come back, it has lost its turn.
 */
const silentAfterMs = 90_000;

export function isAlive({ leaseUntilMs, beatMs }: StoredTurn, databaseNowMs: number): boolean {
	return leaseUntilMs > databaseNowMs && databaseNowMs - beatMs < silentAfterMs;
}

/** Of its own: a turn may be due although what was asked of it before was not answered. */
export function dueKey(turnName: string): string {
	return `${turnName}#due`;
}

/** As often as workflow 07 takes up a release. */
export const maxRestarts = 3;
