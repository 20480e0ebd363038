import axios from 'axios';

import { SANDBOX_TOKEN } from '../../../sandbox/github/world/accounts';
import { isRecord, type JsonRecord, readPath, readString } from '../../../tools/json';
import { sandboxCredentials } from '../../../tools/sandboxCredentials';

const ORGANIZATION = 'candlefish-ai';

/** The webhooks that n8n has at the sandbox's GitHub, which does not know them any more after a reset. */
export interface GitHubHooks {
	/** Registers them again, as they were at first. */
	restore(): Promise<void>;
}

export async function keepGitHubHooks(sandboxOrigin: string): Promise<GitHubHooks> {
	const http = axios.create({
		baseURL: `${sandboxOrigin}/github/orgs/${ORGANIZATION}/hooks`,
		headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
		proxy: false,
	});
	const credential = sandboxCredentials(sandboxOrigin).find(({ type }) => type === 'slipwayGitHubApi');
	const secret = String(credential?.data.webhookSecret);
	const { data } = await http.get<unknown>('');
	const hooks = (Array.isArray(data) ? data : []).filter(isRecord);
	if (hooks.length === 0) throw new Error('n8n has no webhook at the sandbox of GitHub: are 01 and 43 published?');
	const bodyOf = (hook: JsonRecord): JsonRecord => {
		const url = readPath(hook, 'config', 'url');
		const config = { url, secret, content_type: 'json', insecure_ssl: '0' };
		return { name: readString(hook, 'name') ?? 'web', active: true, events: hook.events, config };
	};
	return {
		async restore() {
			for (const hook of hooks) await http.post('', bodyOf(hook));
		},
	};
}
