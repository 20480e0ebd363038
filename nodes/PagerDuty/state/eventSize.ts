import type { IDataObject } from 'n8n-workflow';

import { cutText } from '../../deployment/values/text';
import type { Adjustments } from './adjustments';

/**
 * PagerDuty accepts 512 kB (developer.pagerduty.com, "Events API v2 overview"). Counted as the smaller of
 * both kilobytes, with room for the routing key, which the credential adds.
 */
const maxEventBytes = 512 * 1000 - 1000;

/** Lengths to which the strings of the details are cut, until the event fits. */
const textLengths = [20_000, 4_000, 1_000, 200] as const;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** `details`, shortened until they and the rest of their event fit; `restBytes` is that rest. */
export function fittingDetails(details: IDataObject, restBytes: number, adjustments: Adjustments): IDataObject {
	const room = maxEventBytes - restBytes;
	if (bytesOf(details) <= room) return details;
	adjustments.note(
		`The custom details were cut: an event may hold 512 kB, and these had ${Math.ceil(bytesOf(details) / 1000)} kB`,
	);
	for (const length of textLengths) {
		const shorter = withShortTexts(details, length);
		if (bytesOf(shorter) <= room) return shorter;
	}
	return firstEntries(withShortTexts(details, 200), room);
}

function withShortTexts(details: IDataObject, maxLength: number): IDataObject {
	return Object.fromEntries(
		Object.entries(details).map(([name, value]) => [cutText(name, maxLength), shortened(value, maxLength)]),
	) as IDataObject;
}

function shortened(value: unknown, maxLength: number): unknown {
	if (typeof value === 'string') return cutText(value, maxLength);
	if (Array.isArray(value)) return value.map((entry) => shortened(entry, maxLength));
	return typeof value === 'object' && value !== null ? withShortTexts(value as IDataObject, maxLength) : value;
}

/** The entries that fit, in order, each whole; a list or an object that does not fit is left out. */
function firstEntries(details: IDataObject, room: number): IDataObject {
	let left = room - 2;
	return Object.fromEntries(
		Object.entries(details).filter(([name, value]) => {
			const size = bytesOf({ [name]: value });
			if (size > left) return false;
			left -= size;
			return true;
		}),
	);
}
