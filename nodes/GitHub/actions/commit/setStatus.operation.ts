import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { boundedName, shortenedDescription } from '../../api/textLimits';
import { setCommitStatus } from '../../changes/setCommitStatus';
import { linkParameter, warningsOf } from '../../fields/link';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { descriptionProperty } from '../../fields/statusDescription';

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
		const target = linkParameter(context, 'targetUrl', 'Target URL');
		const status = await setCommitStatus(gitHubClient(context), `${apiPath}${path`/statuses/${sha}`}`, {
			state: textParameter(context, 'state'),
			context: boundedName(requiredText(context, 'context', 'Context')),
			description: shortenedDescription(textParameter(context, 'description')),
			...(target.url && { target_url: target.url }),
		});
		return {
			id: status.id,
			sha,
			state: status.state,
			context: status.context,
			description: status.description,
			targetUrl: status.target_url,
			createdAt: status.created_at,
			warnings: warningsOf(target),
		};
	},
};
