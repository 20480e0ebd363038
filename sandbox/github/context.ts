import type { SandboxRequest, SandboxServices } from '../kernel/platform';
import { notFound } from './errors';
import type { GitData } from './gitData';
import { representRepository } from './repositoryBody';
import type { GitHubUrls } from './urls';
import { gitHubUrls } from './urls';
import type { WebhookSender } from './webhookSender';
import type { GitHubWorld, JsonObject, RepositoryRecord } from './world';

/** What every route of the simulated GitHub works with. */
export interface GitHubContext {
	readonly services: SandboxServices;
	readonly world: GitHubWorld;
	readonly git: GitData;
	readonly webhooks: WebhookSender;
}

export function urlsOf(context: GitHubContext): GitHubUrls {
	return gitHubUrls(context.services);
}

/** The repository that `:owner/:repo` names, or GitHub's 404. */
export function requestedRepository(
	context: GitHubContext,
	request: SandboxRequest,
): RepositoryRecord {
	const record = context.world.repository(`${request.params['owner']}/${request.params['repo']}`);
	if (!record) throw notFound();
	return record;
}

/** A path parameter that must be a number; anything else is a 404, as at GitHub. */
export function numberParameter(request: SandboxRequest, name: string): number {
	const value = Number(request.params[name]);
	if (!Number.isSafeInteger(value)) throw notFound();
	return value;
}

export function repositoryBody(
	context: GitHubContext,
	record: RepositoryRecord,
	fork?: { readonly owner: string },
): JsonObject {
	return representRepository(
		urlsOf(context),
		record,
		{ canWrite: true, defaultBranch: context.services.repositories.defaultBranch },
		fork,
	);
}
