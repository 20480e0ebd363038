import type { Operation } from '../../../shared/operation';
import { requiredText } from '../../../shared/parameters';
import { repositoryParameter } from '../../repository';
import { gitHubClient } from '../../transport';
import type { GitHubComment } from '../../types';
import {
	findSticky,
	issueNumberParameter,
	markerParameter,
	removeComments,
	stickyProperties,
} from './stickyComment';

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
			description: 'In GitHub\'s Markdown',
		},
	],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryParameter(context);
		const issueNumber = issueNumberParameter(context);
		const marker = markerParameter(context);
		const body = `${marker}\n${requiredText(context, 'body', 'Text')}`;
		const [first, ...duplicates] = await findSticky(client, repository, issueNumber, marker);
		await removeComments(client, repository, duplicates);
		const result = (outcome: string, { id, html_url: url }: GitHubComment) => ({
			id,
			url,
			issueNumber,
			outcome,
			duplicatesRemoved: duplicates.length,
		});
		// GitHub gives line ends back as they were typed in its editor.
		if (first?.body?.replace(/\r\n/g, '\n') === body) return result('unchanged', first);
		if (first) {
			const updated = await client.object<GitHubComment>({
				method: 'PATCH',
				path: `${repository.apiPath}/issues/comments/${first.id}`,
				body: { body },
				safeToRepeat: true,
			});
			return result('updated', updated);
		}
		const created = await client.object<GitHubComment>({
			method: 'POST',
			path: `${repository.apiPath}/issues/${issueNumber}/comments`,
			body: { body },
		});
		return result('created', created);
	},
};
