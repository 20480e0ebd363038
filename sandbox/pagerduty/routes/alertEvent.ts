import type { AlertEvent, Severity } from '../model';
import { eventActions, severities } from '../model';
import {
	checkAddress,
	checkDetails,
	checkList,
	checkRoutingKey,
	checkSummary,
	checkTexts,
	checkTimestamp,
	type Fields,
	isFields,
	readLinks,
	type ReadResult,
	text,
} from './checks';

const maximumDedupKeyLength = 255;

/**
 * Reads a body of `POST /v2/enqueue`.
 * https://developer.pagerduty.com/docs/send-alert-event
 */
export function readAlertEvent(body: unknown): ReadResult<AlertEvent> {
	const fields = isFields(body) ? body : {};
	const action = eventActions.find((name) => name === fields.event_action);
	const errors = [
		...checkRoutingKey(fields.routing_key),
		...checkAction(fields.event_action),
		...checkDedupKey(fields.dedup_key, action),
		...(action === 'trigger' ? checkTrigger(fields) : []),
	];
	if (errors.length > 0 || !action) return { errors };
	return {
		event: {
			action,
			dedupKey: text(fields.dedup_key),
			client: text(fields.client),
			clientUrl: text(fields.client_url),
			links: readLinks(fields),
			payload: action === 'trigger' && isFields(fields.payload) ? readPayload(fields.payload) : undefined,
		},
	};
}

const isOneOf = (names: readonly string[]): string =>
	`(must be one of the following: ${names.map((name) => `'${name}'`).join(', ')})`;

function checkAction(value: unknown): string[] {
	if (eventActions.some((name) => name === value)) return [];
	return [
		text(value) === undefined
			? "'event_action' is missing or blank"
			: `'event_action' is invalid ${isOneOf(eventActions)}`,
	];
}

function checkDedupKey(value: unknown, action: AlertEvent['action'] | undefined): string[] {
	const errors: string[] = [];
	const key = text(value);
	if (value !== undefined && value !== null && typeof value !== 'string') {
		errors.push("'dedup_key' is invalid (must be a string)");
	}
	if (key !== undefined && key.length > maximumDedupKeyLength) {
		errors.push(`'dedup_key' is too long (maximum is ${maximumDedupKeyLength} characters)`);
	}
	if (action && action !== 'trigger' && key === undefined) errors.push("'dedup_key' is missing or blank");
	return errors;
}

/** What only a trigger has. */
function checkTrigger(fields: Fields): string[] {
	return [
		...(isFields(fields.payload) ? checkPayload(fields, fields.payload) : ["'payload' is missing or blank"]),
		...checkList(fields, 'links', 'href'),
		...checkList(fields, 'images', 'src'),
	];
}

function checkPayload(fields: Fields, payload: Fields): string[] {
	return [
		...checkSummary(payload),
		...checkTimestamp(payload),
		...checkTexts(payload, ['source', 'component', 'group', 'class'], 'payload.'),
		...checkTexts(fields, ['client']),
		...checkAddress(fields.client_url, 'client_url'),
		...checkDetails(payload),
		...(text(payload.source) === undefined ? ["'payload.source' is missing or blank"] : []),
		...checkSeverity(payload.severity),
	];
}

const severityOf = (value: unknown): Severity | undefined => severities.find((name) => name === value);

function checkSeverity(value: unknown): string[] {
	if (severityOf(value)) return [];
	return [
		text(value) === undefined
			? "'payload.severity' is missing or blank"
			: `'payload.severity' is invalid ${isOneOf(severities)}`,
	];
}

function readPayload(payload: Fields): AlertEvent['payload'] {
	const severity = severityOf(payload.severity);
	return (
		severity && {
			severity,
			summary: text(payload.summary) ?? '',
			source: text(payload.source) ?? '',
			component: text(payload.component),
			group: text(payload.group),
			class: text(payload.class),
			timestamp: text(payload.timestamp),
			customDetails: payload.custom_details,
		}
	);
}
