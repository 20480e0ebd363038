import type { DatabaseContent } from './databaseContent';
import { DatabaseContent as Content } from './databaseContent';
import type { InstancePool } from './instancePool';
import type { PostgresInstance } from './postgresInstance';
import { roleSql, sessionRoleSql, superuserSql } from './roleSql';

/** One client's connection to a database. */
export interface DatabaseSession {
	readonly role: string;
}

interface Turn {
	readonly session: DatabaseSession | undefined;
	/** Does not wait for the end of somebody's transaction. */
	readonly atOnce: boolean;
	run(instance: PostgresInstance): Promise<void>;
	reject(error: unknown): void;
}

interface Point {
	readonly atMs: number;
	readonly content: DatabaseContent;
}

type Rows = ReadonlyArray<ReadonlyArray<Readonly<Record<string, unknown>>>>;

/** Moves on with each transaction that wrote something, and only then. */
const writesSql = 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next';

const MAXIMUM_POINTS = 30;

/**
 * A branch's database: content at rest, a PostgreSQL while it is used. PGlite has one backend, so sessions take
 * turns: a batch of messages at a time, and a whole transaction without anybody in between. Settings made with SET
 * and named prepared statements are therefore seen by all who are connected, until the last one leaves.
 *
 * Its history is the contents it had when the last client left, at each operation that looked at it, and at each
 * checkpoint; a moment in between is answered with the nearest one before.
 */
export class LiveDatabase {
	private instance: Promise<PostgresInstance> | undefined;
	private writes: unknown;
	private lastUsedMs: number;
	private readonly sessions = new Set<DatabaseSession>();
	private turns: Turn[] = [];
	private busy = false;
	private transactionOf: DatabaseSession | undefined;
	private currentRole: string | undefined;
	private points: Point[];
	/** Settles when a suspension under way is over; until then nobody is let in. */
	private suspending: Promise<void> = Promise.resolve();

	constructor(
		readonly name: string,
		content: DatabaseContent,
		private readonly pool: InstancePool,
		private readonly roles: () => readonly string[],
		private readonly now: () => number,
	) {
		this.lastUsedMs = now();
		this.points = [{ atMs: this.lastUsedMs, content }];
	}

	get running(): boolean {
		return this.instance !== undefined;
	}
	get connections(): number {
		return this.sessions.size;
	}
	get pointTimesMs(): readonly number[] {
		return this.points.map(({ atMs }) => atMs);
	}

	/** Raises when PostgreSQL does not start. */
	async connect(role: string): Promise<DatabaseSession> {
		await this.suspending;
		const session: DatabaseSession = { role };
		this.sessions.add(session);
		this.pool.used(this);
		await this.started();
		return session;
	}

	/** Sends whole protocol messages; the answer's bytes. */
	async exchange(session: DatabaseSession, message: Uint8Array): Promise<Uint8Array> {
		return await this.takeTurn(session, async (instance) => {
			if (this.currentRole !== session.role) {
				await instance.query(sessionRoleSql(session.role));
				this.currentRole = session.role;
			}
			const { answer, inTransaction } = await instance.exchange(message);
			this.transactionOf = inTransaction ? session : undefined;
			this.lastUsedMs = this.now();
			return answer;
		});
	}

	async disconnect(session: DatabaseSession): Promise<void> {
		const { instance } = this;
		if (!this.sessions.delete(session) || !instance) return;
		try {
			await this.takeTurn(session, async (postgres) => await this.clearAfter(session, postgres));
		} catch (error) {
			// Postgres was ended meanwhile, and the session with it.
			if (this.instance === instance) throw error;
		}
		if (this.sessions.size === 0) this.pool.idle(this);
	}

	/** Runs SQL as PostgreSQL's superuser. */
	async query(sql: string): Promise<Rows> {
		return await this.asSuperuser(async (instance) => await instance.query(sql));
	}

	/** What pg_dump writes of it, as PostgreSQL's superuser. */
	async dumpSql(): Promise<string> {
		return await this.asSuperuser(async (instance) => await instance.dumpSql());
	}

	private async asSuperuser<T>(run: (instance: PostgresInstance) => Promise<T>): Promise<T> {
		await this.suspending;
		this.pool.used(this);
		const result = await this.takeTurn(undefined, async (instance) => {
			if (this.currentRole !== undefined) {
				await instance.query(superuserSql);
				this.currentRole = undefined;
			}
			this.lastUsedMs = this.now();
			return await run(instance);
		});
		if (this.sessions.size === 0) this.pool.idle(this);
		return result;
	}

	/** What is committed now. */
	async capture(): Promise<DatabaseContent> {
		if (this.instance) {
			await this.takeTurn(undefined, async (instance) => await this.keep(instance), true);
		}
		return this.content;
	}

