import { isProxiable } from './recordChecks';
import type { StoredPool, StoredRecord, StoredZone } from './model';

const iso = (ms: number): string => new Date(ms).toISOString();

/** `{ success, errors, messages, result }`: how every answer is wrapped. */
export const success = (result: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
	status: 200,
	body: { success: true, errors: [], messages: [], result, ...more },
});

export const zoneBody = ({ id, name, account, createdAtMs }: StoredZone) => ({
	id,
	name,
	status: 'active',
	paused: false,
	type: 'full',
	development_mode: 0,
	name_servers: ['bob.ns.cloudflare.com', 'lola.ns.cloudflare.com'],
	original_name_servers: null,
	original_registrar: null,
	original_dnshost: null,
	activated_on: iso(createdAtMs),
	created_on: iso(createdAtMs),
	modified_on: iso(createdAtMs),
	account: { id: account.id, name: account.name },
	owner: { id: account.id, name: account.name, type: 'organization' },
	meta: { page_rule_quota: 3, phishing_detected: false },
});

export const recordBody = (record: StoredRecord) => ({
	id: record.id,
	name: record.name,
	type: record.type,
	content: record.content,
	proxiable: isProxiable(record.type),
	proxied: record.proxied,
	ttl: record.ttl,
	settings: {},
	meta: {},
	comment: record.comment,
	tags: [...record.tags],
	created_on: iso(record.createdAtMs),
	modified_on: iso(record.modifiedAtMs),
});

export const poolBody = (pool: StoredPool) => ({
	id: pool.id,
	name: pool.name,
	description: pool.description,
	enabled: pool.enabled,
	minimum_origins: pool.minimumOrigins,
	monitor: pool.monitor,
	check_regions: null,
	notification_email: '',
	created_on: iso(pool.createdAtMs),
	modified_on: iso(pool.modifiedAtMs),
	origins: pool.origins.map(({ name, address, enabled, weight, disabledAtMs }) => ({
		name,
		address,
		enabled,
		weight,
		...(disabledAtMs !== null && { disabled_at: iso(disabledAtMs) }),
	})),
});
