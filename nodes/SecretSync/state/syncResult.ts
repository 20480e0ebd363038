import type { IDataObject } from 'n8n-workflow';

import type { KeyChange } from './syncPlan';

/** What a sync did, and what it left to know. */
export interface SyncResult {
	readonly versions: IDataObject;
	/** What became of a key, where the target reports it only afterwards. */
	readonly changeOf: (key: string, planned: KeyChange) => KeyChange;
	/** Null: as the target says of itself. */
	readonly takesEffect: string | null;
	readonly machines: readonly IDataObject[];
	readonly warnings: readonly string[];
}
