import { collectionField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { lookAtBranch } from '../../api/branches';
import { gitHubClient } from '../../api/client';
import { branchField } from '../../fields/branch';
import { repositoryField } from '../../fields/repository';
import { branchHeadJson } from '../../output/branchHeadJson';

const etagName = 'etag';
const options = collectionField('Options', 'options', 'Add option', [
	textField('ETag', etagName, {
		description:
			'The etag that an earlier look gave. While the branch is unchanged, GitHub says only so, and the call costs nothing of the rate limit.',
	}),
]);

export const getHead: Operation = {
	value: 'getHead',
	name: 'Get Head',
	action: 'Get the head of a branch',
	description: "Read the commit at a branch's head, with its whole message; a branch that is gone is an answer",
	properties: [repositoryField, branchField, options],
	async execute(context) {
		const branch = branchField.read(context);
		const etag = options.read(context)[etagName];
		const look = await lookAtBranch(
			gitHubClient(context),
			repositoryField.read(context),
			branch,
			typeof etag === 'string' ? etag.trim() : '',
		);
		return branchHeadJson(branch, look);
	},
};
