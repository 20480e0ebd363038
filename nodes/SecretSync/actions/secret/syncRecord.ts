import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../deployment/values/jsonFields';
import type { OperationContext } from '../../../shared/operation/operation';
import { readRecordedKeys, recordedKeysJson, type SyncRecord } from '../../state/recordedKeys';

/**
 * The record of a source and a target, in n8n's static data of the node. n8n keeps it for production
 * executions only: a manual one begins and ends without, so it writes more and removes nothing, never
 * the other way round.
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
	const records = (): Record<string, unknown> => (isRecord(data.secretSync) ? data.secretSync : {});
	return {
		keys: readRecordedKeys(records()[identity], keyId),
		digest: (key, value) => hmac(JSON.stringify([identity, key, value])).slice(0, 32),
		save(keys) {
			const others = Object.fromEntries(Object.entries(records()).filter(([name]) => name !== identity));
			// A new object, and as a whole: n8n sees a change of the first level only.
			data.secretSync = { ...(others as IDataObject), [identity]: recordedKeysJson(keys, keyId) };
		},
	};
}

/** Of a source of which nothing is remembered: what the target does not show is written again, and nothing is ever pruned. */
export const noRecord: SyncRecord = { keys: new Map(), digest: () => '', save() {} };
