import type { EventLink } from '../model';
import { sandboxRoutingKey } from '../seed';

export type Fields = Readonly<Record<string, unknown>>;

/** The event, or the vendor's sentence for each field that is wrong. */
export type ReadResult<Event> = { readonly event: Event } | { readonly errors: readonly string[] };

const maximumSummaryLength = 1024;
const maximumTextLength = 255;

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown): string | undefined =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

export function checkTexts(fields: Fields, names: readonly string[], prefix = ''): string[] {
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

export function checkAddress(value: unknown, name: string): string[] {
	if (value === undefined || value === null) return [];
	return typeof value === 'string' && isWebAddress(value) ? [] : [`'${name}' is invalid (must be a URL)`];
}

export function checkRoutingKey(value: unknown): string[] {
	if (text(value) === undefined || typeof value !== 'string') {
		return ["'routing_key' is missing or blank"];
	}
	const errors: string[] = [];
	if (value.length !== 32) errors.push("Length of 'routing_key' is incorrect (should be 32 characters)");
	if (!/^[a-z0-9]*$/i.test(value)) {
		errors.push("'routing_key' cannot contain non-alphanumeric characters.");
	}
	if (errors.length === 0 && value !== sandboxRoutingKey) errors.push('Invalid routing key');
	return errors;
}

export function checkSummary(payload: Fields): string[] {
	const summary = text(payload.summary);
	if (summary === undefined) return ["'payload.summary' is missing or blank"];
	return summary.length > maximumSummaryLength
		? [`'payload.summary' is too long (maximum is ${maximumSummaryLength} characters)`]
		: [];
}

export function checkDetails({ custom_details: details }: Fields): string[] {
	return details === undefined || details === null || isFields(details)
		? []
		: ["'payload.custom_details' is invalid (must be an object)"];
}

export function checkTimestamp(payload: Fields): string[] {
	const { timestamp } = payload;
	if (timestamp === undefined || timestamp === null) return [];
	return typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp))
		? []
		: ["'payload.timestamp' is invalid (must be in ISO 8601 format)"];
}

export function checkList(fields: Fields, name: 'links' | 'images', required: 'href' | 'src'): string[] {
	const list = fields[name];
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) return [`'${name}' is invalid (must be an array)`];
	return list.flatMap((entry: unknown, index) =>
		isFields(entry) && text(entry[required]) !== undefined
			? checkAddress(entry[required], `${name}[${index}].${required}`)
			: [`'${name}[${index}].${required}' is missing or blank`],
	);
}

export function readLinks(fields: Fields): EventLink[] {
	const list: readonly unknown[] = Array.isArray(fields.links) ? fields.links : [];
	return list.filter(isFields).map((link) => ({ href: text(link.href) ?? '', text: text(link.text) }));
}
