import type { LiveDatabase } from './liveDatabase';

/** Each running PostgreSQL costs some 250 MB. */
const MAXIMUM_RUNNING = 6;

/**
 * Keeps memory low whatever sandbox time does: what nobody is connected to is put to rest after some WALL time, and
 * sooner when too many run.
 */
export class InstancePool {
	/** Oldest use first. */
	private readonly databases = new Set<LiveDatabase>();
	private readonly timers = new Map<LiveDatabase, NodeJS.Timeout>();
	private readonly ending = new Set<Promise<void>>();

	constructor(private readonly idleMs = 15_000) {}

	used(database: LiveDatabase): void {
		clearTimeout(this.timers.get(database));
		this.timers.delete(database);
		this.databases.delete(database);
		this.databases.add(database);
	}

	idle(database: LiveDatabase): void {
		if (!this.databases.has(database)) return;
		clearTimeout(this.timers.get(database));
		const timer = setTimeout(() => this.rest(database), this.idleMs);
		timer.unref();
		this.timers.set(database, timer);
	}

	/** `ending`: settles when its memory is given back. */
	ended(database: LiveDatabase, ending: Promise<void>): void {
		clearTimeout(this.timers.get(database));
		this.timers.delete(database);
		this.databases.delete(database);
		this.track(ending);
	}

	get running(): number {
		return [...this.databases].filter((database) => database.running).length;
	}

	/** Puts the longest unused to rest until there is room; those with connections stay. */
	async makeRoom(wanted: LiveDatabase): Promise<void> {
		for (const database of [...this.databases]) {
			if (this.running <= MAXIMUM_RUNNING) return;
			if (database !== wanted && database.running) await database.suspendIfIdle();
		}
	}

	async close(): Promise<void> {
		for (const database of [...this.databases]) await database.drop();
		await Promise.all(this.ending);
	}

	private rest(database: LiveDatabase): void {
		this.track(database.suspendIfIdle());
	}

	private track(work: Promise<void>): void {
		const tracked = work
			.catch((error: unknown) => {
				// It keeps running with its data; only the memory is not given back.
				process.emitWarning(`A Postgres instance of the Neon sandbox does not end: ${String(error)}`);
			})
			.finally(() => this.ending.delete(tracked));
		this.ending.add(tracked);
	}
}
