import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import {
	collectionParameter,
	requiredText,
	textParameter,
} from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { boundedName, shortenedDescription } from '../../api/textLimits';
import { linkParameter, warningsOf } from '../../fields/link';
import { descriptionProperty } from '../../fields/statusDescription';
import { gitHubClient } from '../../api/client';
import type { GitHubDeploymentStatus } from '../../api/types';

export const setStatus: Operation = {
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set the status of a deployment',
	description: 'Tell GitHub how a deployment stands',
	properties: [
		repositoryProperty,
		{
			displayName: 'Deployment ID',
			name: 'deploymentId',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Error', value: 'error', description: 'It could not be told how it ended' },
				{ name: 'Failure', value: 'failure' },
				{ name: 'In Progress', value: 'in_progress' },
				{ name: 'Inactive', value: 'inactive', description: 'Another deployment took its place' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Queued', value: 'queued' },
				{ name: 'Success', value: 'success' },
			],
			default: 'in_progress',
		},
		descriptionProperty,
		{
			displayName: 'Environment URL',
			name: 'environmentUrl',
			type: 'string',
			default: '',
			placeholder: 'https://paintbox.candlefish.ai',
			description: 'Where the deployment can be seen',
		},
		{
			displayName: 'Log URL',
			name: 'logUrl',
			type: 'string',
			default: '',
			description: 'Where its log can be read, such as this execution',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Auto Inactive',
					name: 'autoInactive',
					type: 'boolean',
					default: true,
					description:
						'Whether a success makes the earlier deployments of the same environment inactive, if they had succeeded. GitHub does so only where users do not work: never for production environments, nor for transient ones.',
				},
				{
					displayName: 'Environment',
					name: 'environment',
					type: 'string',
					default: '',
					description: 'Another environment than the one the deployment was made for',
				},
			],
		},
	],
	async execute(context) {
		const { apiPath } = repositoryParameter(context);
		const deploymentId = requiredText(context, 'deploymentId', 'Deployment ID');
		const additional = collectionParameter(context, 'additionalFields');
		const environment = textAt(additional, 'environment');
		const environmentUrl = linkParameter(context, 'environmentUrl', 'Environment URL');
		const logUrl = linkParameter(context, 'logUrl', 'Log URL');
		const body: IDataObject = {
			state: textParameter(context, 'state'),
			description: shortenedDescription(textParameter(context, 'description')),
			...(environmentUrl.url && { environment_url: environmentUrl.url }),
			...(logUrl.url && { log_url: logUrl.url }),
			...(environment !== null && { environment: boundedName(environment) }),
			...(typeof additional.autoInactive === 'boolean' && { auto_inactive: additional.autoInactive }),
		};
		const status = await gitHubClient(context).object<GitHubDeploymentStatus>({
			method: 'POST',
			path: `${apiPath}${path`/deployments/${deploymentId}/statuses`}`,
			body,
			// The newest status counts: said twice, it says the same.
			safeToRepeat: true,
		});
		return {
			id: status.id,
			deploymentId: Number(deploymentId),
			state: status.state,
			description: status.description,
			environment: status.environment ?? null,
			environmentUrl: status.environment_url || null,
			logUrl: status.log_url || null,
			createdAt: status.created_at,
			warnings: warningsOf(environmentUrl, logUrl),
		};
	},
};
