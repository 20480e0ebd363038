import { requiredText } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { commentBody } from '../../api/textLimits';
import { findSticky, removeComments, writeSticky } from '../../changes/stickyComment';
import { repositoryParameter } from '../../fields/repository';
import { issueNumberParameter, markerParameter, stickyProperties } from '../../fields/stickyComment';

export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update a sticky comment',
	description:
		'Create a new record, or update the current one if it already exists (upsert)',
	properties: [
		...stickyProperties,
		{
			displayName: 'Text',
			name: 'body',
			type: 'string',
			typeOptions: { rows: 6 },
			default: '',
			required: true,
			description: 'In GitHub\'s Markdown; what is longer than GitHub\'s 65,536 characters is cut',
		},
	],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryParameter(context);
		const issueNumber = issueNumberParameter(context);
		const marker = markerParameter(context);
		const body = commentBody(marker, requiredText(context, 'body', 'Text'));
		const [first, ...duplicates] = await findSticky(client, repository, issueNumber, marker);
		const { outcome, comment } = await writeSticky(client, repository, { issueNumber, marker, body, first });
		// Only once the new text stands: else a refused one would leave less than there was.
		await removeComments(client, repository, duplicates);
		return {
			id: comment.id,
			url: comment.html_url,
			issueNumber,
			outcome,
			duplicatesRemoved: duplicates.length,
		};
	},
};
