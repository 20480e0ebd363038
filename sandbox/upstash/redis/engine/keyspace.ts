import { RedisError } from './reply';

/** All strings hold a byte in each character. */
export type RedisValue =
	| { readonly kind: 'string'; readonly text: string }
	| { readonly kind: 'hash'; readonly fields: Map<string, string> }
	| { readonly kind: 'list'; readonly items: string[] }
	| { readonly kind: 'set'; readonly members: Set<string> }
	| { readonly kind: 'zset'; readonly scores: Map<string, number> };

interface Entry {
	readonly value: RedisValue;
	expiresAtMs: number | undefined;
	/** Grows with each new key, so that a walk goes on where it was, whatever is deleted meanwhile. */
	readonly sequence: number;
}

type ValueOf<Kind extends RedisValue['kind']> = Extract<RedisValue, { kind: Kind }>;

const isKind = <Kind extends RedisValue['kind']>(value: RedisValue, kind: Kind): value is ValueOf<Kind> =>
	value.kind === kind;

/** The keys of one embedded Redis. Keys expire by wall time, whatever the sandbox's time scale: so does Redis. */
export class Keyspace {
	private readonly entries = new Map<string, Entry>();

	private sequence = 0;

	constructor(readonly nowMs: () => number = Date.now) {}

	private entry(key: string): Entry | undefined {
		const entry = this.entries.get(key);
		if (entry?.expiresAtMs !== undefined && entry.expiresAtMs <= this.nowMs()) {
			this.entries.delete(key);
			return undefined;
		}
		return entry;
	}

	has(key: string): boolean {
		return this.entry(key) !== undefined;
	}

	value(key: string): RedisValue | undefined {
		return this.entry(key)?.value;
	}

	/** The value as that kind, or `undefined` when the key is missing. Throws WRONGTYPE for another kind. */
	typed<Kind extends RedisValue['kind']>(key: string, kind: Kind): ValueOf<Kind> | undefined {
		const value = this.value(key);
		if (!value) return undefined;
		if (!isKind(value, kind)) {
			throw new RedisError('WRONGTYPE Operation against a key holding the wrong kind of value');
		}
		return value;
	}

	text(key: string): string | undefined {
		return this.typed(key, 'string')?.text;
	}

	/** Stores the value and drops the key's expiry, unless it is kept. */
	set(key: string, value: RedisValue, expiresAtMs?: number): void {
		const sequence = this.entries.get(key)?.sequence ?? ++this.sequence;
		this.entries.set(key, { value, expiresAtMs, sequence });
	}

	setText(key: string, text: string, expiresAtMs?: number): void {
		this.set(key, { kind: 'string', text }, expiresAtMs);
	}

	fields(key: string): Map<string, string> {
		const found = this.typed(key, 'hash');
		if (found) return found.fields;
		const fields = new Map<string, string>();
		this.set(key, { kind: 'hash', fields });
		return fields;
	}

	items(key: string): string[] {
		const found = this.typed(key, 'list');
		if (found) return found.items;
		const items: string[] = [];
		this.set(key, { kind: 'list', items });
		return items;
	}

	members(key: string): Set<string> {
		const found = this.typed(key, 'set');
		if (found) return found.members;
		const members = new Set<string>();
		this.set(key, { kind: 'set', members });
		return members;
	}

	scores(key: string): Map<string, number> {
		const found = this.typed(key, 'zset');
		if (found) return found.scores;
		const scores = new Map<string, number>();
		this.set(key, { kind: 'zset', scores });
		return scores;
	}

	/** Redis has no empty collections: the key goes with its last element. */
	dropIfEmpty(key: string): void {
		const value = this.value(key);
		if (!value || value.kind === 'string') return;
		const size =
			value.kind === 'hash'
				? value.fields.size
				: value.kind === 'list'
					? value.items.length
					: value.kind === 'set'
						? value.members.size
						: value.scores.size;
		if (size === 0) this.entries.delete(key);
	}

	delete(key: string): boolean {
		return this.has(key) && this.entries.delete(key);
	}

	/** Milliseconds since the epoch; `undefined`: never, or no such key. */
	expiresAtMs(key: string): number | undefined {
		return this.entry(key)?.expiresAtMs;
	}

	setExpiry(key: string, expiresAtMs: number | undefined): void {
		const entry = this.entry(key);
		if (entry) entry.expiresAtMs = expiresAtMs;
	}

	/** The same, and at once when that time is over. */
	expire(key: string, expiresAtMs: number): void {
		if (expiresAtMs <= this.nowMs()) this.delete(key);
		else this.setExpiry(key, expiresAtMs);
	}

	keys(): string[] {
		return [...this.entries.keys()].filter((key) => this.has(key));
	}

	/** The next keys of a walk, and its cursor; 0 at both its ends. */
	pageAfter(cursor: number, count: number): { readonly page: readonly string[]; readonly next: number } {
		const left = this.keys().filter((key) => (this.entries.get(key)?.sequence ?? 0) > cursor);
		const page = left.slice(0, count);
		const last = page.at(-1);
		return {
			page,
			next: left.length > page.length && last !== undefined ? (this.entries.get(last)?.sequence ?? 0) : 0,
		};
	}

	clear(): void {
		this.entries.clear();
	}
}
