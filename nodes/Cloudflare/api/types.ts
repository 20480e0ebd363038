/** Cloudflare's objects: what is read of them (developers.cloudflare.com/api). Fields that may be absent are optional. */
export interface CloudflareZone {
	readonly id: string;
	readonly name: string;
	readonly status?: string;
	readonly account?: { readonly id?: string; readonly name?: string };
}

export interface CloudflareRecord {
	readonly id: string;
	/** In full: `api.candlefish.ai`. */
	readonly name: string;
	readonly type: string;
	readonly content?: string;
	/** Seconds; 1 is automatic. */
	readonly ttl?: number;
	readonly proxied?: boolean;
	readonly comment?: string | null;
	/** ISO 8601. */
	readonly modified_on?: string;
}

export interface CloudflareOrigin {
	readonly name?: string;
	readonly address?: string;
	readonly enabled?: boolean;
	/** ISO 8601; told where it is disabled, never sent. */
	readonly disabled_at?: string;
	readonly weight?: number;
}

export interface CloudflarePool {
	readonly id: string;
	readonly name?: string;
	readonly enabled?: boolean;
	readonly minimum_origins?: number;
	readonly origins?: readonly CloudflareOrigin[];
}

/** By data center; empty while no monitor has looked. */
export interface CloudflarePoolHealth {
	readonly pop_health?: Readonly<Record<string, CloudflarePopHealth>>;
}

export interface CloudflarePopHealth {
	readonly healthy?: boolean;
	/** Each an object with one entry: the origin's address. */
	readonly origins?: ReadonlyArray<Readonly<Record<string, CloudflareOriginHealth>>>;
}

export interface CloudflareOriginHealth {
	readonly healthy?: boolean;
	readonly failure_reason?: string;
}

/** One answer of a resolver, as DNS over HTTPS writes it in JSON. */
export interface ResolvedAnswer {
	readonly type: number;
	readonly data: string;
	/** Seconds. */
	readonly TTL: number;
}
