import type { Operation } from '../../../shared/operation';
import { requiredText, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { repositoryParameter, repositoryProperty } from '../../repository';
import { descriptionProperty, shortenedDescription } from '../../texts';
import { gitHubClient } from '../../transport';

interface CommitStatus {
	readonly id: number;
	readonly state: string;
	readonly context: string;
	readonly description: string | null;
	readonly target_url: string | null;
	readonly created_at: string;
}

export const setStatus: Operation = {
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set the status of a commit',
	description: 'Show a check beside a commit and on its pull request',
	properties: [
		repositoryProperty,
		{
			displayName: 'Commit',
			name: 'sha',
			type: 'string',
			default: '',
			required: true,
			description: 'The whole SHA, 40 characters',
		},
		{
			displayName: 'Context',
			name: 'context',
			type: 'string',
			default: 'slipway',
			required: true,
			placeholder: 'slipway/paintbox-production',
			description: 'Which check it is: a later status with the same context takes its place',
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Error', value: 'error' },
				{ name: 'Failure', value: 'failure' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Success', value: 'success' },
			],
			default: 'pending',
		},
		descriptionProperty,
		{
			displayName: 'Target URL',
			name: 'targetUrl',
			type: 'string',
			default: '',
			description: 'Where "Details" leads',
		},
	],
	async execute(context) {
		const { apiPath } = repositoryParameter(context);
		const sha = requiredText(context, 'sha', 'Commit');
		const targetUrl = textParameter(context, 'targetUrl');
		const status = await gitHubClient(context).object<CommitStatus>({
			method: 'POST',
			path: `${apiPath}${path`/statuses/${sha}`}`,
			body: {
				state: textParameter(context, 'state'),
				context: requiredText(context, 'context', 'Context'),
				description: shortenedDescription(textParameter(context, 'description')),
				...(targetUrl && { target_url: targetUrl }),
			},
			// The newest status of a context counts: said twice, it says the same.
			safeToRepeat: true,
		});
		return {
			id: status.id,
			sha,
			state: status.state,
			context: status.context,
			description: status.description,
			targetUrl: status.target_url,
			createdAt: status.created_at,
		};
	},
};
