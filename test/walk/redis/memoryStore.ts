type Hash = Map<string, string>;

interface Stored {
	readonly value: string | Hash | Set<string>;
	/** Milliseconds since the epoch; infinite for what does not expire. */
	expiresAtMs: number;
}

/** The few commands of Redis that the scripts of our nodes use, on keys in memory. */
export class MemoryStore {
	private readonly stored = new Map<string, Stored>();

	constructor(readonly nowMs: () => number) {}

	private at(key: string): Stored | undefined {
		const found = this.stored.get(key);
		if (found === undefined || found.expiresAtMs > this.nowMs()) return found;
		this.stored.delete(key);
		return undefined;
	}

	private hashAt(key: string): Hash | undefined {
		const value = this.at(key)?.value;
		return value instanceof Map ? value : undefined;
	}

	/** Keys that begin so and have not expired. */
	keysWith(prefix: string): string[] {
		return [...this.stored.keys()].filter((key) => key.startsWith(prefix) && this.at(key) !== undefined).sort();
	}

	has(key: string): boolean {
		return this.at(key) !== undefined;
	}

	get(key: string): string | null {
		const value = this.at(key)?.value;
		return typeof value === 'string' ? value : null;
	}

	set(key: string, value: string, lifeMs = Number.POSITIVE_INFINITY): void {
		this.stored.set(key, { value, expiresAtMs: this.nowMs() + lifeMs });
	}

	delete(...keys: readonly string[]): void {
		for (const key of keys) this.stored.delete(key);
	}

	/** A field's value; empty for what is not there, as `field` in `luaPrelude`. */
	field(key: string, name: string): string {
		return this.hashAt(key)?.get(name) ?? '';
	}

	hasField(key: string, name: string): boolean {
		return this.hashAt(key)?.has(name) ?? false;
	}

	/** Names and values in turn. */
	setFields(key: string, ...words: readonly string[]): void {
		const hash = this.hashAt(key) ?? new Map<string, string>();
		for (let index = 0; index < words.length; index += 2) hash.set(words[index] ?? '', words[index + 1] ?? '');
		if (this.at(key) === undefined) this.stored.set(key, { value: hash, expiresAtMs: Number.POSITIVE_INFINITY });
	}

	addToField(key: string, name: string, amount: number): string {
		const sum = String(Number(this.field(key, name) || '0') + amount);
		this.setFields(key, name, sum);
		return sum;
	}

	deleteFields(key: string, ...names: readonly string[]): void {
		const hash = this.hashAt(key);
		for (const name of names) hash?.delete(name);
		if (hash?.size === 0) this.delete(key);
	}

	fieldsOf(key: string): ReadonlyMap<string, string> {
		return this.hashAt(key) ?? new Map<string, string>();
	}

	addMember(key: string, member: string): void {
		const members = this.at(key)?.value;
		if (members instanceof Set) members.add(member);
		else this.stored.set(key, { value: new Set([member]), expiresAtMs: Number.POSITIVE_INFINITY });
	}

	membersOf(key: string): string[] {
		const members = this.at(key)?.value;
		return members instanceof Set ? [...members] : [];
	}

	/** What is left of a key's life, in ms; negative where it has none, or is not there. */
	lifeMsOf(key: string): number {
		const found = this.at(key);
		return found === undefined || found.expiresAtMs === Number.POSITIVE_INFINITY
			? -1
			: found.expiresAtMs - this.nowMs();
	}

	expireIn(key: string, lifeMs: number): void {
		const found = this.at(key);
		if (found !== undefined) found.expiresAtMs = this.nowMs() + lifeMs;
	}
}
