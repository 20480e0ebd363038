import type { IDataObject } from 'n8n-workflow';

import type { Adjustments } from '../state/adjustments';

/** PagerDuty's answer, with what was changed in the event so that it was accepted. */
export function eventJson(answer: IDataObject, adjustments: Adjustments): IDataObject {
	return { ...answer, adjustments: [...adjustments.list()] };
}
