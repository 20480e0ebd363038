import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { findSticky, removeComments } from '../../changes/stickyComment';
import { repositoryParameter } from '../../fields/repository';
import { issueNumberParameter, markerParameter, stickyProperties } from '../../fields/stickyComment';

export const deleteComment: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a sticky comment',
	description: 'Remove the comment of a key; harmless when there is none',
	properties: stickyProperties,
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryParameter(context);
		const issueNumber = issueNumberParameter(context);
		const marker = markerParameter(context);
		const found = await findSticky(client, repository, issueNumber, marker);
		await removeComments(client, repository, found);
		return {
			deleted: found.length > 0,
			count: found.length,
			issueNumber,
			...(found.length === 0 && { reason: `No comment starts with ${marker}` }),
		};
	},
};
