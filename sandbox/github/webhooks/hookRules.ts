import type { GitHubContext } from '../context';
import { validationFailed } from '../http/errors';
import { readString } from '../http/requestBody';
import type { HookRecord, JsonObject } from '../model';

const MAX_HOOKS_PER_EVENT = 20;

/** Events a hook can ask for; GitHub refuses other words. */
const EVENTS = new Set([
	'*',
	'branch_protection_rule',
	'check_run',
	'check_suite',
	'code_scanning_alert',
	'commit_comment',
	'create',
	'delete',
	'dependabot_alert',
	'deploy_key',
	'deployment',
	'deployment_protection_rule',
	'deployment_review',
	'deployment_status',
	'discussion',
	'discussion_comment',
	'fork',
	'gollum',
	'issue_comment',
	'issues',
	'label',
	'member',
	'membership',
	'merge_group',
	'meta',
	'milestone',
	'org_block',
	'organization',
	'package',
	'page_build',
	'ping',
	'project',
	'public',
	'pull_request',
	'pull_request_review',
	'pull_request_review_comment',
	'pull_request_review_thread',
	'push',
	'registry_package',
	'release',
	'repository',
	'repository_dispatch',
	'repository_import',
	'repository_ruleset',
	'secret_scanning_alert',
	'star',
	'status',
	'team',
	'team_add',
	'watch',
	'workflow_dispatch',
	'workflow_job',
	'workflow_run',
]);

/** Takes over what a configuration names; leaves the rest. */
export function applyHookConfig(hook: HookRecord, config: JsonObject): void {
	const url = readString(config, 'url');
	if (url !== undefined && !/^https?:\/\/[^/\s]+/.test(url)) {
		throw validationFailed({
			resource: 'Hook',
			code: 'custom',
			message: 'Config url is invalid: it must be an http or https URL',
		});
	}
	const contentType = readString(config, 'content_type');
	hook.url = url ?? hook.url;
	if (contentType !== undefined) hook.contentType = contentType === 'json' ? 'json' : 'form';
	const secret = readString(config, 'secret');
	if (secret !== undefined) hook.secret = secret === '' ? null : secret;
	const insecureSsl = config['insecure_ssl'];
	if (typeof insecureSsl === 'string' || typeof insecureSsl === 'number') {
		hook.insecureSsl = String(insecureSsl);
	}
}

/**
 * Raises GitHub's 422 for a hook it would not have: an unknown event, a twin (same address and events that
 * overlap), or the twenty-first for an event.
 */
export function checkHook(context: GitHubContext, hook: HookRecord): void {
	const custom = (message: string) => validationFailed({ resource: 'Hook', code: 'custom', message });
	if (hook.url === '') throw custom('Config url is required');
	const unknown = hook.events.filter((event) => !EVENTS.has(event));
	if (unknown.length > 0) {
		throw validationFailed({
			resource: 'Hook',
			code: 'custom',
			field: 'events',
			message: `Events contains invalid values: ${unknown.join(', ')}`,
		});
	}
	const siblings = context.world.hooks.filter(
		(other) => other !== hook && other.kind === hook.kind && other.owner === hook.owner,
	);
	const hasTwin = siblings.some(
		(other) =>
			other.url === hook.url &&
			other.contentType === hook.contentType &&
			other.events.some((event) => hook.events.includes(event)),
	);
	if (hasTwin) throw custom(`Hook already exists on this ${hook.kind}`);
	for (const event of hook.events) {
		const count = siblings.filter((other) => other.events.includes(event)).length;
		if (count >= MAX_HOOKS_PER_EVENT) {
			throw custom(`The "${event}" event cannot have more than ${MAX_HOOKS_PER_EVENT} hooks`);
		}
	}
}
