import { previewDeploymentEnvironment } from '../../deployment/preview/previewNames';
import type { ConcludedPreview } from '../../deployment/preview/concludePreview';
import { previewComment, previewCommentKey } from '../../deployment/preview/previewComment';
import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt } from '../../shared/waiting/attempt';
import { stickyMarker } from '../api/comments';
import { deleteDeployment, listDeployments } from '../api/deployments';
import { createDeploymentStatus, readLatestStatus } from '../api/deploymentStatuses';
import type { Repository } from '../api/repositories';
import { whyUnseen } from '../api/sights/whyUnseen';
import { commentBody, shortenedDescription } from '../api/textLimits';
import type { GitHubDeployment } from '../api/types';
import { keyName } from '../state/deploymentMark';
import { createDeploymentOnce } from './createDeploymentOnce';
import { findSticky, removeComments, writeSticky } from './stickyComment';

/** Whether the pull request says how its preview stands. */
export interface Telling {
	readonly ok: boolean;
	readonly comment: 'created' | 'updated' | 'unchanged' | 'none';
	readonly commentUrl: string;
	readonly deploymentId: string;
	/** What GitHub did not take. */
	readonly reason: string;
}

/** Writes the one comment and GitHub's deployment. What GitHub refuses is told, and stops nothing. */
export async function tellPreview(
	client: PlatformClient,
	repository: Repository,
	concluded: ConcludedPreview,
): Promise<Telling> {
	const comment = await attempt(writeComment(client, repository, concluded));
	const deployment = await attempt(writeDeployment(client, repository, concluded));
	const failures = [comment, deployment].flatMap((result) => (result.ok ? [] : [whyUnseen(result.error).reason]));
	return {
		ok: failures.length === 0,
		comment: comment.ok ? comment.value.outcome : 'none',
		commentUrl: comment.ok ? comment.value.url : '',
		deploymentId: deployment.ok ? deployment.value : '',
		reason: failures.join('; '),
	};
}

async function writeComment(
	client: PlatformClient,
	repository: Repository,
	concluded: ConcludedPreview,
): Promise<{ readonly outcome: Telling['comment']; readonly url: string }> {
	const nothing = { outcome: 'none', url: '' } as const;
	if (!concluded.isTold) return nothing;
	const sticky = { repository, issueNumber: concluded.preview.number, marker: stickyMarker(previewCommentKey) };
	const [current, ...duplicates] = await findSticky(client, sticky);
	if (current === undefined && !concluded.mayBegin) return nothing;
	const body = commentBody(sticky.marker, previewComment(concluded));
	const { outcome, comment } = await writeSticky(client, sticky, current, body);
	await removeComments(client, repository, duplicates);
	return { outcome, url: comment.html_url };
}

/** Enough for all heads of a pull request that were not removed yet. */
const maxDeployments = 100;

/** The head's deployment with its status, and none of the heads before it; none at all where there is no preview. */
async function writeDeployment(
	client: PlatformClient,
	repository: Repository,
	concluded: ConcludedPreview,
): Promise<string> {
	const { preview, status } = concluded;
	if (!concluded.isTold || (status === null && !concluded.isOver)) return '';
	const environment = previewDeploymentEnvironment(preview);
	const there = await listDeployments(client, repository, { environment }, maxDeployments);
	const old = there.filter(({ sha }) => status === null || sha !== preview.head);
	for (const deployment of old) await removeDeployment(client, repository, deployment);
	if (status === null) return '';
	const mark = { name: keyName, value: `preview/${preview.turnName}` };
	const known = there.find(({ sha }) => sha === preview.head);
	const request = {
		ref: preview.head,
		environment,
		task: 'deploy',
		auto_merge: false,
		required_contexts: [],
		description: shortenedDescription(`Preview of pull request ${preview.number}`),
		payload: { [mark.name]: mark.value },
		production_environment: false,
		transient_environment: true,
	};
	const deployment = known ?? (await createDeploymentOnce(client, repository, request, mark));
	const latest = await readLatestStatus(client, repository, deployment.id);
	const description = shortenedDescription(status.description);
	const isSame =
		latest?.state === status.state &&
		(latest.description ?? '') === description &&
		(latest.environment_url ?? '') === status.environmentUrl;
	if (!isSame) {
		await createDeploymentStatus(client, repository, String(deployment.id), {
			state: status.state,
			description,
			...(status.environmentUrl !== '' && { environment_url: status.environmentUrl }),
		});
	}
	return String(deployment.id);
}

/** GitHub deletes an inactive deployment only. */
async function removeDeployment(
	client: PlatformClient,
	repository: Repository,
	{ id }: GitHubDeployment,
): Promise<void> {
	await createDeploymentStatus(client, repository, String(id), {
		state: 'inactive',
		description: 'Replaced or removed',
	});
	await deleteDeployment(client, repository, id);
}
