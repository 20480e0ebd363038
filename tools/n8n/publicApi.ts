import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

import { toCredential, unreadable } from '../../nodes/SlipwayBundle/api/answers';
import { createN8nApi, type Method, type N8nApi } from '../../nodes/SlipwayBundle/api/n8nApi';
import { N8nApiError, type RemoteCredential } from '../../nodes/SlipwayBundle/api/types';
import { errorMessage } from '../errorCode';
import { isRecord, type JsonRecord, readRecords, readString } from '../json';
import { type RemoteExecution, toExecution } from './publicApiShapes';

/** What these tools ask of n8n's public API (`/api/v1`). Every method raises N8nApiError. */
export interface PublicApi extends N8nApi {
	readonly baseUrl: string;
	/** Replaces the credential's data. */
	updateCredential(id: string, change: { name: string; data: JsonRecord }): Promise<RemoteCredential>;
	testCredential(id: string): Promise<{ readonly status: string; readonly message: string }>;
	insertRows(tableId: string, rows: readonly JsonRecord[]): Promise<void>;
	/** Changes the row with that id. */
	updateRow(tableId: string, rowId: number, change: JsonRecord): Promise<void>;
	/** Newest first, at most 250. */
	listExecutions(query?: {
		workflowId?: string;
		status?: string;
		includeData?: boolean;
		limit?: number;
	}): Promise<RemoteExecution[]>;
	getExecution(id: string): Promise<RemoteExecution>;
	/** Stops a running execution, as a person does in the editor. */
	stopExecution(id: string): Promise<void>;
}

const ADVICE: Readonly<Record<number, string>> = {
	401: 'The API key is wrong, expired, or of another n8n. Make one in n8n under Settings > n8n API and give it as N8N_API_KEY.',
	403: 'The API key lacks a scope. Make one under Settings > n8n API with the scopes of workflows, credentials, Data Tables and their rows, and executions.',
	404: 'Check that --url is the address of n8n itself (without /api or /workflow), and that n8n is 2.41 or newer.',
	429: 'n8n limits requests. Wait a minute and run this again: what is done already is not done twice.',
};

/**
 * A client of n8n's public API. `baseUrl` is n8n's own address; the key is sent to it and nowhere else.
 * Reads are tried three times when n8n does not answer; writes once.
 */
export function createPublicApi(options: { readonly baseUrl: string; readonly apiKey: string }): PublicApi {
	const baseUrl = options.baseUrl.replace(/\/+$/, '');
	const http = axios.create({
		baseURL: `${baseUrl}/api/v1`,
		timeout: 60_000,
		maxRedirects: 0,
		validateStatus: () => true,
		headers: { 'X-N8N-API-KEY': options.apiKey, accept: 'application/json' },
		...(isLoopback(baseUrl) ? { proxy: false as const } : {}),
	});
	const call = async (method: Method, path: string, body?: unknown): Promise<unknown> =>
		await callApi(http, baseUrl, method, path, body);
	const id = encodeURIComponent;
	return {
		...createN8nApi(call),
		baseUrl,
		updateCredential: async (credentialId, change) =>
			toCredential(await call('PATCH', `/credentials/${id(credentialId)}`, change)),
		async testCredential(credentialId) {
			const answer = await call('POST', `/credentials/${id(credentialId)}/test`);
			if (!isRecord(answer)) throw unreadable('POST', '/credentials/{id}/test');
			return {
				status: readString(answer, 'status') ?? 'unknown',
				message: readString(answer, 'message') ?? '',
			};
		},
		insertRows: async (tableId, rows) =>
			void (await call('POST', `/data-tables/${id(tableId)}/rows`, { data: rows, returnType: 'count' })),
		updateRow: async (tableId, rowId, change) =>
			void (await call('PATCH', `/data-tables/${id(tableId)}/rows/update`, {
				filter: { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: rowId }] },
				data: change,
			})),
		async listExecutions(query = {}) {
			const parameters = new URLSearchParams({ limit: String(query.limit ?? 50) });
			if (query.workflowId !== undefined) parameters.set('workflowId', query.workflowId);
			if (query.status !== undefined) parameters.set('status', query.status);
			if (query.includeData === true) parameters.set('includeData', 'true');
			const answer = await call('GET', `/executions?${parameters.toString()}`);
			if (!isRecord(answer)) throw unreadable('GET', '/executions');
			return readRecords(answer, 'data').map(toExecution);
		},
		getExecution: async (executionId) =>
			toExecution(await call('GET', `/executions/${id(executionId)}?includeData=true`)),
		async stopExecution(executionId) {
			await call('POST', `/executions/${id(executionId)}/stop`);
		},
	};
}

async function callApi(
	http: AxiosInstance,
	baseUrl: string,
	method: Method,
	path: string,
	body: unknown,
): Promise<unknown> {
	const attempts = method === 'GET' ? 3 : 1;
	const what = `${method} ${baseUrl}/api/v1${path.split('?')[0] ?? path}`;
	for (let attempt = 1; ; attempt++) {
		let answer: AxiosResponse<unknown>;
		try {
			answer = await http.request({ method, url: path, ...(body === undefined ? {} : { data: body }) });
		} catch (error) {
			if (attempt < attempts) continue;
			// The axios error carries the key in its headers, so only its words are passed on.
			const words = errorMessage(error);
			throw new N8nApiError(
				`${what} got no answer (${words}). Is n8n running there? Check --url and the network, then run this again.`,
				undefined,
			);
		}
		if (answer.status >= 200 && answer.status < 300) return answer.data;
		if (answer.status >= 500 && attempt < attempts) continue;
		const said = isRecord(answer.data) ? (readString(answer.data, 'message') ?? '') : '';
		const advice = ADVICE[answer.status] ?? '';
		throw new N8nApiError(
			[`${what}: n8n answered ${answer.status}${said ? ` "${said}"` : ''}.`, advice].join(' ').trim(),
			answer.status,
		);
	}
}

/** Whether an address is this machine's, so that nothing on the way can read what is sent. */
export function isLoopback(url: string): boolean {
	return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
