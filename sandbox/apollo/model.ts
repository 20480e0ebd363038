/** A subgraph's schema as a build takes it. */
export interface SubgraphInput {
	readonly name: string;
	/** SHA-256 of the document, in hexadecimal. */
	readonly hash: string;
	readonly revision: string;
	readonly routingUrl: string;
	/** Sandbox milliseconds. */
	readonly publishedAtMs: number;
}

/** A subgraph as the registry holds it: what was published last, whether it composes or not. */
export interface RegisteredSubgraph extends SubgraphInput {
	readonly createdAtMs: number;
}

export interface SourcePosition {
	readonly line: number;
	readonly column: number;
}

export interface BuildProblem {
	readonly code: string | null;
	readonly message: string;
	readonly failedStep: string;
	readonly locations: readonly SourcePosition[];
}

export type SubgraphChangeType = 'ADDITION' | 'DELETION' | 'MODIFICATION';

export interface SubgraphChange {
	readonly name: string;
	readonly type: SubgraphChangeType;
}

/** One attempt to build a variant and to bring it to the routers. */
export interface Launch {
	readonly id: string;
	readonly graphId: string;
	readonly variant: string;
	readonly createdAtMs: number;
	readonly changes: readonly SubgraphChange[];
	readonly subgraphs: readonly SubgraphInput[];
	/** The launch of the source variant that started it, for a contract variant. */
	readonly upstream: Launch | null;
	readonly downstream: Launch[];
	status: 'LAUNCH_INITIATED' | 'LAUNCH_COMPLETED' | 'LAUNCH_FAILED';
	/** Known once it is built. */
	supergraph: string | null;
	problems: readonly BuildProblem[];
	approvedAtMs: number | null;
	completedAtMs: number | null;
	supersededAtMs: number | null;
	supersededBy: Launch | null;
}

export interface Variant {
	readonly graphId: string;
	readonly name: string;
	/** Where its routers answer; null where nobody told Apollo. */
	readonly url: string | null;
	/** The variant whose schema this one filters; null where it is no contract variant. */
	readonly source: string | null;
	readonly createdAtMs: number;
	readonly subgraphs: Map<string, RegisteredSubgraph>;
	/** Oldest first. */
	readonly launches: Launch[];
}

export interface Graph {
	readonly id: string;
	readonly title: string;
	readonly variants: Map<string, Variant>;
}

export interface CheckWorkflow {
	readonly id: string;
	readonly graphId: string;
	readonly variant: string;
	readonly subgraph: string;
	readonly createdAtMs: number;
	/** When its tasks are done. */
	readonly doneAtMs: number;
	readonly problems: readonly BuildProblem[];
	/** Changes that operations of clients would not survive. */
	readonly breaking: readonly string[];
}
