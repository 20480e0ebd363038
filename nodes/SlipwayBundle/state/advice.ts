/** What a person can do about something, in the words of where that person is: a terminal, or n8n's editor. */
export interface Advice {
	/** About workflows that somebody edited since the last push, of which nothing was changed. */
	readonly edited: string;
	/** About edited ones when all are to be removed. */
	readonly removeEdited: string;
	/** About one that stays unpublished because a person unpublished it. */
	readonly publishAgain: string;
	/** About a role without a credential; `others` lists those of its type, empty for none. */
	readonly missingCredential: (role: string, others: string) => string;
	/** About a role for which several credentials could be meant; `name` is the one by which it is found. */
	readonly ambiguousCredential: (role: string, name: string) => string;
}
