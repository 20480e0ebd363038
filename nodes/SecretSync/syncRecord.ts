import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, textAt } from '../deployment/jsonFields';
import type { OperationContext } from '../shared/operation';
import type { RecordedKey } from './syncPlan';

/** What this node remembers of one target, in n8n's static data of the node: digests and marks, no value. */
export interface SyncRecord {
	readonly keys: ReadonlyMap<string, RecordedKey>;
	readonly digest: (key: string, value: string) => string;
	save(keys: ReadonlyMap<string, RecordedKey>): void;
}

/**
 * The record of a source and a target. n8n keeps it for production executions only: a manual one
 * begins and ends without, so it writes more and removes nothing, never the other way round.
 *
 * @param credentialType of the target: its secret is the digests' key, so that whoever reads the
 * record cannot try values against it. A new token begins a new record of digests.
 */
export async function openSyncRecord(
	{ functions, itemIndex }: OperationContext,
	credentialType: string,
	identity: string,
): Promise<SyncRecord> {
	const credential = await functions.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
	const digestKey = createHmac('sha256', 'slipway secret sync').update(JSON.stringify(credential)).digest();
	const data = functions.getWorkflowStaticData('node');
	const records = isRecord(data.secretSync) ? data.secretSync : {};
	return {
		keys: readKeys(records[identity]),
		digest: (key, value) =>
			createHmac('sha256', digestKey).update(JSON.stringify([identity, key, value])).digest('hex').slice(0, 32),
		save(keys) {
			const saved: IDataObject = Object.fromEntries([...keys].map(([key, record]) => [key, { ...record }]));
			const before = isRecord(data.secretSync) ? data.secretSync : {};
			const others = Object.fromEntries(Object.entries(before).filter(([name]) => name !== identity));
			// A new object, and as a whole: n8n sees a change of the first level only.
			data.secretSync = { ...(others as IDataObject), [identity]: saved };
		},
	};
}

function readKeys(record: unknown): Map<string, RecordedKey> {
	const keys = new Map<string, RecordedKey>();
	for (const [key, entry] of Object.entries(isRecord(record) ? record : {})) {
		const digest = textAt(entry, 'digest');
		if (digest === null) continue;
		keys.set(key, { digest, mark: textAt(entry, 'mark'), isOwn: isTrueAt(entry, 'isOwn') });
	}
	return keys;
}
