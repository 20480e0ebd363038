import { isRecord, type JsonRecord, readRecords, readString } from '../json';

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

export interface DataTableColumn {
	readonly name: string;
	readonly type: 'string' | 'number' | 'boolean' | 'date';
}

export interface RemoteDataTable {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

export interface RemoteExecution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: string;
	readonly mode: string;
	readonly startedAt: string | undefined;
	readonly stoppedAt: string | undefined;
	/** Present when data was asked for: `resultData.runData` and `resultData.error` are in it. */
	readonly data: unknown;
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

export function unreadable(method: string, path: string): N8nApiError {
	return new N8nApiError(
		`${method} /api/v1${path}: the answer is not what n8n 2.41 gives. Check that --url is n8n's own address.`,
		undefined,
	);
}

function requireText(record: JsonRecord, key: string, what: string): string {
	const value = record[key];
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw new N8nApiError(`n8n gave a ${what} without "${key}". Is it 2.41 or newer?`, undefined);
}

export function toWorkflow(answer: unknown): RemoteWorkflow {
	if (!isRecord(answer)) throw unreadable('GET', '/workflows');
	return {
		id: requireText(answer, 'id', 'workflow'),
		name: requireText(answer, 'name', 'workflow'),
		active: answer.active === true,
		isArchived: answer.isArchived === true,
		versionId: readString(answer, 'versionId'),
		activeVersionId: readString(answer, 'activeVersionId'),
		nodes: readRecords(answer, 'nodes'),
		raw: answer,
	};
}

export function toCredential(answer: unknown): RemoteCredential {
	if (!isRecord(answer)) throw unreadable('GET', '/credentials');
	return {
		id: requireText(answer, 'id', 'credential'),
		name: requireText(answer, 'name', 'credential'),
		type: requireText(answer, 'type', 'credential'),
		updatedAt: readString(answer, 'updatedAt'),
	};
}

export function toDataTable(answer: unknown): RemoteDataTable {
	if (!isRecord(answer)) throw unreadable('GET', '/data-tables');
	return {
		id: requireText(answer, 'id', 'Data Table'),
		name: requireText(answer, 'name', 'Data Table'),
		columns: readRecords(answer, 'columns').map((column) => ({
			name: requireText(column, 'name', 'column'),
			type: requireText(column, 'type', 'column'),
		})),
	};
}

export function toExecution(answer: unknown): RemoteExecution {
	if (!isRecord(answer)) throw unreadable('GET', '/executions');
	return {
		id: requireText(answer, 'id', 'execution'),
		workflowId: readString(answer, 'workflowId') ?? '',
		status: readString(answer, 'status') ?? 'unknown',
		mode: readString(answer, 'mode') ?? 'unknown',
		startedAt: readString(answer, 'startedAt'),
		stoppedAt: readString(answer, 'stoppedAt'),
		data: answer.data,
	};
}
