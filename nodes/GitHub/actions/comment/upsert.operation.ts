import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { commentBody } from '../../api/textLimits';
import { findSticky, removeComments, writeSticky } from '../../changes/stickyComment';
import { readStickyComment, stickyProperties } from '../../fields/stickyComment';

const text = requiredTextField('Text', 'body', {
	typeOptions: { rows: 6 },
	description: "In GitHub's Markdown. Text over GitHub's 65,536 characters is cut.",
});

export const upsert: Operation = {
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update a sticky comment',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	properties: [...stickyProperties, text],
	async execute(context) {
		const client = gitHubClient(context);
		const sticky = readStickyComment(context);
		const body = commentBody(sticky.marker, text.read(context));
		const [current, ...duplicates] = await findSticky(client, sticky);
		const { outcome, comment } = await writeSticky(client, sticky, current, body);
		// Only once the new text is there: if GitHub refused it, there would be less than before.
		await removeComments(client, sticky.repository, duplicates);
		return {
			id: comment.id,
			url: comment.html_url,
			issueNumber: sticky.issueNumber,
			outcome,
			duplicatesRemoved: duplicates.length,
		};
	},
};
