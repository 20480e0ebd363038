import { listAt, textAt, textsAt } from '../values/jsonFields';

/** What the turn of a repository and branch remembers between its releases. Times are ISO 8601, UTC; empty where not known. */
export interface TurnNotes {
	/** The head of the branch that was seen last, and when it was seen first. */
	readonly head: string;
	readonly headSeenAt: string;
	/** The commit of the latest release on GitHub, for services that deploy from releases. */
	readonly releasedCommit: string;
	readonly releasedSeenAt: string;
	/** Since when something could not be seen; empty while all is. */
	readonly unseenSince: string;
	/** What the person on call was told once, and still holds. */
	readonly said: readonly string[];
	/** What GitHub shows as waiting. */
	readonly waits: readonly WaitNote[];
}

/** A commit status that is pending. */
export interface WaitNote {
	readonly context: string;
	readonly commit: string;
	readonly text: string;
}

export const noNotes: TurnNotes = {
	head: '',
	headSeenAt: '',
	releasedCommit: '',
	releasedSeenAt: '',
	unseenSince: '',
	said: [],
	waits: [],
};

/** The notes in foreign JSON; empty ones for what is none. */
export function readTurnNotes(value: unknown): TurnNotes {
	const text = (name: keyof TurnNotes): string => textAt(value, name) ?? '';
	return {
		head: text('head'),
		headSeenAt: text('headSeenAt'),
		releasedCommit: text('releasedCommit'),
		releasedSeenAt: text('releasedSeenAt'),
		unseenSince: text('unseenSince'),
		said: textsAt(value, 'said'),
		waits: listAt(value, 'waits').flatMap(readWaitNote),
	};
}

function readWaitNote(value: unknown): WaitNote[] {
	const [context, commit, text] = [textAt(value, 'context'), textAt(value, 'commit'), textAt(value, 'text')];
	return context === null || commit === null ? [] : [{ context, commit, text: text ?? '' }];
}
