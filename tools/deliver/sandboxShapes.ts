export interface SiteDeploy {
	readonly id: string;
	readonly state: string;
	readonly commit: string;
	readonly publishedAt: string | undefined;
	readonly errorMessage: string | undefined;
	readonly createdAt: string;
}

export interface GitHubDeployment {
	readonly id: number;
	readonly commit: string;
	readonly environment: string;
	/** The newest status; `none` before there is one. */
	readonly state: string;
	readonly description: string;
	readonly environmentUrl: string;
}

export interface CommitStatus {
	readonly commit: string;
	/** Whose it is, such as `slipway/web/production`. */
	readonly context: string;
	readonly state: string;
	readonly description: string;
	/** Where "Details" leads. */
	readonly url: string;
}

export interface ActionsRun {
	readonly id: number;
	readonly name: string;
	readonly commit: string;
	/** How it ended; where it stands until then. */
	readonly state: string;
	readonly isOver: boolean;
}

export interface Incident {
	readonly dedupKey: string;
	readonly status: string;
	readonly summary: string;
	readonly pageCount: number;
}

export interface DnsRecord {
	readonly id: string;
	readonly type: string;
	readonly name: string;
	readonly content: string;
}

/** What n8n answered to one delivery. */
export interface Delivery {
	readonly statusCode: number;
	/** The answer's body, as text. */
	readonly answer: string;
}
