import type { IDataObject } from 'n8n-workflow';

import type { ScriptAnswer } from '../api/types';
import { numberIn, textIn } from '../state/scriptAnswer';

export function counterJson(key: string, answer: ScriptAnswer): IDataObject {
	const digits = textIn(answer, 'value');
	const value = Number(digits);
	const ttlMs = numberIn(answer, 'ttl') ?? -1;
	return {
		key,
		// Beyond 2^53 a number would be rounded: then it stays a string.
		value: Number.isSafeInteger(value) ? value : digits,
		isNew: textIn(answer, 'isNew') === '1',
		ttlSeconds: ttlMs < 0 ? null : Math.ceil(ttlMs / 1000),
	};
}
