/** A turn of a repository and branch, as far as it matters here. Times by the database's clock. */
export interface TurnSight {
	readonly name: string;
	/** The release whose turn it is; empty when it is free. */
	readonly owner: string;
	/** The execution that has it, or had it last. */
	readonly execution: string;
	readonly leaseUntilMs: number;
	readonly lookedAtMs: number;
	/** The commit that was looked at last. */
	readonly head: string;
	/** ISO 8601; empty when nothing is due by itself. */
	readonly lookAgainAt: string;
	readonly item: unknown;
	/** How often its release was taken up after a death. */
	readonly restarts: number;
}
