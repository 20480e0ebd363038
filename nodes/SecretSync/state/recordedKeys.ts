import type { IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, textAt } from '../../deployment/values/jsonFields';
import type { RecordedKey } from './syncPlan';

/** What this node remembers of one source and target: digests and marks, no value. */
export interface SyncRecord {
	readonly keys: ReadonlyMap<string, RecordedKey>;
	readonly digest: (key: string, value: string) => string;
	save(keys: ReadonlyMap<string, RecordedKey>): void;
}

/** The keys in a stored record. A digest under another key than `keyId` says nothing, and is left out. */
export function readRecordedKeys(record: unknown, keyId: string): Map<string, RecordedKey> {
	const keys = new Map<string, RecordedKey>();
	for (const [key, entry] of Object.entries(isRecord(record) ? record : {})) {
		if (!isRecord(entry)) continue;
		keys.set(key, {
			digest: textAt(entry, 'keyId') === keyId ? textAt(entry, 'digest') : null,
			mark: textAt(entry, 'mark'),
			isOwn: isTrueAt(entry, 'isOwn'),
		});
	}
	return keys;
}

/** The record as it is stored. A key without a digest was not written now, and belongs to no digest key. */
export function recordedKeysJson(keys: ReadonlyMap<string, RecordedKey>, keyId: string): IDataObject {
	return Object.fromEntries(
		[...keys].map(([key, { digest, ...record }]) => [
			key,
			{ ...record, digest, keyId: digest === null ? null : keyId },
		]),
	);
}
