import { numberField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { listRunsOf } from '../../api/workflowRuns';
import { repositoryField } from '../../fields/repository';
import { workflowField } from '../../fields/workflow';
import { foundRunJson } from '../../output/runJson';

const branch = textField('Branch Name', 'runBranch', {
	placeholder: 'main',
	description: 'Only runs of this branch; empty for those of any',
});
const commit = textField('Commit', 'runCommit', {
	description: 'Only runs of this commit, the full SHA; empty for those of any',
});
const limit = numberField(
	'Limit',
	'limit',
	30,
	{ minimum: 1, maximum: 1_000 },
	{ description: 'Max number of results to return' },
);

export const getRuns: Operation = {
	value: 'getRuns',
	name: 'Get Runs',
	action: 'Get the runs of a workflow',
	description: 'List the runs of a GitHub Actions workflow, newest first, of a branch or of a commit',
	properties: [repositoryField, workflowField, branch, commit, limit],
	async execute(context) {
		const runs = await listRunsOf(
			gitHubClient(context),
			{ repository: repositoryField.read(context), workflow: workflowField.read(context) },
			{ branch: branch.read(context), sha: commit.read(context).toLowerCase(), limit: limit.read(context) },
		);
		return runs.map(foundRunJson);
	},
};
