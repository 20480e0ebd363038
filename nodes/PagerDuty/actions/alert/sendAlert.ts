import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { pagerDutyClient } from '../../api/client';
import { sendAlertEvent } from '../../api/events';
import { dedupKeyField } from '../../fields/dedupKey';
import { keepTryingField } from '../../fields/keepTrying';
import { eventJson } from '../../output/eventJson';
import { Adjustments } from '../../state/adjustments';
import { fittingDedupKey } from '../../state/dedupKey';

/** Sends one event of an alert's life, and keeps trying. */
export async function sendAlert(
	context: OperationContext,
	body: IDataObject,
	adjustments: Adjustments,
): Promise<IDataObject> {
	const client = pagerDutyClient(context, keepTryingField.read(context));
	return eventJson(await sendAlertEvent(client, body), adjustments);
}

/** Sends what happens to an open alert, which its key names. */
export async function updateAlert(context: OperationContext, action: 'acknowledge' | 'resolve'): Promise<IDataObject> {
	const adjustments = new Adjustments();
	const dedupKey = fittingDedupKey(dedupKeyField.read(context), adjustments);
	return await sendAlert(context, { event_action: action, dedup_key: dedupKey }, adjustments);
}
