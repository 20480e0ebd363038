import type { Assessment } from '../../deployment/state/assessment';

/** What a deploy must have become to count as done. */
export interface DeployExpectation {
	/** Whether the site itself must serve it; off for drafts and branch deploys. */
	readonly production: boolean;
	/** Put live by hand: a draft or branch deploy counts too, and a lock does not stand in its way. */
	readonly isRestore?: boolean;
	/** What was live at the start: while it still is, nothing newer has taken this deploy's place. */
	readonly replaces: string | null;
	/** The commit it must be of; null when none in particular was asked for. */
	readonly commit: string | null;
}

/** What one look at a deploy, and at its site, says of that. */
export interface DeployAssessment extends Assessment {
	/** What a person can do about it; empty when all is well. */
	readonly advice: string;
	/** Ready, but the site serves another deploy without an explanation: publishing may still follow. */
	readonly unpublished?: true;
}
