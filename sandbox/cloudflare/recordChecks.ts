import { isIPv4, isIPv6 } from 'node:net';

import { cloudflareError } from './errors';
import type { RecordWish, StoredRecord, StoredZone } from './model';

type Fields = Readonly<Record<string, unknown>>;

const types = new Set(['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS', 'CAA', 'SRV', 'PTR']);
const proxiable = new Set(['A', 'AAAA', 'CNAME']);
const hostname = /^(?=.{1,255}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9-]+\.?$/i;

export const isProxiable = (type: string): boolean => proxiable.has(type);

/**
 * What the body asks for, over what was there; throws as Cloudflare refuses.
 * https://developers.cloudflare.com/api/resources/dns/subresources/records/
 */
export function readRecord(fields: Fields, zone: StoredZone, before?: StoredRecord): RecordWish {
	const type = textOf(fields.type, before?.type);
	if (type === undefined || !types.has(type)) throw cloudflareError(400, 1004, 'DNS Validation Error');
	const name = fullName(textOf(fields.name, before?.name), zone);
	const content = textOf(fields.content, before?.content);
	if (content === undefined || content === '') throw cloudflareError(400, 9020, 'Missing content');
	checkContent(type, content);
	const proxied = fields.proxied === undefined ? (before?.proxied ?? false) : fields.proxied === true;
	if (proxied && !isProxiable(type)) {
		throw cloudflareError(400, 9004, 'This record type cannot be proxied.');
	}
	return {
		type,
		name,
		content,
		proxied,
		ttl: proxied ? 1 : readTtl(fields.ttl, before?.ttl ?? 1),
		comment: fields.comment === undefined ? (before?.comment ?? null) : (textOf(fields.comment, undefined) ?? null),
		tags: Array.isArray(fields.tags) ? fields.tags.map(String) : (before?.tags ?? []),
	};
}

function textOf(value: unknown, otherwise: string | undefined): string | undefined {
	return typeof value === 'string' ? value.trim() : otherwise;
}

/** A name outside the zone is taken for one within it, as Cloudflare does. */
function fullName(given: string | undefined, zone: StoredZone): string {
	if (given === undefined || given === '') throw cloudflareError(400, 9000, 'DNS name is invalid.');
	const name = given.toLowerCase().replace(/\.$/, '');
	if (name === '@') return zone.name;
	const full = name === zone.name || name.endsWith(`.${zone.name}`) ? name : `${name}.${zone.name}`;
	if (!hostname.test(full.replace(/^\*\./, ''))) throw cloudflareError(400, 9000, 'DNS name is invalid.');
	return full;
}

function checkContent(type: string, content: string): void {
	if (type === 'A' && !isIPv4(content)) {
		throw cloudflareError(400, 9005, 'Content for A record must be a valid IPv4 address.');
	}
	if (type === 'AAAA' && !isIPv6(content)) {
		throw cloudflareError(400, 9006, 'Content for AAAA record must be a valid IPv6 address.');
	}
	if (type === 'CNAME' && !hostname.test(content)) {
		throw cloudflareError(400, 9007, 'Content for CNAME record is invalid.');
	}
}

function readTtl(value: unknown, otherwise: number): number {
	if (value === undefined) return otherwise;
	if (value === 1) return 1;
	if (typeof value === 'number' && value >= 60 && value <= 86_400) return value;
	throw cloudflareError(400, 9021, 'Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.');
}

/** Throws where the record cannot stand beside the others. */
export function assertRoomFor(wish: RecordWish, others: readonly StoredRecord[]): void {
	const sameName = others.filter(({ name }) => name === wish.name);
	if (sameName.some(({ type, content }) => type === wish.type && content === wish.content)) {
		throw cloudflareError(400, 81058, 'An identical record already exists.');
	}
	const clashes = sameName.some(({ type }) =>
		wish.type === 'CNAME' ? isProxiable(type) : type === 'CNAME' && isProxiable(wish.type),
	);
	if (clashes) throw cloudflareError(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.');
}
