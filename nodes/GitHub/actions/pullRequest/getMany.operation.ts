import { choiceField, numberField, option } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { listPullRequests } from '../../api/pullRequests';
import { repositoryField } from '../../fields/repository';
import { pullRequestJson } from '../../output/pullRequestJson';

const state = choiceField('State', 'state', [option('Open', 'open'), option('Closed', 'closed'), option('All', 'all')]);
const limit = numberField(
	'Limit',
	'limit',
	100,
	{ minimum: 1, maximum: 10_000 },
	{ description: 'Max number of results to return' },
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many pull requests',
	description: 'List the pull requests of a repository, the newest first',
	properties: [repositoryField, state, limit],
	async execute(context) {
		const found = await listPullRequests(
			gitHubClient(context),
			repositoryField.read(context),
			state.read(context),
			limit.read(context),
		);
		return found.map(pullRequestJson);
	},
};
