import type { SandboxClock } from '../kernel/clock';
import type { StoredRecord } from './model';

/** From the API to Cloudflare's name servers. */
const publishedAfterMs = 2_000;

/** What "automatic" is. */
const automaticTtlSeconds = 300;

/** Cloudflare's own addresses, which a proxied name resolves to. */
const proxyAddresses = ['104.16.0.1', '104.16.1.1'];

export interface Answer {
	readonly type: string;
	readonly data: string;
	readonly ttlSeconds: number;
}

interface Cached {
	readonly answers: readonly Answer[];
	readonly expiresAtMs: number;
}

/** A public resolver: it keeps what it was told for as long as the record's TTL says. */
export class Resolver {
	private published: readonly StoredRecord[] = [];

	private pending: ReadonlyArray<{ readonly records: readonly StoredRecord[]; readonly atMs: number }> = [];

	private cache = new Map<string, Cached>();

	constructor(private readonly clock: SandboxClock) {}

	change(records: readonly StoredRecord[]): void {
		this.pending = [...this.pending, { records: [...records], atMs: this.clock.now() + publishedAfterMs }];
	}

	resolve(name: string, type: string): readonly Answer[] {
		const nowMs = this.clock.now();
		const key = `${name} ${type}`;
		const cached = this.cache.get(key);
		if (cached && nowMs < cached.expiresAtMs) return cached.answers;
		const answers = this.ask(name, type, nowMs);
		const ttlSeconds = Math.min(automaticTtlSeconds, ...answers.map((answer) => answer.ttlSeconds));
		this.cache.set(key, { answers, expiresAtMs: nowMs + ttlSeconds * 1000 });
		return answers;
	}

	reset(records: readonly StoredRecord[]): void {
		this.published = [...records];
		this.pending = [];
		this.cache = new Map();
	}

	private ask(name: string, type: string, nowMs: number): readonly Answer[] {
		for (const { records, atMs } of this.pending) if (atMs <= nowMs) this.published = records;
		this.pending = this.pending.filter(({ atMs }) => atMs > nowMs);
		const named = this.published.filter((record) => record.name === name);
		if (type === 'A' && named.some(({ proxied }) => proxied)) {
			return proxyAddresses.map((data) => ({ type: 'A', data, ttlSeconds: automaticTtlSeconds }));
		}
		return named
			.filter((record) => !record.proxied && (record.type === type || record.type === 'CNAME'))
			.map((record) => ({
				type: record.type,
				data: record.type === 'CNAME' ? `${record.content}.` : record.content,
				ttlSeconds: record.ttl === 1 ? automaticTtlSeconds : record.ttl,
			}));
	}
}
