import type { UpstashDatabase } from '../api/types';
import { isStable } from './database';

export interface RegionChange {
	readonly added: string[];
	readonly removed: string[];
}

/** What must change for the database to be read in the wanted regions alone. */
export function regionChange(database: UpstashDatabase, wanted: readonly string[]): RegionChange {
	const had = database.read_regions ?? [];
	return {
		added: wanted.filter((region) => !had.includes(region)),
		removed: had.filter((region) => !wanted.includes(region)),
	};
}

/** Whether it is read in the wanted regions alone, and nothing is being changed. */
export function hasReadRegions(database: UpstashDatabase, wanted: readonly string[]): boolean {
	const { added, removed } = regionChange(database, wanted);
	return isStable(database) && added.length + removed.length === 0;
}
