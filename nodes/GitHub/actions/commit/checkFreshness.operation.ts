import { type CommitRelation, guardAgainstStaleCommit } from '../../../deployment/plan/staleGuard';
import { textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, requiredText, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { gitHubClient } from '../../api/client';

export const checkFreshness: Operation = {
	value: 'checkFreshness',
	name: 'Check Freshness',
	action: 'Check whether a commit may still be deployed',
	description: 'Keep an old commit from replacing a newer one: deliveries come late and in any order',
	properties: [
		repositoryProperty,
		locatorProperty({
			displayName: 'Branch',
			name: 'branch',
			search: 'searchBranches',
			enter: [enteredAs('name', 'By Name', 'main')],
		}),
		{
			displayName: 'Commit',
			name: 'sha',
			type: 'string',
			default: '',
			required: true,
			description: 'The one that is about to be deployed: the whole SHA, 40 characters',
		},
		{
			displayName: 'Live Commit',
			name: 'liveCommit',
			type: 'string',
			default: '',
			description: 'The one that is live; empty before the first deployment',
		},
		{
			displayName: 'Live Commit Is Verified',
			name: 'liveIsVerified',
			type: 'boolean',
			default: true,
			description:
				'Whether what is live passed its checks. When off, the commit that is live may be deployed again: a run that died between publishing and checking is caught up with.',
		},
	],
	async execute(context) {
		const client = gitHubClient(context);
		const { apiPath } = repositoryParameter(context);
		const branch = locatorValue(context, 'branch', 'Branch');
		const sha = wholeCommit(requiredText(context, 'sha', 'Commit'));
		const liveCommit = textParameter(context, 'liveCommit').toLowerCase() || null;
		const branchHead = await readBranchHead(client, apiPath, branch);
		// Only of the head does it matter how it stands to what is live.
		const relation: CommitRelation =
			liveCommit !== null && branchHead === sha
				? await readRelation(client, apiPath, liveCommit, sha)
				: 'unknown';
		const decision = guardAgainstStaleCommit({
			candidateCommit: sha,
			branchHead,
			liveCommit,
			liveIsVerified: switchParameter(context, 'liveIsVerified'),
			relationToLive: relation,
		});
		return { ...decision, branch, sha, branchHead, liveCommit, relation };
	},
};

/** A short name could be compared with nothing. @throws OperationFailure for one. */
function wholeCommit(text: string): string {
	const sha = text.toLowerCase();
	if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(sha)) return sha;
	throw new OperationFailure(
		`Commit is not a whole SHA: ${text}`,
		'Give all 40 characters, as in the event of the trigger',
	);
}

/** Null when the repository is there and the branch is not. */
async function readBranchHead(
	client: PlatformClient,
	apiPath: string,
	branch: string,
): Promise<string | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${apiPath}${path`/branches/${branch}`}`,
		acceptStatuses: [404],
	});
	if (status !== 404) return textAt(body, 'commit', 'sha');
	// GitHub says 404 as well for a repository that the token does not see: that is an error, not an answer.
	await client.object({ method: 'GET', path: apiPath });
	return null;
}

/** How `sha` stands to `liveCommit`; unknown when that is not in the repository, or has no history with it. */
async function readRelation(
	client: PlatformClient,
	apiPath: string,
	liveCommit: string,
	sha: string,
): Promise<CommitRelation> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${apiPath}${path`/compare/${liveCommit}...${sha}`}`,
		query: { per_page: 1, page: 1 },
		acceptStatuses: [404, 422],
	});
	const relation = status === 200 ? textAt(body, 'status') : null;
	switch (relation) {
		case 'identical':
		case 'ahead':
		case 'behind':
		case 'diverged':
			return relation;
		default:
			return 'unknown';
	}
}
