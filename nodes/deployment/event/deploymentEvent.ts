/** What may lead to a deployment, in one shape for every kind of event. Times are ISO 8601, UTC. */
export interface DeploymentEvent {
	/** GitHub's GUID of the delivery; a redelivery carries the same one again. */
	readonly deliveryId: string;
	/** `push`, `pull_request`, ... in GitHub's words. */
	readonly event: string;
	/** `opened`, `completed`, ...; null for events without one, such as push. */
	readonly action: string | null;
	/** Null only for what happens to an organization as a whole. */
	readonly repository: EventRepository | null;
	/** Whole name: `refs/heads/main`, `refs/tags/v1.0.0`, `refs/pull/7/head`. */
	readonly ref: string | null;
	/** The branch the commit is on: the head branch of a pull request. */
	readonly branch: string | null;
	readonly tag: string | null;
	/** The commit to deploy; null where the event names none. */
	readonly sha: string | null;
	/** What the branch pointed to before; null when it is new, or the event does not say. */
	readonly before: string | null;
	/** The push replaced history: `before` is not an ancestor of `sha`. */
	readonly forced: boolean;
	/** The branch or tag is new. */
	readonly created: boolean;
	/** Paths added, modified or removed, sorted, each once; both names of a renamed file. */
	readonly changedFiles: readonly string[];
	/** False means that there may be more changed files than are listed. */
	readonly changedFilesComplete: boolean;
	/** GitHub compared the commits and says that no file differs: only then does an empty list mean that nothing changed. */
	readonly nothingDiffers: boolean;
	/** Why the list may be incomplete, or where it came from; empty when the delivery itself had all. */
	readonly changedFilesNote: string;
	readonly pullRequest: EventPullRequest | null;
	/** What is particular to this kind of event: the run, the deployment, the release, the package, the dispatch. */
	readonly details: Readonly<Record<string, unknown>> | null;
	/** Login of who caused it. */
	readonly sender: string | null;
	/** Of the head commit; the title of a pull request. */
	readonly message: string | null;
	/** Why nothing of it is to be deployed although it came, in its author's own words (`[skip deploy]`); else null. */
	readonly skipReason: string | null;
	/** When it happened, as the payload tells; to order deliveries by, which arrive in any order. */
	readonly pushedAt: string | null;
	/** When this n8n took the delivery. */
	readonly receivedAt: string;
}

export interface EventRepository {
	/** GitHub's number, which a rename and a transfer leave as it is; null when the delivery does not tell. */
	readonly id: number | null;
	/** `owner/name`. */
	readonly fullName: string;
	readonly owner: string;
	readonly name: string;
	readonly defaultBranch: string;
	readonly url: string;
}

export interface EventPullRequest {
	readonly number: number;
	/** Branch that is to be merged. */
	readonly head: string;
	readonly headSha: string;
	/** Branch it is to be merged into. */
	readonly base: string;
	readonly baseSha: string;
	readonly draft: boolean;
	/** The head is in another repository: its code is not trusted. */
	readonly fork: boolean;
	readonly merged: boolean;
	readonly title: string;
	readonly url: string;
}
