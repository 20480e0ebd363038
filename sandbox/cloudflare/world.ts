import type { SandboxServices } from '../kernel/platform';
import { reachableAt } from './lifecycle';
import type { Purge, Reachability, RecordWish, StoredPool, StoredRecord, StoredZone } from './model';
import { poolBody, recordBody } from './present';
import { CallLimit } from './rateLimit';
import { Resolver } from './resolver';
import { seedPools, seedRecords, seedZones } from './seed';

/** All that Cloudflare holds here. */
export class World {
	readonly limit: CallLimit;

	readonly resolver: Resolver;

	zones: StoredZone[] = [];

	records: StoredRecord[] = [];

	pools: StoredPool[] = [];

	purges: Purge[] = [];

	private reachability = new Map<string, Reachability>();

	constructor(private readonly services: SandboxServices) {
		this.limit = new CallLimit(services.clock);
		this.resolver = new Resolver(services.clock);
		this.reset();
	}

	now(): number {
		return this.services.clock.now();
	}

	createRecord(zone: StoredZone, wish: RecordWish): StoredRecord {
		const nowMs = this.now();
		const created = {
			...wish,
			id: this.services.ids.hex(32),
			zoneId: zone.id,
			createdAtMs: nowMs,
			modifiedAtMs: nowMs,
		};
		this.records.push(created);
		this.resolver.change(this.records);
		return created;
	}

	changeRecord(record: StoredRecord, wish: RecordWish): StoredRecord {
		const changed = { ...record, ...wish, modifiedAtMs: this.now() };
		this.records = this.records.map((other) => (other.id === record.id ? changed : other));
		this.resolver.change(this.records);
		return changed;
	}

	deleteRecord({ id }: StoredRecord): void {
		this.records = this.records.filter((record) => record.id !== id);
		this.resolver.change(this.records);
	}

	changePool(changed: StoredPool): StoredPool {
		const pool = { ...changed, modifiedAtMs: this.now() };
		this.pools = this.pools.map((other) => (other.id === pool.id ? pool : other));
		return pool;
	}

	/** Whether Cloudflare's monitor has seen it up: it looks once a minute. */
	isSeenUp(address: string): boolean {
		return reachableAt(this.reachability.get(address), this.now());
	}

	/** Behind the API's back: that address answers from now on, or no longer. */
	setReachable(address: string, isUp: boolean): void {
		this.reachability.set(address, { isUp, sinceMs: this.now() });
	}

	state() {
		return {
			zones: this.zones.map(({ id, name }) => ({ id, name })),
			records: this.records.map(recordBody),
			pools: this.pools.map((pool) => ({
				...poolBody(pool),
				origins: pool.origins.map((origin) => ({ ...origin, healthy: this.isSeenUp(origin.address) })),
			})),
			purges: this.purges,
			callsUsed: this.limit.used(),
		};
	}

	reset(): void {
		const nowMs = this.now();
		this.zones = seedZones(nowMs);
		this.records = seedRecords(nowMs);
		this.pools = seedPools(nowMs);
		this.purges = [];
		this.reachability = new Map();
		this.limit.reset();
		this.resolver.reset(this.records);
	}
}
