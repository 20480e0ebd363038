import type { JsonRecord } from '../../deployment/values/jsonRecords';

/** A workflow as n8n's public API gives it; `raw` has every field. */
export interface RemoteWorkflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly isArchived: boolean;
	readonly versionId: string | undefined;
	/** The version that runs; undefined when the workflow is not published. */
	readonly activeVersionId: string | undefined;
	readonly nodes: readonly JsonRecord[];
	readonly raw: JsonRecord;
}

export interface WorkflowBody {
	readonly name: string;
	readonly nodes: readonly JsonRecord[];
	readonly connections: JsonRecord;
	readonly settings: JsonRecord;
	readonly nodeGroups?: readonly JsonRecord[];
}

export interface RemoteCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** When its data, or its name, was last changed. */
	readonly updatedAt: string | undefined;
}

/** A community package as n8n lists it. */
export interface RemotePackage {
	readonly name: string;
	/** n8n could not load it, so its nodes are not there. */
	readonly isBroken: boolean;
}

export interface DataTableColumn {
	readonly name: string;
	readonly type: 'string' | 'number' | 'boolean' | 'date';
}

export interface RemoteDataTable {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

/** n8n refused a call, or did not answer: says what was asked and what to do. */
export class N8nApiError extends Error {
	override readonly name = 'N8nApiError';

	constructor(
		message: string,
		/** HTTP status; undefined when there was no answer. */
		readonly status: number | undefined,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}
