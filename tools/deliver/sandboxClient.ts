import axios from 'axios';

import { SANDBOX_TOKEN as GITHUB_TOKEN } from '../../sandbox/github/world/accounts';
import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { errorMessage } from '../errorCode';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../json';
import type { ServiceState } from './observation';
import { toldBy, toSiteDeploy, unvisitedOn } from './platformSights';
import type { ActionsRun, CommitStatus, DnsRecord, GitHubDeployment, Incident, SiteDeploy } from './sandboxShapes';
import type { ObservedService } from './services';

/** What the sandbox's clouds look like from outside: through the vendors' own APIs wherever they tell. */
export interface SandboxClient {
	readonly origin: string;
	/** The site that is built from a repository. Raises when there is none. */
	siteOf(repository: string): Promise<{ readonly id: string; readonly name: string; readonly url: string }>;
	/** What a visitor gets: the commit that `/version.json` names, and the status of the front page. */
	live(siteUrl: string): Promise<{ readonly commit: string; readonly deployId: string; readonly pageStatus: number }>;
	deploys(siteId: string): Promise<SiteDeploy[]>;
	/** Where a service answers, by its platform and target; empty for what nobody visits. Raises for a target that the sandbox does not have. */
	urlOf(platform: string, target: string): Promise<string>;
	/** What those who use a service get, and what its platform tells of its deployments. */
	serviceState(service: ObservedService): Promise<Omit<ServiceState, keyof ObservedService>>;
	deployments(repository: string): Promise<GitHubDeployment[]>;
	/** The statuses of a repository's commits, oldest first. */
	commitStatuses(repository: string): Promise<CommitStatus[]>;
	/** The runs of GitHub Actions in a repository, oldest first. */
	actionsRuns(repository: string): Promise<ActionsRun[]>;
	incidents(): Promise<Incident[]>;
	dnsRecords(): Promise<DnsRecord[]>;
	/** The Redis keys of all locks that are held. */
	locks(): Promise<string[]>;
	/** The names of all turns that a release has. */
	turns(): Promise<string[]>;
	/** The ids of the webhooks that n8n registered for a repository, or for its organization. */
	hookIds(repository: string): Promise<number[]>;
	/** Moves a branch by force, as `git push --force` does. */
	moveBranch(repository: string, branch: string, commit: string): Promise<void>;
	/** Puts the deploy before the published one live again, as `netlify rollback` does; answers its commit. */
	rollBackSite(site: string): Promise<string>;
	/** What a simulated platform holds, without a request that would count against its rate limit. */
	state(platform: string, what: string): Promise<JsonRecord[]>;
	/** Ends all faults that were asked for. */
	clearFaults(): Promise<void>;
	/** A call of the sandbox's control API, below `/_sandbox`. */
	control(path: string, body: JsonRecord): Promise<JsonRecord>;
}

