import type { CloudflareRecord, ResolvedAnswer } from '../api/types';
import type { PollAssessment } from '../../shared/waiting/pollUntil';
import { contentOf, isSameContent } from './recordWish';

const typeNumbers: Readonly<Record<string, number>> = { A: 1, CNAME: 5, TXT: 16, AAAA: 28 };

/** Whether a resolver can be asked for it: a proxied name resolves to Cloudflare whatever its record says. */
export function canBeResolved(record: CloudflareRecord): boolean {
	return record.proxied !== true && typeNumbers[record.type] !== undefined;
}

/** What a resolver's answers say of a record that was changed. */
export function assessResolution(record: CloudflareRecord, answers: readonly ResolvedAnswer[]): PollAssessment {
	const own = answers.filter(({ type }) => type === typeNumbers[record.type]);
	const isThere = own.some(({ data }) => isSameContent(record.type, data, contentOf(record)));
	const seen = own.length === 0 ? 'no such name' : own.map(({ data }) => data.replace(/\.$/, '')).join(', ');
	return { phase: isThere ? 'succeeded' : 'pending', seen };
}
