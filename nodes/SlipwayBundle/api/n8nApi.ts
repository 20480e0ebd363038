import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readRecords, readString } from '../../deployment/values/jsonRecords';
import { toCredential, toDataTable, toPackages, toWorkflow, unreadable } from './answers';
import { outcomeOf } from './refusal';
import type {
	DataTableColumn,
	RemoteCredential,
	RemoteDataTable,
	RemotePackage,
	RemoteWorkflow,
	WorkflowBody,
} from './types';

/**
 * The routes of n8n's public API (`/api/v1`) that installing needs, for whatever sends them: the node by n8n's HTTP
 * helper, the command line by its own client. Every method raises N8nApiError.
 */
export interface N8nApi {
	listWorkflows(): Promise<RemoteWorkflow[]>;
	getWorkflow(id: string): Promise<RemoteWorkflow>;
	createWorkflow(body: WorkflowBody): Promise<RemoteWorkflow>;
	/** Saves a new version; a published workflow goes on running its old one until `publishWorkflow`. */
	updateWorkflow(id: string, body: WorkflowBody): Promise<RemoteWorkflow>;
	/** The latest version, unless another one is named. */
	publishWorkflow(id: string, versionId?: string): Promise<RemoteWorkflow>;
	unpublishWorkflow(id: string): Promise<RemoteWorkflow>;
	deleteWorkflow(id: string): Promise<void>;
	listCredentials(): Promise<RemoteCredential[]>;
	createCredential(credential: { name: string; type: string; data: JsonRecord }): Promise<RemoteCredential>;
	deleteCredential(id: string): Promise<void>;
	/** The JSON schema of a credential type's data, or undefined when n8n has no such type. */
	credentialSchema(type: string): Promise<JsonRecord | undefined>;
	/** What was installed by n8n itself; undefined when n8n does not tell this key. */
	listPackages(): Promise<RemotePackage[] | undefined>;
	listDataTables(): Promise<RemoteDataTable[]>;
	createDataTable(table: { name: string; columns: readonly DataTableColumn[] }): Promise<RemoteDataTable>;
	addDataTableColumn(tableId: string, column: DataTableColumn): Promise<void>;
	/** With all its rows. */
	deleteDataTable(tableId: string): Promise<void>;
	listRows(tableId: string): Promise<JsonRecord[]>;
	/** Replaces the row whose `key` column has the same value, or adds one. */
	upsertRow(tableId: string, key: string, row: JsonRecord): Promise<void>;
	/** The ids of workflows of which something runs or waits at this moment. */
	listRunning(): Promise<string[]>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends a request below `/api/v1` and gives the body of the answer. Raises N8nApiError. */
export type SendToN8n = (method: Method, path: string, body?: unknown) => Promise<unknown>;

export function createN8nApi(call: SendToN8n): N8nApi {
	const all = async (path: string): Promise<JsonRecord[]> => await allPages(call, path);
	const id = encodeURIComponent;
	return {
		listWorkflows: async () => (await all('/workflows?excludePinnedData=true')).map((record) => toWorkflow(record)),
		getWorkflow: async (workflowId) => toWorkflow(await call('GET', `/workflows/${id(workflowId)}`)),
		createWorkflow: async (body) => toWorkflow(await call('POST', '/workflows', body)),
		updateWorkflow: async (workflowId, body) =>
			toWorkflow(await call('PUT', `/workflows/${id(workflowId)}?publishIfActive=false`, body)),
		publishWorkflow: async (workflowId, versionId) =>
			toWorkflow(
				await call('POST', `/workflows/${id(workflowId)}/publish`, versionId === undefined ? {} : { versionId }),
			),
		unpublishWorkflow: async (workflowId) =>
			toWorkflow(await call('POST', `/workflows/${id(workflowId)}/unpublish`, {})),
		deleteWorkflow: async (workflowId) => void (await call('DELETE', `/workflows/${id(workflowId)}`)),
		listCredentials: async () => (await all('/credentials')).map(toCredential),
		createCredential: async (credential) => toCredential(await call('POST', '/credentials', credential)),
		deleteCredential: async (credentialId) => void (await call('DELETE', `/credentials/${id(credentialId)}`)),
		async credentialSchema(type) {
			const outcome = await outcomeOf(call('GET', `/credentials/schema/${id(type)}`));
			if ('answer' in outcome) return isRecord(outcome.answer) ? outcome.answer : undefined;
			if (outcome.refusal.status === 404) return undefined;
			throw outcome.refusal;
		},
		async listPackages() {
			const outcome = await outcomeOf(call('GET', '/community-packages'));
			if ('answer' in outcome) return toPackages(outcome.answer);
			// A member's key may not, and an n8n without community packages has no such route.
			if (outcome.refusal.status === 403 || outcome.refusal.status === 404) return undefined;
			throw outcome.refusal;
		},
		listDataTables: async () => (await all('/data-tables')).map(toDataTable),
		createDataTable: async (table) => toDataTable(await call('POST', '/data-tables', table)),
		addDataTableColumn: async (tableId, column) =>
			void (await call('POST', `/data-tables/${id(tableId)}/columns`, column)),
		deleteDataTable: async (tableId) => void (await call('DELETE', `/data-tables/${id(tableId)}`)),
		listRows: async (tableId) => await all(`/data-tables/${id(tableId)}/rows`),
		upsertRow: async (tableId, key, row) =>
			void (await call('POST', `/data-tables/${id(tableId)}/rows/upsert`, {
				filter: { type: 'and', filters: [{ columnName: key, condition: 'eq', value: row[key] }] },
				data: row,
			})),
		async listRunning() {
			// Without a status n8n leaves these out of its list.
			const running = [...(await all('/executions?status=running')), ...(await all('/executions?status=waiting'))];
			return running.flatMap((execution) => readString(execution, 'workflowId') ?? []);
		},
	};
}

/** Everything that a list has, page by page. */
async function allPages(call: SendToN8n, path: string): Promise<JsonRecord[]> {
	const found: JsonRecord[] = [];
	let cursor: string | undefined;
	do {
		const separator = path.includes('?') ? '&' : '?';
		const page = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
		const answer = await call('GET', `${path}${separator}limit=100${page}`);
		if (!isRecord(answer)) throw unreadable('GET', path);
		found.push(...readRecords(answer, 'data'));
		cursor = readString(answer, 'nextCursor');
	} while (cursor !== undefined);
	return found;
}
