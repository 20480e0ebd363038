import { type CommitRelation, guardAgainstStaleCommit } from '../../../deployment/plan/staleGuard';
import { field, textField } from '../../../shared/fields/fields';
import { switchParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { readBranchHead } from '../../api/branches';
import { gitHubClient } from '../../api/client';
import { readRelation } from '../../api/comparisons';
import { branchField } from '../../fields/branch';
import { commitField } from '../../fields/commit';
import { repositoryField } from '../../fields/repository';

const commit = commitField('The commit that is about to be deployed: the full SHA, 40 characters');

const liveCommitField = textField('Live Commit', 'liveCommit', {
	description: 'The commit that is live; empty before the first deployment',
});

const liveIsVerifiedField = field(
	{
		displayName: 'Live Commit Is Verified',
		name: 'liveIsVerified',
		type: 'boolean',
		default: true,
		description:
			'Whether what is live passed its checks. When off, the live commit may be deployed again, to make up for a run that died between publishing and checking.',
	},
	(context) => switchParameter(context, 'liveIsVerified'),
);

export const checkFreshness: Operation = {
	value: 'checkFreshness',
	name: 'Check Freshness',
	action: 'Check whether a commit may still be deployed',
	description: 'Keep an old commit from replacing a newer one: deliveries arrive late and in any order',
	properties: [repositoryField, branchField, commit, liveCommitField, liveIsVerifiedField],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryField.read(context);
		const branch = branchField.read(context);
		const sha = commit.read(context);
		const liveCommit = liveCommitField.read(context).toLowerCase() || null;
		const branchHead = await readBranchHead(client, repository, branch);
		// How a commit stands to what is live matters only for the head.
		const relation: CommitRelation =
			liveCommit !== null && branchHead === sha
				? ((await readRelation(client, repository, { base: liveCommit, head: sha })) ?? 'unknown')
				: 'unknown';
		const decision = guardAgainstStaleCommit({
			candidateCommit: sha,
			branchHead,
			liveCommit,
			liveIsVerified: liveIsVerifiedField.read(context),
			relationToLive: relation,
		});
		return { ...decision, branch, sha, branchHead, liveCommit, relation };
	},
};
