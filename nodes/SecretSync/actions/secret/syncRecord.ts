import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, textAt } from '../../../deployment/values/jsonFields';
import type { OperationContext } from '../../../shared/operation/operation';
import type { RecordedKey } from '../../state/syncPlan';

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
 * record cannot try values against it. Digests of a former token say nothing under a new one.
 */
export async function openSyncRecord(
	{ functions, itemIndex }: OperationContext,
	credentialType: string,
	identity: string,
): Promise<SyncRecord> {
	const credential = await functions.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
	const digestKey = createHmac('sha256', 'slipway secret sync').update(JSON.stringify(credential)).digest();
	const hmac = (text: string): string => createHmac('sha256', digestKey).update(text).digest('hex');
	const keyId = hmac('the id of this key').slice(0, 8);
	const data = functions.getWorkflowStaticData('node');
	const records = isRecord(data.secretSync) ? data.secretSync : {};
	return {
		keys: readKeys(records[identity], keyId),
		digest: (key, value) => hmac(JSON.stringify([identity, key, value])).slice(0, 32),
		save(keys) {
			const saved: IDataObject = Object.fromEntries(
				// One that no digest under this key stands beside was not written now, and is kept as it is.
				[...keys].map(([key, { digest, ...record }]) => [key, { ...record, digest, keyId: digest === null ? null : keyId }]),
			);
			const before = isRecord(data.secretSync) ? data.secretSync : {};
			const others = Object.fromEntries(Object.entries(before).filter(([name]) => name !== identity));
			// A new object, and as a whole: n8n sees a change of the first level only.
			data.secretSync = { ...(others as IDataObject), [identity]: saved };
		},
	};
}

function readKeys(record: unknown, keyId: string): Map<string, RecordedKey> {
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
