/** A command that must have ended well before a revision is put in place. */
export interface Migration {
	readonly command: readonly string[];
	/** The same key joins the task that was started before; empty to start one each time. */
	readonly runKey: string;
}
