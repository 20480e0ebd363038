import type { GitHubContext } from '../context';
import { loginOf } from '../world/accounts';
import type { RepositoryRecord } from '../model';
import { NO_COMMIT, type PushedReference, pushPayload } from '../present/payloads/push';
import { startPushedWorkflows } from './pushedWorkflows';
import { eventPayload } from '../present/payloads/eventPayload';

/**
 * Announces a reference that moved, was made (`create`, too) or was deleted (`delete`, too), after the answer,
 * and starts the workflows that it starts.
 */
export function announceReference(context: GitHubContext, record: RepositoryRecord, push: PushedReference): void {
	announceLife(context, record, push);
	context.webhooks.emitLater(record, 'push', pushPayload(context, record, push));
	startPushedWorkflows(context, record, push);
}

/** The event that a reference was made or deleted; none for one that moved. */
export function announceLife(
	context: GitHubContext,
	record: RepositoryRecord,
	{ reference, before, after, pusher }: PushedReference,
): void {
	if (before !== NO_COMMIT && after !== NO_COMMIT) return;
	const event = before === NO_COMMIT ? 'create' : 'delete';
	const head = context.git.resolve(record, after === NO_COMMIT ? before : after);
	const sender = loginOf(pusher ?? head?.author ?? record.owner);
	context.webhooks.emitLater(
		record,
		event,
		eventPayload(context, record, event, sender, {
			ref: reference.replace(/^refs\/(?:heads|tags)\//, ''),
			ref_type: reference.startsWith('refs/tags/') ? 'tag' : 'branch',
			master_branch: context.services.repositories.defaultBranch,
			description: null,
			pusher_type: 'user',
		}),
	);
}
