import { collectionField, numberField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { lookAtPullRequest } from '../../api/pullRequests';
import { repositoryField } from '../../fields/repository';
import { pullRequestLookJson } from '../../output/pullRequestJson';

const number = numberField('Number', 'number', 1, { minimum: 1 }, { required: true });
const etagName = 'etag';
const options = collectionField('Options', 'options', 'Add option', [
	textField('ETag', etagName, {
		description:
			'The etag that an earlier look gave. While the pull request is unchanged, GitHub says only so, and the call costs nothing of the rate limit.',
	}),
]);

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a pull request',
	description: 'Read the state, the head and the base of a pull request; one that is not there is an answer',
	properties: [repositoryField, number, options],
	async execute(context) {
		const wanted = number.read(context);
		const etag = options.read(context)[etagName];
		const look = await lookAtPullRequest(
			gitHubClient(context),
			repositoryField.read(context),
			wanted,
			typeof etag === 'string' ? etag.trim() : '',
		);
		return pullRequestLookJson(wanted, look);
	},
};
