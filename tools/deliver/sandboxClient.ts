import axios from 'axios';

import { SANDBOX_TOKEN as GITHUB_TOKEN } from '../../sandbox/github/world/accounts';
import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { errorMessage } from '../errorCode';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../json';

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

export interface Incident {
	readonly dedupKey: string;
	readonly status: string;
	readonly summary: string;
	readonly pageCount: number;
}

/** What n8n answered to one delivery. */
export interface Delivery {
	readonly statusCode: number;
	/** The answer's body, as text. */
	readonly answer: string;
}

/** What the sandbox's clouds look like from outside: through the vendors' own APIs wherever they tell. */
export interface SandboxClient {
	readonly origin: string;
	/** The site that is built from a repository. Raises when there is none. */
	siteOf(repository: string): Promise<{ readonly id: string; readonly name: string; readonly url: string }>;
	/** What a visitor gets: the commit that `/version.json` names, and the status of the front page. */
	live(siteUrl: string): Promise<{ readonly commit: string; readonly deployId: string; readonly pageStatus: number }>;
	deploys(siteId: string): Promise<SiteDeploy[]>;
	deployments(repository: string): Promise<GitHubDeployment[]>;
	incidents(): Promise<Incident[]>;
	/** The Redis keys of all locks that are held. */
	locks(): Promise<string[]>;
	/** The ids of the webhooks that n8n registered for a repository, or for its organization. */
	hookIds(repository: string): Promise<number[]>;
	/** A call of the sandbox's control API, below `/_sandbox`. */
	control(path: string, body: JsonRecord): Promise<JsonRecord>;
}

/** A client of a running sandbox. Raises with the address when nothing answers there. */
export function createSandboxClient(origin: string, n8nOrigin: string): SandboxClient {
	const http = axios.create({ baseURL: origin, timeout: 30_000, validateStatus: () => true, proxy: false });
	const call = async (
		method: 'GET' | 'POST',
		path: string,
		token?: string,
		body?: JsonRecord | readonly string[],
	): Promise<unknown> => {
		const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
		const answer = await http
			.request<unknown>({ method, url: path, headers, ...(body ? { data: body } : {}) })
			.catch((error: unknown) => {
				throw new Error(`The sandbox at ${origin} does not answer (${errorMessage(error)}). Start it with npm start.`);
			});
		if (answer.status >= 200 && answer.status < 300) return answer.data;
		const said = isRecord(answer.data) ? (readString(answer.data, 'message') ?? '') : '';
		throw new Error(`${method} ${origin}${path}: the sandbox answered ${answer.status} ${said}`.trim());
	};
	const list = async (path: string, token: string): Promise<JsonRecord[]> => {
		const answer = await call('GET', path, token);
		if (!Array.isArray(answer)) throw new Error(`GET ${origin}${path}: expected a list.`);
		return answer.filter(isRecord);
	};
	return {
		origin,
		async siteOf(repository) {
			const sites = await list('/netlify/api/v1/sites?per_page=100', NETLIFY_TOKEN);
			const site = sites.find((entry) => readPath(entry, 'build_settings', 'repo_path') === repository);
			if (!site) throw new Error(`The sandbox's Netlify has no site that is built from ${repository}.`);
			return { id: text(site, 'id'), name: text(site, 'name'), url: text(site, 'url') };
		},
		async live(siteUrl) {
			const version = await axios.get<unknown>(`${siteUrl}/version.json`, { validateStatus: () => true, proxy: false });
			const page = await axios.get<unknown>(`${siteUrl}/`, { validateStatus: () => true, proxy: false });
			return {
				commit: isRecord(version.data) ? (readString(version.data, 'commit') ?? '') : '',
				deployId: isRecord(version.data) ? (readString(version.data, 'deployId') ?? '') : '',
				pageStatus: page.status,
			};
		},
		async deploys(siteId) {
			const deploys = await list(`/netlify/api/v1/sites/${siteId}/deploys?per_page=100`, NETLIFY_TOKEN);
			return deploys.map((deploy) => ({
				id: text(deploy, 'id'),
				state: text(deploy, 'state'),
				commit: readString(deploy, 'commit_ref') ?? '',
				publishedAt: readString(deploy, 'published_at'),
				errorMessage: readString(deploy, 'error_message'),
				createdAt: text(deploy, 'created_at'),
			}));
		},
		async deployments(repository) {
			const path = `/github/repos/${repository}/deployments`;
			const deployments = await list(`${path}?per_page=30`, GITHUB_TOKEN);
			return await Promise.all(
				deployments.map(async (deployment) => {
					const id = Number(deployment.id);
					const [status] = await list(`${path}/${id}/statuses?per_page=1`, GITHUB_TOKEN);
					return {
						id,
						commit: text(deployment, 'sha'),
						environment: text(deployment, 'environment'),
						state: (status && readString(status, 'state')) ?? 'none',
						description: (status && readString(status, 'description')) ?? '',
						environmentUrl: (status && readString(status, 'environment_url')) ?? '',
					};
				}),
			);
		},
		async incidents() {
			const state = await call('GET', '/_sandbox/state/pagerduty');
			return (isRecord(state) ? readRecords(state, 'incidents') : []).map((incident) => ({
				dedupKey: text(incident, 'dedupKey'),
				status: text(incident, 'status'),
				summary: text(incident, 'summary'),
				pageCount: Number(incident.pageCount),
			}));
		},
		async locks() {
			const answer = await call('POST', '/upstash', sandboxUpstashToken, ['KEYS', 'slipway:lock:*']);
			const keys = isRecord(answer) ? answer.result : undefined;
			if (!Array.isArray(keys)) throw new Error("The sandbox's Redis did not list its locks.");
			return keys.map(String);
		},
		async hookIds(repository) {
			const owner = repository.split('/')[0] ?? '';
			const lists = await Promise.all(
				[`/github/repos/${repository}/hooks`, `/github/orgs/${owner}/hooks`].map(
					async (path) => await list(`${path}?per_page=100`, GITHUB_TOKEN),
				),
			);
			return lists.flat().flatMap((hook) => {
				const url = readPath(hook, 'config', 'url');
				return typeof url === 'string' && url.startsWith(`${n8nOrigin}/webhook/`) ? [Number(hook.id)] : [];
			});
		},
		async control(path, body) {
			const answer = await call('POST', `/_sandbox${path}`, undefined, body);
			if (!isRecord(answer)) throw new Error(`POST /_sandbox${path}: expected an object.`);
			return answer;
		},
	};
}

function text(record: JsonRecord, key: string): string {
	const value = record[key];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
