import type { ChangeEvent } from '../model';
import {
	checkDetails,
	checkList,
	checkRoutingKey,
	checkSummary,
	checkTexts,
	checkTimestamp,
	isFields,
	readLinks,
	type ReadResult,
	text,
} from './checks';

/**
 * Reads a body of `POST /v2/change/enqueue`.
 * https://developer.pagerduty.com/docs/send-change-events
 */
export function readChangeEvent(body: unknown): ReadResult<ChangeEvent> {
	const fields = isFields(body) ? body : {};
	const errors = checkRoutingKey(fields.routing_key);
	const payload = isFields(fields.payload) ? fields.payload : undefined;
	if (payload) {
		errors.push(...checkSummary(payload), ...checkTimestamp(payload));
		errors.push(...checkTexts(payload, ['source'], 'payload.'), ...checkDetails(payload));
	} else errors.push("'payload' is missing or blank");
	errors.push(...checkList(fields, 'links', 'href'), ...checkList(fields, 'images', 'src'));
	if (errors.length > 0 || !payload) return { errors };
	return {
		event: {
			summary: text(payload.summary) ?? '',
			source: text(payload.source),
			timestamp: text(payload.timestamp),
			customDetails: payload.custom_details,
			links: readLinks(fields),
		},
	};
}
