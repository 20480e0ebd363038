import type { IDataObject } from 'n8n-workflow';

import type { ScriptAnswer } from '../api/types';
import { numberIn, textIn, timeIn } from '../state/scriptAnswer';

export function rateLimitJson(name: string, maxCalls: number, answer: ScriptAnswer): IDataObject {
	const used = numberIn(answer, 'used') ?? 0;
	return {
		allowed: textIn(answer, 'outcome') === 'allowed',
		name,
		limit: maxCalls,
		used,
		// A limit that was lowered may have more calls in its window than it allows.
		remaining: Math.max(0, maxCalls - used),
		retryAfterMs: numberIn(answer, 'retryAfter') ?? 0,
		resetAt: timeIn(answer, 'resetAt'),
	};
}