	/** What was committed at a moment, as far as the history shows; the head for one after the last use. */
	async contentAt(atMs: number): Promise<DatabaseContent> {
		const head = await this.capture();
		if (atMs >= this.lastUsedMs) return head;
		return (this.points.findLast((point) => point.atMs <= atMs) ?? this.points[0])?.content ?? head;
	}

	/** Captures and ends PostgreSQL; those connected lose their connection. */
	async suspend(): Promise<void> {
		if (!this.instance) return;
		const suspended = this.capture().then(async () => await this.drop());
		this.suspending = suspended.catch(() => undefined);
		await suspended;
	}

	/** Suspends unless somebody is connected or waiting for a turn. */
	async suspendIfIdle(): Promise<void> {
		if (this.sessions.size === 0 && !this.busy) await this.suspend();
	}

	/** From this call on it holds the given content; those connected lose their connection. */
	async replace(content: DatabaseContent): Promise<void> {
		this.add(content, this.now());
		await this.drop();
	}

	/** A copy with the same content and history, under another branch. */
	copy(roles: () => readonly string[]): LiveDatabase {
		const copy = new LiveDatabase(this.name, this.content, this.pool, roles, this.now);
		copy.points = [...this.points];
		return copy;
	}

	/** Ends PostgreSQL without keeping what changed. */
	async drop(): Promise<void> {
		const ending = this.instance;
		this.instance = undefined;
		this.transactionOf = undefined;
		this.currentRole = undefined;
		this.sessions.clear();
		const left = this.turns;
		this.turns = [];
		for (const turn of left) turn.reject(new Error('The compute was suspended'));
		// One that did not start has failed for whoever started it, and left nothing to end.
		const ended = Promise.allSettled([ending]).then(async ([outcome]) => {
			if (outcome.status === 'fulfilled') await outcome.value?.end();
		});
		this.pool.ended(this, ended);
		await ended;
	}

	private async clearAfter(session: DatabaseSession, instance: PostgresInstance): Promise<void> {
		if (this.transactionOf === session) {
			await instance.query('ROLLBACK');
			this.transactionOf = undefined;
		}
		if (this.sessions.size > 0) return;
		await instance.query('DISCARD ALL');
		await instance.query(superuserSql);
		this.currentRole = undefined;
		await this.keep(instance);
	}

	private get content(): DatabaseContent {
		const head = this.points.at(-1);
		if (!head) throw new Error(`Database ${this.name} has no content`);
		return head.content;
	}

	private add(content: DatabaseContent, atMs: number): void {
		this.points.push({ atMs, content });
		if (this.points.length > MAXIMUM_POINTS) this.points.shift();
	}

	/** Dumps when a transaction wrote since the last time. */
	private async keep(instance: PostgresInstance): Promise<void> {
		// Inside a transaction that failed no query is answered. A dump holds what is committed either way.
		const writes = this.transactionOf ? undefined : await countWrites(instance);
		if (writes !== undefined && writes === this.writes) return;
		this.add(Content.of(await instance.dump()), this.lastUsedMs);
		this.writes = writes;
	}

	private async started(): Promise<PostgresInstance> {
		if (!this.instance) {
			const starting = this.start();
			this.instance = starting;
			starting.catch(() => {
				if (this.instance === starting) this.instance = undefined;
			});
		}
		return await this.instance;
	}

	private async start(): Promise<PostgresInstance> {
		await this.pool.makeRoom(this);
		const instance = await this.content.start(this.name);
		await instance.query(roleSql(this.roles()));
		this.writes = await countWrites(instance);
		return instance;
	}

	private async takeTurn<T>(
		session: DatabaseSession | undefined,
		run: (instance: PostgresInstance) => Promise<T>,
		atOnce = false,
	): Promise<T> {
		return await new Promise<T>((resolve, reject) => {
			this.turns.push({
				session,
				atOnce,
				run: async (instance) => resolve(await run(instance)),
				reject,
			});
			void this.serve();
		});
	}

	private async serve(): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		for (;;) {
			const holder = this.transactionOf;
			const at = this.turns.findIndex((turn) => holder === undefined || turn.session === holder || turn.atOnce);
			const turn = at < 0 ? undefined : this.turns.splice(at, 1)[0];
			if (!turn) break;
			try {
				await turn.run(await this.started());
			} catch (error) {
				turn.reject(error);
			}
		}
		this.busy = false;
	}
}

async function countWrites(instance: PostgresInstance): Promise<unknown> {
	const [rows] = await instance.query(writesSql);
	return rows?.[0]?.['next'];
}
