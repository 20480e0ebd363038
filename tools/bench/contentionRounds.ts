import { setTimeout as sleep } from 'node:timers/promises';

/** A lock under test. */
export interface LockUnderTest {
	/** The fencing token, or null when another holds it. Whoever is to die asks for a short TTL. */
	acquire(owner: string, isToDie: boolean): Promise<number | null>;
	release(owner: string): Promise<void>;
}

export interface ContentionReport {
	/** How often the lock was had. */
	readonly rounds: number;
	readonly attempts: number;
	/** How often it was given while another had it. */
	readonly doubleHolders: number;
	/** How often a token was not above every one before it. */
	readonly tokenFaults: number;
	/** How often a dead holder's lock was given away before its TTL had ended. */
	readonly earlyOrphans: number;
	/** From before a dead holder asked for the lock to when another had it. */
	readonly orphanRecoveriesMs: readonly number[];
	readonly elapsedMs: number;
}

/** Contenders that all want one lock at all times, and an account of who had it when. */
export class Contention {
	private readonly holders = new Set<string>();

	private orphan: { readonly askedAtMs: number } | undefined;

	private rounds = 0;

	private attempts = 0;

	private doubleHolders = 0;

	private tokenFaults = 0;

	private earlyOrphans = 0;

	private highestToken = 0;

	private nextDeathAtRound: number;

	private readonly orphanRecoveriesMs: number[] = [];

	constructor(
		private readonly options: {
			readonly rounds: number;
			readonly contenders: number;
			/** One holder in so many dies without a release; 0: nobody. */
			readonly orphanEvery: number;
			/** Of whoever is to die. */
			readonly ttlMs: number;
		},
	) {
		this.nextDeathAtRound = options.orphanEvery;
	}

	async run(lock: LockUnderTest): Promise<ContentionReport> {
		const startedAtMs = performance.now();
		await Promise.all(
			Array.from({ length: this.options.contenders }, async (_, index) => await this.contend(lock, index)),
		);
		return {
			rounds: this.rounds,
			attempts: this.attempts,
			doubleHolders: this.doubleHolders,
			tokenFaults: this.tokenFaults,
			earlyOrphans: this.earlyOrphans,
			orphanRecoveriesMs: this.orphanRecoveriesMs,
			elapsedMs: performance.now() - startedAtMs,
		};
	}

	private async contend(lock: LockUnderTest, index: number): Promise<void> {
		const { orphanEvery } = this.options;
		let isToDie = false;
		// An owner of its own for each turn: the dead do not come back.
		for (let turn = 0; this.rounds < this.options.rounds; turn++) {
			const owner = `contender-${index}-${turn}`;
			const askedAtMs = performance.now();
			this.attempts += 1;
			const token = await lock.acquire(owner, isToDie);
			if (token === null) {
				await sleep(1 + Math.random() * 3);
				continue;
			}
			this.enter(token);
			if (isToDie) {
				this.orphan = { askedAtMs };
			} else {
				this.holders.add(owner);
				// Others ask while it is held.
				await sleep(0);
				this.holders.delete(owner);
				await lock.release(owner);
			}
			isToDie = orphanEvery > 0 && this.rounds >= this.nextDeathAtRound;
			if (isToDie) this.nextDeathAtRound += orphanEvery;
		}
	}

	private enter(token: number): void {
		this.rounds += 1;
		if (this.holders.size > 0) this.doubleHolders += 1;
		if (token <= this.highestToken) this.tokenFaults += 1;
		this.highestToken = Math.max(this.highestToken, token);
		if (!this.orphan) return;
		const recoveryMs = performance.now() - this.orphan.askedAtMs;
		this.orphanRecoveriesMs.push(recoveryMs);
		if (recoveryMs < this.options.ttlMs) this.earlyOrphans += 1;
		this.orphan = undefined;
	}
}
