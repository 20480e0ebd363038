import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import { type Repository, repositoryParameter } from '../../repository';
import { commentBody } from '../../texts';
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
		const { outcome, comment } = await write(client, repository, { issueNumber, marker, body, first });
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

interface Wanted {
	readonly issueNumber: number;
	readonly marker: string;
	readonly body: string;
	/** The comment that is there. */
	readonly first: GitHubComment | undefined;
}

async function write(
	client: PlatformClient,
	repository: Repository,
	{ issueNumber, marker, body, first }: Wanted,
): Promise<{ outcome: 'created' | 'updated' | 'unchanged'; comment: GitHubComment }> {
	// GitHub gives line ends back as they were typed in its editor.
	if (first?.body?.replace(/\r\n/g, '\n') === body) return { outcome: 'unchanged', comment: first };
	if (first) {
		const comment = await client.object<GitHubComment>({
			method: 'PATCH',
			path: `${repository.apiPath}/issues/comments/${first.id}`,
			body: { body },
			safeToRepeat: true,
		});
		return { outcome: 'updated', comment };
	}
	const comment = await writeOnce({
		what: `the comment ${marker} on ${repository.owner}/${repository.name}#${issueNumber}`,
		send: async () =>
			await client.object<GitHubComment>({
				method: 'POST',
				path: `${repository.apiPath}/issues/${issueNumber}/comments`,
				body: { body },
			}),
		find: async () => (await findSticky(client, repository, issueNumber, marker))[0],
	});
	return { outcome: 'created', comment };
}
