import { stringAt } from '../ledger/record';
import { parseJson } from '../values/json';
import { isRecord } from '../values/jsonFields';
import { failoverClass } from './failoverPage';

/** A name that is down, or led to its standby: the newest word about it. */
export interface FailoverUnderWay {
	/** What is the matter, and what was done. */
	readonly what: string;
	/** Where it points now, if that is not where it should; else empty. */
	readonly pointsTo: string;
	/** How it goes back, by itself and by hand; empty where nothing was swapped. */
	readonly goBack: string;
	/** ISO 8601. */
	readonly since: string;
}

/**
 * By the pages that are kept in Redis (the hash `slipway:tell`): of each name the newest word, told or not. One that is
 * up again has a page that resolves.
 */
export function failoversUnderWay(pages: Readonly<Record<string, string>>): FailoverUnderWay[] {
	return Object.entries(pages).flatMap(([field, text]) => {
		if (/^(?:told|next):/.test(field)) return [];
		const page = read(text);
		if (stringAt(page, 'class') !== failoverClass || stringAt(page, 'action') !== 'trigger') return [];
		const details = read(stringAt(page, 'details'));
		return [
			{
				what: stringAt(page, 'summary'),
				pointsTo: stringAt(details, 'pointsTo'),
				goBack: stringAt(details, 'goBack'),
				since: stringAt(details, 'since'),
			},
		];
	});
}

function read(text: string): unknown {
	const json = parseJson(text);
	return json.ok && isRecord(json.value) ? json.value : {};
}
