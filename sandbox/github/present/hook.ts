import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { HookRecord, JsonObject } from '../model';
import { repositoryApiUrl } from './repository';
import { isoTime } from './urls';

/** A hook as the API shows it: its secret is eight stars. */
export function representHook(context: GitHubContext, hook: HookRecord): JsonObject {
	const urls = urlsOf(context);
	const url =
		hook.kind === 'repository'
			? `${repositoryApiUrl(urls, hook.owner)}/hooks/${hook.id}`
			: `${urls.api}/orgs/${hook.owner}/hooks/${hook.id}`;
	return {
		type: hook.kind === 'repository' ? 'Repository' : 'Organization',
		id: hook.id,
		name: 'web',
		active: hook.active,
		events: hook.events,
		config: representHookConfig(hook),
		updated_at: isoTime(hook.updatedAtMs),
		created_at: isoTime(hook.createdAtMs),
		url,
		...(hook.kind === 'repository' ? { test_url: `${url}/test` } : {}),
		ping_url: `${url}/pings`,
		deliveries_url: `${url}/deliveries`,
		...(hook.kind === 'repository' ? { last_response: hook.lastResponse } : {}),
	};
}

export function representHookConfig(hook: HookRecord): JsonObject {
	return {
		content_type: hook.contentType,
		insecure_ssl: hook.insecureSsl,
		url: hook.url,
		...(hook.secret === null ? {} : { secret: '********' }),
	};
}
