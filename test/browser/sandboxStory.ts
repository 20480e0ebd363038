import type { Sandbox } from '../../sandbox';
import { SANDBOX_TOKEN as GITHUB_TOKEN } from '../../sandbox/github/world/accounts';
import { NETLIFY_TOKEN } from '../../sandbox/netlify/world/accounts';
import { sandboxRoutingKey } from '../../sandbox/pagerduty';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { isRecord, type JsonRecord, readPath, readRecords } from '../../tools/json';

const REPOSITORY = 'candlefish-ai/candlefish';

/** Does to a sandbox, over HTTP with the vendors' own calls, what a deploy does; without an n8n. */
export interface SandboxStory {
	/** A push, a Netlify build of it and GitHub's deployment with its status. Returns the commit. */
	deploy(options: {
		readonly scenario: 'good' | 'bad-build' | 'failing-health';
		readonly message: string;
	}): Promise<string>;
	/** Publishes the newest deploy of a commit again. */
	restore(commit: string): Promise<void>;
	page(summary: string): Promise<void>;
	resolve(): Promise<void>;
	/** A lock with a note of who holds it, for a minute. */
	lock(): Promise<void>;
}

export function sandboxStory(sandbox: Sandbox): SandboxStory {
	const call = async (method: string, path: string, token: string, body?: unknown): Promise<unknown> => {
		const answer = await fetch(`${sandbox.origin}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
		return await answer.json();
	};
	const siteId = async (): Promise<string> => {
		const sites = await call('GET', '/netlify/api/v1/sites', NETLIFY_TOKEN);
		const site = (Array.isArray(sites) ? sites : []).find(
			(entry) => readPath(entry, 'build_settings', 'repo_path') === REPOSITORY,
		);
		return String(readPath(site, 'id'));
	};
	const deploys = async (): Promise<JsonRecord[]> => {
		const list = await call('GET', `/netlify/api/v1/sites/${await siteId()}/deploys`, NETLIFY_TOKEN);
		return (Array.isArray(list) ? list : []).filter(isRecord);
	};
	const pagerDuty = async (action: string, payload: JsonRecord): Promise<void> =>
		void (await call('POST', '/pagerduty/v2/enqueue', '', {
			routing_key: sandboxRoutingKey,
			event_action: action,
			dedup_key: 'paintbox-frontend/production',
			...payload,
		}));
	return {
		async deploy({ scenario, message }) {
			const pushed = await call('POST', '/_sandbox/github/push', '', {
				repository: REPOSITORY,
				scenario,
				message,
				deliver: true,
			});
			const sha = String(readPath(pushed, 'sha'));
			const deployment = await call('POST', `/github/repos/${REPOSITORY}/deployments`, GITHUB_TOKEN, {
				ref: sha,
				environment: 'production: paintbox-frontend',
				auto_merge: false,
				required_contexts: [],
			});
			await call('POST', `/netlify/api/v1/sites/${await siteId()}/builds`, NETLIFY_TOKEN, {});
			for (;;) {
				const deploy = (await deploys()).find(({ commit_ref: commit }) => commit === sha);
				if (deploy?.state === 'ready' || deploy?.state === 'error') break;
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			await call(
				'POST',
				`/github/repos/${REPOSITORY}/deployments/${Number(readPath(deployment, 'id'))}/statuses`,
				GITHUB_TOKEN,
				{
					state: scenario === 'good' ? 'success' : 'failure',
					description: scenario === 'good' ? 'Live and healthy' : 'It was not healthy: GET /health answered 503',
				},
			);
			return sha;
		},
		async restore(commit) {
			const deploy = (await deploys()).find((entry) => entry.commit_ref === commit);
			await call(
				'POST',
				`/netlify/api/v1/sites/${await siteId()}/deploys/${String(deploy?.id)}/restore`,
				NETLIFY_TOKEN,
			);
		},
		page: async (summary) =>
			await pagerDuty('trigger', { payload: { summary, source: 'paintbox-frontend', severity: 'critical' } }),
		resolve: async () => await pagerDuty('resolve', {}),
		async lock() {
			const command = ['SET', 'slipway:lock:paintbox-frontend/production', 'execution 42', 'NX', 'PX', '60000'];
			await call('POST', '/upstash', sandboxUpstashToken, command);
		},
	};
}

/** The faults that are active now. */
export async function activeFaults(sandbox: Sandbox): Promise<JsonRecord[]> {
	const answer = await fetch(`${sandbox.origin}/_sandbox/faults`);
	return readRecords({ faults: await answer.json() }, 'faults');
}
