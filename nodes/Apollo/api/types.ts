/** A subgraph as a launch's build takes it. */
export interface SubgraphInput {
	readonly name: string;
	/** SHA-256 of the schema, in hexadecimal. */
	readonly hash: string;
	/** What its publisher called it; this package gives the commit. Empty where nobody did. */
	readonly revision: string;
	readonly routingUrl: string;
}

/** In which way a launch, or its build, is at odds with what it was given. */
export interface BuildError {
	readonly message: string;
	readonly code: string | null;
	readonly locations: ReadonlyArray<{ readonly line: number; readonly column: number }>;
}

export type LaunchStatus = 'LAUNCH_INITIATED' | 'LAUNCH_COMPLETED' | 'LAUNCH_FAILED';

/** A launch in a variant's history: an attempt to build its supergraph and to bring it to the routers. */
export interface LaunchSummary {
	readonly id: string;
	/** Apollo's word; a superseded launch stays initiated. */
	readonly status: string;
	/** ISO 8601, as all times here. */
	readonly createdAt: string;
	readonly completedAt: string | null;
	/** When routers were allowed to have it; null for one that failed. */
	readonly approvedAt: string | null;
	/** Subgraphs that it was started for. */
	readonly changes: readonly string[];
	/** Empty for a contract variant, which takes another variant's schema. */
	readonly subgraphs: readonly SubgraphInput[];
}

/** The launch of a contract variant that another launch has started. */
export interface DownstreamLaunch {
	readonly id: string;
	readonly variant: string;
	readonly status: string;
	readonly supersededAt: string | null;
	readonly errors: readonly BuildError[];
}

export interface Launch extends LaunchSummary {
	readonly supersededAt: string | null;
	readonly supersededBy: string | null;
	readonly errors: readonly BuildError[];
	readonly downstream: readonly DownstreamLaunch[];
}

/** A variant with the two launches that tell how it is. */
export interface Variant {
	/** `candlefish@production` */
	readonly reference: string;
	readonly graphId: string;
	readonly name: string;
	/** Where its routers answer, where Apollo was told. */
	readonly url: string | null;
	readonly sourceVariant: string | null;
	/** Whatever became of it; null before the first. */
	readonly latest: Launch | null;
	/** What the routers are served; null where nothing is. */
	readonly approved: Launch | null;
}

/** A subgraph as the registry holds it: what was published last, whether its launch went well or not. */
export interface RegisteredSubgraph {
	readonly name: string;
	readonly url: string;
	readonly revision: string;
	readonly updatedAt: string;
	readonly sdl: string;
}
