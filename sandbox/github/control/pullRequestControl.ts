import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { representDelivery } from '../present/delivery';
import type { PullRequestAction } from '../present/payloads/pullRequest';
import { pullRequestPayload } from '../present/payloads/pullRequest';
import { openPullRequest } from '../lifecycle/openPullRequest';
import { commitToBranch } from '../lifecycle/pushing';
import { readBody, readBoolean, readInteger, readString } from '../http/requestBody';
import type { JsonObject, PullRequestRecord, RepositoryRecord } from '../model';
import { namedRepository } from './namedRepository';

function open(context: GitHubContext, record: RepositoryRecord, body: JsonObject): PullRequestRecord {
	const { defaultBranch } = context.services.repositories;
	const headBranch = readString(body, 'branch') ?? `change-${context.services.ids.hex(6)}`;
	if (!context.git.branchHead(record, headBranch)) touch(context, record, headBranch);
	const author = readString(body, 'author') ?? 'octo-dev';
	return openPullRequest(context, record, {
		title: readString(body, 'title') ?? `Change ${record.name}`,
		headBranch,
		baseBranch: readString(body, 'base') ?? defaultBranch,
		draft: readBoolean(body, 'draft') ?? false,
		author,
		...(readBoolean(body, 'fork') === true ? { forkOwner: author } : {}),
	});
}

function touch(context: GitHubContext, record: RepositoryRecord, branch: string): string {
	const mark = context.services.ids.hex(8);
	return commitToBranch(context, record, branch, {
		files: { [`apps/${record.name}/change.txt`]: `${mark}\n` },
		message: `Change ${mark}`,
	}).sha;
}

function act(
	context: GitHubContext,
	record: RepositoryRecord,
	pull: PullRequestRecord,
	body: JsonObject,
): PullRequestAction {
	const nowMs = context.services.clock.now();
	const action = readString(body, 'action');
	pull.updatedAtMs = nowMs;
	switch (action) {
		case 'synchronize': {
			const before = pull.headSha;
			pull.headSha = touch(context, record, pull.headBranch);
			return { action, before, after: pull.headSha };
		}
		case 'closed':
			pull.state = 'closed';
			pull.merged = readBoolean(body, 'merged') ?? false;
			pull.closedAtMs = nowMs;
			return { action };
		case 'reopened':
			pull.state = 'open';
			pull.closedAtMs = null;
			return { action };
		case 'ready_for_review':
		case 'converted_to_draft':
			pull.draft = action === 'converted_to_draft';
			return { action };
		default:
			throw new SandboxHttpError(400, {
				message: 'action must be opened, synchronize, closed, reopened, ready_for_review or converted_to_draft',
			});
	}
}

/** `POST /_sandbox/github/pull-requests`: opens one (`action` "opened"), or acts on `number`, and delivers. */
export async function controlPullRequest(context: GitHubContext, request: SandboxRequest): Promise<SandboxResponse> {
	const body = readBody(request);
	const record = namedRepository(context, body);
	const action = readString(body, 'action') ?? 'opened';
	const number = readInteger(body, 'number');
	const known = record.pullRequests.find((candidate) => candidate.number === number);
	if (action !== 'opened' && !known) {
		throw new SandboxHttpError(404, {
			message: `${record.fullName} has no pull request ${number ?? '(number is missing)'}`,
		});
	}
	const pull = known ?? open(context, record, body);
	const done: PullRequestAction = action === 'opened' ? { action } : act(context, record, pull, { ...body, action });
	const payload = pullRequestPayload(context, record, pull, done);
	const deliveries =
		readBoolean(body, 'deliver') === false ? [] : await context.webhooks.emit(record, 'pull_request', payload);
	return {
		status: 201,
		body: {
			number: pull.number,
			sha: pull.headSha,
			deliveryId: deliveries[0]?.guid ?? null,
			deliveries: deliveries.map((delivery) => ({
				...representDelivery(delivery),
				hook_id: delivery.hookId,
				response: delivery.response.payload,
			})),
			payload,
		},
	};
}
