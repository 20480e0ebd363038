import { join } from 'node:path';

import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

import { isRecord, readPath, readRecords, readString } from '../json';
import { readIfThere, writePrivateFile } from '../privateFiles';
import { createOwner, FORMER_PASSWORD, type Owner, readOwner } from './owner';

/** What the editor itself may do, for the few things n8n's public API has no route for. */
export interface EditorSession {
	readonly apiKey: string;
	/** What a person logs in with. */
	readonly owner: Owner;
	/** The `Cookie` header of the owner's login. */
	readonly cookie: string;
	/** Starts a workflow by one of its triggers, as the editor's button does. Returns the execution's id. */
	runWorkflow(workflowId: string, triggerNode: string): Promise<string>;
	/** Whether what was published is live: `published`, `in_progress`, `partial`, `failed` or `not_published`. */
	publicationStatus(workflowId: string): Promise<{ readonly status: string; readonly failures: readonly string[] }>;
}

const KEY_FILE = 'slipway-api-key.json';

/**
 * Sets up the owner on a new n8n, logs in, and gives an API key for the public API: the one kept in
 * the user folder when n8n still accepts it, else a new one with every scope the owner has.
 */
export async function openEditorSession(origin: string, userFolder: string): Promise<EditorSession> {
	const http = axios.create({
		baseURL: origin,
		timeout: 30_000,
		validateStatus: () => true,
		proxy: false,
	});
	const settings = await http.get<unknown>('/rest/settings');
	const isNew = readPath(settings.data, 'data', 'userManagement', 'showSetupOnFirstLoad') === true;
	const { owner, cookie } = isNew ? await setUpOwner(http, userFolder) : await logIn(http, userFolder);
	const apiKey = (await keptApiKey(http, userFolder)) ?? (await createApiKey(http, cookie, userFolder));
	return {
		apiKey,
		owner,
		cookie,
		async runWorkflow(workflowId, triggerNode) {
			const answer = await http.post<unknown>(
				`/rest/workflows/${encodeURIComponent(workflowId)}/run`,
				{ triggerToStartFrom: { name: triggerNode } },
				{ headers: { cookie } },
			);
			const executionId = readPath(answer.data, 'data', 'executionId');
			if (answer.status !== 200 || typeof executionId !== 'string') {
				throw new Error(
					`n8n answered ${answer.status} when asked to run workflow ${workflowId} from "${triggerNode}": ${messageOf(answer.data)}`,
				);
			}
			return executionId;
		},
		async publicationStatus(workflowId) {
			const answer = await http.get<unknown>(`/rest/workflows/${encodeURIComponent(workflowId)}/publication-status`, {
				headers: { cookie },
			});
			const data = readPath(answer.data, 'data');
			if (answer.status !== 200 || !isRecord(data)) {
				throw new Error(
					`n8n answered ${answer.status} when asked whether workflow ${workflowId} is live: ${messageOf(answer.data)}`,
				);
			}
			return {
				status: readString(data, 'status') ?? 'unknown',
				failures: readRecords(data, 'triggers').flatMap((trigger) => readString(trigger, 'errorMessage') ?? []),
			};
		},
	};
}

interface Login {
	readonly owner: Owner;
	readonly cookie: string;
}

async function setUpOwner(http: AxiosInstance, userFolder: string): Promise<Login> {
	// A start that died half-way has kept a password already.
	const owner = (await readOwner(userFolder)) ?? (await createOwner(userFolder));
	const answer = await http.post<unknown>('/rest/owner/setup', { ...owner, firstName: 'Slipway', lastName: 'Owner' });
	if (answer.status !== 200) {
		throw new Error(`n8n answered ${answer.status} when its owner was set up: ${messageOf(answer.data)}.`);
	}
	return { owner, cookie: cookieOf(answer) };
}

async function logIn(http: AxiosInstance, userFolder: string): Promise<Login> {
	const owner = (await readOwner(userFolder)) ?? (await createOwner(userFolder));
	const answer = await postLogin(http, owner);
	if (answer.status === 200) return { owner, cookie: cookieOf(answer) };
	// Made before each installation had a password of its own, or a start died while it was changed.
	const former = await postLogin(http, { ...owner, password: FORMER_PASSWORD });
	if (former.status !== 200) {
		throw new Error(
			`n8n answered ${answer.status} to the login of ${owner.email}: ${messageOf(answer.data)}. If its password was changed, start with --fresh.`,
		);
	}
	const changed = await http.patch<unknown>(
		'/rest/me/password',
		{ currentPassword: FORMER_PASSWORD, newPassword: owner.password },
		{ headers: { cookie: cookieOf(former) } },
	);
	if (changed.status !== 200) {
		throw new Error(
			`n8n answered ${changed.status} when its owner's password was changed: ${messageOf(changed.data)}.`,
		);
	}
	return { owner, cookie: cookieOf(await postLogin(http, owner)) };
}

async function postLogin(http: AxiosInstance, { email, password }: Owner): Promise<AxiosResponse<unknown>> {
	return await http.post<unknown>('/rest/login', { emailOrLdapLoginId: email, password });
}

function cookieOf(answer: AxiosResponse<unknown>): string {
	return (answer.headers['set-cookie'] ?? []).map((text) => text.split(';')[0] ?? '').join('; ');
}

async function keptApiKey(http: AxiosInstance, userFolder: string): Promise<string | undefined> {
	const text = await readIfThere(join(userFolder, KEY_FILE));
	if (text === undefined) return undefined;
	const apiKey = readPath(JSON.parse(text), 'apiKey');
	if (typeof apiKey !== 'string') return undefined;
	const answer = await http.get('/api/v1/workflows?limit=1', { headers: { 'X-N8N-API-KEY': apiKey } });
	return answer.status === 200 ? apiKey : undefined;
}

async function createApiKey(http: AxiosInstance, cookie: string, userFolder: string): Promise<string> {
	const scopes = await http.get<unknown>('/rest/api-keys/scopes', { headers: { cookie } });
	const created = await http.post<unknown>(
		'/rest/api-keys',
		{
			label: `Slipway ${new Date().toISOString()}`,
			scopes: readPath(scopes.data, 'data'),
			expiresAt: null,
		},
		{ headers: { cookie } },
	);
	const apiKey = readPath(created.data, 'data', 'rawApiKey');
	if (created.status !== 200 || typeof apiKey !== 'string') {
		throw new Error(`n8n answered ${created.status} when asked for an API key: ${messageOf(created.data)}`);
	}
	await writePrivateFile(join(userFolder, KEY_FILE), JSON.stringify({ apiKey }));
	return apiKey;
}

function messageOf(body: unknown): string {
	const message = isRecord(body) ? body.message : undefined;
	return typeof message === 'string' ? message : 'no message';
}