/** A client of a running sandbox. Raises with the address when nothing answers there. */
export function createSandboxClient(origin: string, n8nOrigin: string): SandboxClient {
	const http = axios.create({ baseURL: origin, timeout: 30_000, validateStatus: () => true, proxy: false });
	const call = async (
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
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
	const stateOf: SandboxClient['state'] = async (platform, what) => {
		const state = await call('GET', `/_sandbox/state/${platform}`);
		return isRecord(state) ? readRecords(state, what) : [];
	};
	const siteNamed = async (name: string): Promise<JsonRecord> => {
		const site = (await stateOf('netlify', 'sites')).find(
			(entry) => readString(entry, 'name') === name || readString(entry, 'id') === name,
		);
		if (!site) throw new Error(`The sandbox's Netlify has no site ${name}.`);
		return site;
	};
	const live: SandboxClient['live'] = async (siteUrl) => {
		const [version, page] = await Promise.all(
			['/version.json', '/'].map(
				async (path) => await axios.get<unknown>(`${siteUrl}${path}`, { validateStatus: () => true, proxy: false }),
			),
		);
		const answered = isRecord(version?.data) ? version.data : {};
		return {
			commit: readString(answered, 'commit') ?? '',
			deployId: readString(answered, 'deployId') ?? '',
			pageStatus: page?.status ?? 0,
		};
	};
	const deploys: SandboxClient['deploys'] = async (siteId) =>
		(await stateOf('netlify', 'deploys')).filter((deploy) => deploy.site_id === siteId).map(toSiteDeploy);
	const told = toldBy(stateOf, async (site) => await deploys(text(await siteNamed(site), 'id')));
	const unvisited = unvisitedOn(stateOf);
	const redis = async (...command: readonly string[]): Promise<unknown> => {
		const answer = await call('POST', '/upstash', sandboxUpstashToken, command);
		return isRecord(answer) ? answer.result : undefined;
	};
	const redisKeys = async (pattern: string): Promise<string[]> => {
		const keys = await redis('KEYS', pattern);
		if (!Array.isArray(keys)) throw new Error(`The sandbox's Redis did not list the keys ${pattern}.`);
		return keys.map(String);
	};
	return {
		origin,
		state: stateOf,
		async siteOf(repository) {
			const sites = await list('/netlify/api/v1/sites?per_page=100', NETLIFY_TOKEN);
			const site = sites.find((entry) => readPath(entry, 'build_settings', 'repo_path') === repository);
			if (!site) throw new Error(`The sandbox's Netlify has no site that is built from ${repository}.`);
			return { id: text(site, 'id'), name: text(site, 'name'), url: text(site, 'url') };
		},
		live,
		deploys,
		async urlOf(platform, target) {
			if (unvisited[platform] !== undefined) return '';
			if (platform === 'netlify') return text(await siteNamed(target), 'ssl_url');
			return platform === 'fly' ? `${origin}/apps/${target}` : `${origin}/ecs/${target}`;
		},
		async serviceState(service) {
			const seen = await unvisited[service.platform]?.(service.target);
			if (seen !== undefined) return { ...seen, pageStatus: null, deployments: [] };
			const visit = async (path: string) =>
				await axios.get<unknown>(`${service.url}${path}`, { validateStatus: () => true, proxy: false });
			const [version, page, made] = await Promise.all([
				visit('/version.json'),
				visit(service.platform === 'netlify' ? '/' : '/health'),
				told[service.platform]?.(service.target),
			]);
			const answered = isRecord(version.data) ? version.data : {};
			return {
				commit: readString(answered, 'commit') ?? '',
				deploymentId: readString(answered, 'deployId') ?? '',
				pageStatus: page.status,
				deploymentCount: made?.count ?? 0,
				deployments: made?.deployments ?? [],
			};
		},
		async deployments(repository) {
			const found = (await stateOf('github', 'repositories')).find(({ full_name: name }) => name === repository);
			return (found ? readRecords(found, 'deployments') : []).reverse().map((deployment) => {
				const status = readRecords(deployment, 'statuses').at(-1) ?? {};
				return {
					id: Number(deployment.id),
					commit: text(deployment, 'sha'),
					environment: text(deployment, 'environment'),
					state: readString(deployment, 'state') ?? 'none',
					description: readString(status, 'description') ?? '',
					environmentUrl: readString(status, 'environment_url') ?? '',
				};
			});
		},
		async commitStatuses(repository) {
			const found = (await stateOf('github', 'repositories')).find(({ full_name: name }) => name === repository);
			return (found ? readRecords(found, 'commit_statuses') : []).map((status) => ({
				commit: text(status, 'sha'),
				context: text(status, 'context'),
				state: text(status, 'state'),
				description: text(status, 'description'),
				url: text(status, 'target_url'),
			}));
		},
		async actionsRuns(repository) {
			const found = (await stateOf('github', 'repositories')).find(({ full_name: name }) => name === repository);
			return (found ? readRecords(found, 'workflow_runs') : []).map((run) => ({
				id: Number(run.id),
				name: text(run, 'name'),
				commit: text(run, 'sha'),
				state: readString(run, 'conclusion') ?? text(run, 'status'),
				isOver: run.status === 'completed',
			}));
		},
		async incidents() {
			return (await stateOf('pagerduty', 'incidents')).map((incident) => ({
				dedupKey: text(incident, 'dedupKey'),
				status: text(incident, 'status'),
				summary: text(incident, 'summary'),
				pageCount: Number(incident.pageCount),
			}));
		},
		async dnsRecords() {
			return (await stateOf('cloudflare', 'records')).map((record) => ({
				id: text(record, 'id'),
				type: text(record, 'type'),
				name: text(record, 'name'),
				content: text(record, 'content'),
			}));
		},
		locks: async () => await redisKeys('slipway:lock:*'),
		async turns() {
			const keys = await redisKeys('slipway:turn:*');
			const owners = await Promise.all(keys.map(async (key) => await redis('HGET', key, 'owner')));
			return keys.filter((_, index) => typeof owners[index] === 'string' && owners[index] !== '');
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
		async moveBranch(repository, branch, commit) {
			await call('PATCH', `/github/repos/${repository}/git/refs/heads/${branch}`, GITHUB_TOKEN, {
				sha: commit,
				force: true,
			});
		},
		async rollBackSite(name) {
			const site = await siteNamed(name);
			const published = String(readPath(site, 'published_deploy', 'id'));
			const earlier = (await deploys(text(site, 'id'))).filter(
				({ id, publishedAt }) => id !== published && publishedAt !== undefined,
			);
			const [target] = earlier;
			if (!target) throw new Error(`The site ${name} has nothing to go back to.`);
			await call('POST', `/netlify/api/v1/sites/${text(site, 'id')}/deploys/${target.id}/restore`, NETLIFY_TOKEN, {});
			return target.commit;
		},
		async clearFaults() {
			await call('DELETE', '/_sandbox/faults');
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
