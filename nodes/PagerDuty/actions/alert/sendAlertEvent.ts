import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import type { Adjustments } from '../../state/adjustments';
import { patienceMsParameter } from '../../fields/keepTrying';
import { pagerDutyClient } from '../../api/client';

/** Sends one event of an alert's life. Safe to repeat, since the key makes repeats one alert. */
export async function sendAlertEvent(
	context: OperationContext,
	body: IDataObject,
	adjustments: Adjustments,
): Promise<IDataObject> {
	const answer = await pagerDutyClient(context, patienceMsParameter(context)).object<IDataObject>({
		method: 'POST',
		path: '/v2/enqueue',
		body,
		safeToRepeat: true,
		timeoutMs: 20_000,
	});
	return { ...answer, adjustments: [...adjustments.list()] };
}
