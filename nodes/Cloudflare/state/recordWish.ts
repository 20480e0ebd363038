import type { CloudflareRecord } from '../api/types';

/** What a record shall say. */
export interface RecordWish {
	/** In full. */
	readonly name: string;
	readonly type: string;
	readonly content: string;
	/** Seconds; 1 is automatic. */
	readonly ttl: number;
	readonly proxied: boolean;
	/** Undefined leaves the comment as it is. */
	readonly comment?: string;
}

/** What a record says, in the words of a person: `paintbox-api.fly.dev`. */
export function contentOf({ content = '' }: Pick<CloudflareRecord, 'content'>): string {
	return content;
}

/** Whether two contents are the same: of names without their case and their last dot, of texts without their quotes. */
export function isSameContent(type: string, left: string, right: string): boolean {
	return plain(type, left) === plain(type, right);
}

function plain(type: string, content: string): string {
	const text = content.trim();
	if (type === 'TXT') return text.replace(/^"(.*)"$/s, '$1');
	return text.toLowerCase().replace(/\.$/, '');
}

/** What of a record differs from the wish, by field; empty where all is as it shall be. */
export function differences(record: CloudflareRecord, wish: RecordWish): string[] {
	const isProxied = record.proxied === true;
	return [
		...(isSameContent(wish.type, contentOf(record), wish.content) ? [] : ['content']),
		...(isProxied === wish.proxied ? [] : ['proxied']),
		// A proxied record's TTL is automatic, whatever it was.
		...(wish.proxied || (record.ttl ?? 1) === wish.ttl ? [] : ['ttl']),
		...(wish.comment === undefined || (record.comment ?? '') === wish.comment ? [] : ['comment']),
	];
}

/** `203.0.113.10 and 203.0.113.11`. */
export function contentsOf(records: readonly CloudflareRecord[]): string {
	return records.map(contentOf).join(' and ');
}
