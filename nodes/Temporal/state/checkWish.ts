/** A workflow that has to complete on the new version before any other goes there. */
export interface CheckWish {
	readonly type: string;
	readonly taskQueue: string;
	/** Names the attempt: with the same one it is run once, however often it is asked for. */
	readonly runKey: string;
	readonly timeoutMs: number;
}
