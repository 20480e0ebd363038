import type { StoredAccount, StoredPool, StoredRecord, StoredZone } from './model';

/** Fixed, obviously fake, and worth nothing anywhere else. */
export const CLOUDFLARE_TOKEN = 'sandbox-cloudflare-token-0000000000000000';

export const ACCOUNT: StoredAccount = { id: 'acc0000000000000000000000000cand', name: 'Candlefish' };

/** Somebody else's: the token may not see what is theirs. */
const STRANGER: StoredAccount = { id: 'acc0000000000000000000000000else', name: 'Elsewhere' };

export const ZONE_ID = 'a0000000000000000000000000000001';
export const STRANGERS_ZONE_ID = 'e0000000000000000000000000000001';
export const POOL_ID = '17b5962d775c646f3f9725cbc7a53df4';
export const PRIMARY_ADDRESS = 'paintbox-api.fly.dev';
export const STANDBY_ADDRESS = 'paintbox-api-standby.fly.dev';

const dayMs = 86_400_000;

export function seedZones(nowMs: number): StoredZone[] {
	const createdAtMs = nowMs - 100 * dayMs;
	return [
		{ id: ZONE_ID, name: 'candlefish.ai', account: ACCOUNT, createdAtMs },
		{ id: 'a0000000000000000000000000000002', name: 'candlefish.dev', account: ACCOUNT, createdAtMs },
		{ id: STRANGERS_ZONE_ID, name: 'elsewhere.example', account: STRANGER, createdAtMs },
	];
}

export function seedRecords(nowMs: number): StoredRecord[] {
	const rows: Array<[type: string, name: string, content: string, ttl: number, proxied: boolean]> = [
		['CNAME', 'api.candlefish.ai', PRIMARY_ADDRESS, 60, false],
		['CNAME', 'paintbox.candlefish.ai', 'paintbox.netlify.app', 1, true],
		['A', 'candlefish.ai', '203.0.113.10', 1, true],
		['A', 'www.candlefish.ai', '203.0.113.10', 300, false],
		['A', 'www.candlefish.ai', '203.0.113.11', 300, false],
		['TXT', 'candlefish.ai', '"v=spf1 -all"', 3600, false],
	];
	return rows.map(([type, name, content, ttl, proxied], index) => ({
		id: `d${String(index + 1).padStart(31, '0')}`,
		zoneId: ZONE_ID,
		type,
		name,
		content,
		ttl,
		proxied,
		comment: null,
		tags: [],
		createdAtMs: nowMs - 30 * dayMs,
		modifiedAtMs: nowMs - 30 * dayMs,
	}));
}

export function seedPools(nowMs: number): StoredPool[] {
	return [
		{
			id: POOL_ID,
			accountId: ACCOUNT.id,
			name: 'paintbox-api',
			description: 'The API of paintbox',
			enabled: true,
			minimumOrigins: 1,
			monitor: 'f1aba936b94213e5b8dca0c0dbf1f9cc',
			origins: [
				{ name: 'primary', address: PRIMARY_ADDRESS, enabled: true, weight: 1, disabledAtMs: null },
				{ name: 'standby', address: STANDBY_ADDRESS, enabled: true, weight: 1, disabledAtMs: null },
			],
			createdAtMs: nowMs - 30 * dayMs,
			modifiedAtMs: nowMs - 30 * dayMs,
		},
	];
}
