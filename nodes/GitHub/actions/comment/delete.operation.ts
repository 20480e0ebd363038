import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { findSticky, removeComments } from '../../changes/stickyComment';
import { readStickyComment, stickyProperties } from '../../fields/stickyComment';

export const deleteComment: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a sticky comment',
	description: 'Remove the comment of a key; harmless if there is none',
	properties: stickyProperties,
	async execute(context) {
		const client = gitHubClient(context);
		const sticky = readStickyComment(context);
		const found = await findSticky(client, sticky);
		await removeComments(client, sticky.repository, found);
		return {
			deleted: found.length > 0,
			count: found.length,
			issueNumber: sticky.issueNumber,
			...(found.length === 0 && { reason: `No comment starts with ${sticky.marker}` }),
		};
	},
};
