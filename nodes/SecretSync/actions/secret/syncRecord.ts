import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../deployment/values/jsonFields';
import type { OperationContext } from '../../../shared/operation/operation';
import { readRecordedKeys, recordedKeysJson, type SyncRecord } from '../../state/recordedKeys';
import { openSealed, seal } from './sealedRecord';

/** A record, and how it goes on. */
export interface OpenedRecord extends SyncRecord {
	/** Whether an earlier sync's could be read. */
	readonly isKnown: boolean;
	/** What the item carries, as it was saved last; null where n8n keeps it. */
	sealed(): string | null;
}

/**
 * The record of a source and a target. Either the item carries it, sealed; or it stands in n8n's static data of the
 * node, which n8n keeps for production executions only and as a whole, so that of two at the same time one is lost: a
 * manual one begins and ends without, writes more and removes nothing, never the other way round.
 *
 * @param credentialType of the target: its secret is the key of digests and seal, so that whoever reads the record
 * cannot try values against it. A record of a former token says nothing under a new one.
 * @param lastRecord what the item carries; null where n8n keeps the record.
 */
export async function openSyncRecord(
	{ functions, itemIndex }: OperationContext,
	credentialType: string,
	identity: string,
	lastRecord: string | null,
): Promise<OpenedRecord> {
	const credential = await functions.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
	const keyFor = (purpose: string): Buffer => createHmac('sha256', purpose).update(JSON.stringify(credential)).digest();
	const digestKey = keyFor('slipway secret sync');
	const hmac = (text: string): string => createHmac('sha256', digestKey).update(text).digest('hex');
	const keyId = hmac('the id of this key').slice(0, 8);
	const digest: SyncRecord['digest'] = (key, value) => hmac(JSON.stringify([identity, key, value])).slice(0, 32);
	if (lastRecord !== null) {
		const sealKey = keyFor('slipway secret sync record');
		const opened = openSealed(lastRecord, sealKey, identity);
		const saved = { text: lastRecord };
		return {
			isKnown: opened !== null,
			keys: readRecordedKeys(opened, keyId),
			digest,
			save(keys) {
				saved.text = seal(recordedKeysJson(keys, keyId), sealKey, identity);
			},
			sealed: () => saved.text,
		};
	}
	const data = functions.getWorkflowStaticData('node');
	const records = (): Record<string, unknown> => (isRecord(data.secretSync) ? data.secretSync : {});
	return {
		isKnown: identity in records(),
		keys: readRecordedKeys(records()[identity], keyId),
		digest,
		save(keys) {
			const others = Object.fromEntries(Object.entries(records()).filter(([name]) => name !== identity));
			// A new object, and as a whole: n8n sees a change of the first level only.
			data.secretSync = { ...(others as IDataObject), [identity]: recordedKeysJson(keys, keyId) };
		},
		sealed: () => null,
	};
}

/** Of a source of which nothing is remembered: what the target does not show is written again, and nothing is ever pruned. */
export const noRecord: OpenedRecord = {
	isKnown: false,
	keys: new Map(),
	digest: () => '',
	save() {},
	sealed: () => null,
};
