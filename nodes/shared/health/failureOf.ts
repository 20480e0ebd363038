import type { IAllExecuteFunctions } from 'n8n-workflow';

import { ask } from './ask';

const requestTimeoutMs = 5_000;

/** Asks once, for at most 5 s. Why the answer is not good, which is 200 to 299; null for a good one. */
export async function failureOf(functions: IAllExecuteFunctions, address: URL): Promise<string | null> {
	const answer = await ask(functions, { address, method: 'GET', requestTimeoutMs, redirects: 'sameHost' });
	if (answer.status === null) return answer.failure;
	return answer.status >= 200 && answer.status < 300 ? null : `answers ${answer.status}, not 200-299`;
}
