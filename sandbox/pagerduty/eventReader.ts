import type { AlertEvent, ChangeEvent, EventLink } from './event';
import { eventActions, severities } from './event';

type Fields = Readonly<Record<string, unknown>>;

/** The event, or the vendor's sentence for each field that is wrong. */
export type ReadResult<Event> = { readonly event: Event } | { readonly errors: readonly string[] };

const maximumSummaryLength = 1024;
const maximumDedupKeyLength = 255;
const maximumTextLength = 255;

/** Half of a character that has two UTF-16 units: no bytes of UTF-8 stand for it. */
const unpairedSurrogate = /\p{Surrogate}/u;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Whether every text and every name in it can be written as UTF-8. */
export function isWellFormedJson(value: unknown): boolean {
	if (typeof value === 'string') return !unpairedSurrogate.test(value);
	if (typeof value !== 'object' || value === null) return true;
	return Object.entries(value).every(([name, entry]) => !unpairedSurrogate.test(name) && isWellFormedJson(entry));
}

function checkTexts(fields: Fields, names: readonly string[], prefix = ''): string[] {
	return names.flatMap((name) => {
		const value = fields[name];
		if (value === undefined || value === null) return [];
		if (typeof value !== 'string') return [`'${prefix}${name}' is invalid (must be a string)`];
		return value.length > maximumTextLength
			? [`'${prefix}${name}' is too long (maximum is ${maximumTextLength} characters)`]
			: [];
	});
}

/** Absolute web addresses only, as the contract's `format: url` says. */
const isWebAddress = (value: string): boolean => /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value);

function checkAddress(value: unknown, name: string): string[] {
	if (value === undefined || value === null) return [];
	return typeof value === 'string' && isWebAddress(value) ? [] : [`'${name}' is invalid (must be a URL)`];
}

function checkRoutingKey(value: unknown, routingKey: string): string[] {
	if (text(value) === undefined || typeof value !== 'string') {
		return ["'routing_key' is missing or blank"];
	}
	const errors: string[] = [];
	if (value.length !== 32) errors.push("Length of 'routing_key' is incorrect (should be 32 characters)");
	if (!/^[a-z0-9]*$/i.test(value)) {
		errors.push("'routing_key' cannot contain non-alphanumeric characters.");
	}
	if (errors.length === 0 && value !== routingKey) errors.push('Invalid routing key');
	return errors;
}

function checkSummary(payload: Fields): string[] {
	const summary = text(payload.summary);
	if (summary === undefined) return ["'payload.summary' is missing or blank"];
	return summary.length > maximumSummaryLength
		? [`'payload.summary' is too long (maximum is ${maximumSummaryLength} characters)`]
		: [];
}

function checkDetails({ custom_details: details }: Fields): string[] {
	return details === undefined || details === null || isFields(details)
		? []
		: ["'payload.custom_details' is invalid (must be an object)"];
}

function checkTimestamp(payload: Fields): string[] {
	const { timestamp } = payload;
	if (timestamp === undefined || timestamp === null) return [];
	return typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp))
		? []
		: ["'payload.timestamp' is invalid (must be in ISO 8601 format)"];
}

function checkList(fields: Fields, name: 'links' | 'images', required: 'href' | 'src'): string[] {
	const list = fields[name];
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) return [`'${name}' is invalid (must be an array)`];
	return list.flatMap((entry: unknown, index) =>
		isFields(entry) && text(entry[required]) !== undefined
			? checkAddress(entry[required], `${name}[${index}].${required}`)
			: [`'${name}[${index}].${required}' is missing or blank`],
	);
}

function readLinks(fields: Fields): EventLink[] {
	const list: readonly unknown[] = Array.isArray(fields.links) ? fields.links : [];
	return list.filter(isFields).map((link) => ({ href: text(link.href) ?? '', text: text(link.text) }));
}

/**
 * Reads a body of `POST /v2/enqueue`.
 * https://developer.pagerduty.com/docs/send-alert-event
 */
export function readAlertEvent(body: unknown, routingKey: string): ReadResult<AlertEvent> {
	const fields = isFields(body) ? body : {};
	const errors = checkRoutingKey(fields.routing_key, routingKey);
	const action = eventActions.find((name) => name === fields.event_action);
	if (!action) {
		errors.push(
			text(fields.event_action) === undefined
				? "'event_action' is missing or blank"
				: `'event_action' is invalid (must be one of the following: ${eventActions.map((name) => `'${name}'`).join(', ')})`,
		);
	}
	const dedupKey = text(fields.dedup_key);
	if (fields.dedup_key !== undefined && fields.dedup_key !== null && typeof fields.dedup_key !== 'string') {
		errors.push("'dedup_key' is invalid (must be a string)");
	}
	if (dedupKey !== undefined && dedupKey.length > maximumDedupKeyLength) {
		errors.push(`'dedup_key' is too long (maximum is ${maximumDedupKeyLength} characters)`);
	}
	if (action && action !== 'trigger' && dedupKey === undefined) {
		errors.push("'dedup_key' is missing or blank");
	}
	const payload = isFields(fields.payload) ? fields.payload : undefined;
	const severity = severities.find((name) => name === payload?.severity);
	if (action === 'trigger') {
		if (!payload) {
			errors.push("'payload' is missing or blank");
		} else {
			errors.push(...checkSummary(payload), ...checkTimestamp(payload));
			errors.push(...checkTexts(payload, ['source', 'component', 'group', 'class'], 'payload.'));
			errors.push(...checkTexts(fields, ['client']), ...checkAddress(fields.client_url, 'client_url'));
			errors.push(...checkDetails(payload));
			if (text(payload.source) === undefined) errors.push("'payload.source' is missing or blank");
			if (!severity) {
				errors.push(
					text(payload.severity) === undefined
						? "'payload.severity' is missing or blank"
						: `'payload.severity' is invalid (must be one of the following: ${severities.map((name) => `'${name}'`).join(', ')})`,
				);
			}
		}
		errors.push(...checkList(fields, 'links', 'href'), ...checkList(fields, 'images', 'src'));
	}
	if (errors.length > 0 || !action) return { errors };
	return {
		event: {
			action,
			dedupKey,
			client: text(fields.client),
			clientUrl: text(fields.client_url),
			links: readLinks(fields),
			payload:
				action === 'trigger' && payload && severity
					? {
							severity,
							summary: text(payload.summary) ?? '',
							source: text(payload.source) ?? '',
							component: text(payload.component),
							group: text(payload.group),
							class: text(payload.class),
							timestamp: text(payload.timestamp),
							customDetails: payload.custom_details,
						}
					: undefined,
		},
	};
}

/**
 * Reads a body of `POST /v2/change/enqueue`.
 * https://developer.pagerduty.com/docs/send-change-events
 */
export function readChangeEvent(body: unknown, routingKey: string): ReadResult<ChangeEvent> {
	const fields = isFields(body) ? body : {};
	const errors = checkRoutingKey(fields.routing_key, routingKey);
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
