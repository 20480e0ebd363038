import type { SandboxRequest } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter, requestedRepository } from '../context';
import { notFound } from '../http/errors';
import type { HookRecord } from '../model';

/** Where hooks live: `/repos/:owner/:repo` or `/orgs/:organization`. */
export const HOOK_PREFIXES = ['/repos/:owner/:repo/hooks', '/orgs/:organization/hooks'] as const;

interface HookOwner {
	readonly kind: HookRecord['kind'];
	readonly owner: string;
}

/** The repository or organization whose hooks the path names, or GitHub's 404. */
export function requestedHookOwner(context: GitHubContext, request: SandboxRequest): HookOwner {
	const organization = request.params['organization'];
	if (organization === undefined) {
		return { kind: 'repository', owner: requestedRepository(context, request).fullName };
	}
	const record = context.world
		.repositories()
		.find((candidate) => candidate.owner.toLowerCase() === organization.toLowerCase());
	if (!record) throw notFound();
	return { kind: 'organization', owner: record.owner };
}

/** The hook that `:hookId` names under its repository or organization, or GitHub's 404. */
export function requestedHook(context: GitHubContext, request: SandboxRequest): HookRecord {
	const { kind, owner } = requestedHookOwner(context, request);
	const id = numberParameter(request, 'hookId');
	const hook = context.world.hooks.find(
		(candidate) => candidate.id === id && candidate.kind === kind && candidate.owner === owner,
	);
	if (!hook) throw notFound();
	return hook;
}
