import type { IDataObject } from 'n8n-workflow';

import type { Adjustments } from './adjustments';
import { fittingDetails } from './eventSize';

/** What an event consists of, but for the routing key, which the credential adds. */
export interface EventParts {
	/** The event's own fields. */
	readonly fields: IDataObject;
	readonly payload: IDataObject;
	readonly details: IDataObject;
}

/** The event's body with its details, which say what was adjusted, in as many bytes as PagerDuty accepts. */
export function eventBody({ fields, payload, details }: EventParts, adjustments: Adjustments): IDataObject {
	const restBytes = Buffer.byteLength(JSON.stringify({ ...fields, payload: { ...payload, custom_details: {} } }));
	// Room for a note that the details were cut.
	const notesBytes = Buffer.byteLength(JSON.stringify(adjustments.list())) + 300;
	const fitting = fittingDetails(details, restBytes + notesBytes, adjustments);
	const notes = adjustments.list();
	return {
		...fields,
		payload: {
			...payload,
			custom_details: { ...fitting, ...(notes.length > 0 && { adjusted_by_slipway: [...notes] }) },
		},
	};
}
