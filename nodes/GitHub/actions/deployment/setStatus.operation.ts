import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import { choiceField, collectionField, option, requiredTextField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { createDeploymentStatus } from '../../api/deploymentStatuses';
import { boundedName } from '../../api/textLimits';
import { descriptionField } from '../../fields/description';
import { linkField, warningsOf } from '../../fields/link';
import { repositoryField } from '../../fields/repository';
import { deploymentStatusJson } from '../../output/statusJson';

const deploymentIdField = requiredTextField('Deployment ID', 'deploymentId');

const stateField = choiceField('State', 'state', [
	option('In Progress', 'in_progress'),
	option('Error', 'error', 'How it ended is unknown'),
	option('Failure', 'failure'),
	option('Inactive', 'inactive', 'Another deployment replaced it'),
	option('Pending', 'pending'),
	option('Queued', 'queued'),
	option('Success', 'success'),
]);

const environmentUrlField = linkField('Environment URL', 'environmentUrl', {
	placeholder: 'https://paintbox.candlefish.ai',
	description: 'Where to see the deployment',
});

const logUrlField = linkField('Log URL', 'logUrl', {
	description: 'Where to read its log, such as this execution',
});

const additionalFields = collectionField('Additional Fields', 'additionalFields', 'Add Field', [
	{
		displayName: 'Auto Inactive',
		name: 'autoInactive',
		type: 'boolean',
		default: true,
		description:
			'Whether a success makes earlier successful deployments of the same environment inactive. GitHub never does so for production environments, nor for transient ones.',
	},
	textField('Environment', 'environment', {
		description: 'An environment other than the one the deployment was created for',
	}),
]);

export const setStatus: Operation = {
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set the status of a deployment',
	description: 'Tell GitHub the state of a deployment',
	properties: [
		repositoryField,
		deploymentIdField,
		stateField,
		descriptionField,
		environmentUrlField,
		logUrlField,
		additionalFields,
	],
	async execute(context) {
		const repository = repositoryField.read(context);
		const deploymentId = deploymentIdField.read(context);
		const additional = additionalFields.read(context);
		const environment = textAt(additional, 'environment');
		const environmentUrl = environmentUrlField.read(context);
		const logUrl = logUrlField.read(context);
		const body: IDataObject = {
			state: stateField.read(context),
			description: descriptionField.read(context),
			...(environmentUrl.url && { environment_url: environmentUrl.url }),
			...(logUrl.url && { log_url: logUrl.url }),
			...(environment !== null && { environment: boundedName(environment) }),
			...(typeof additional.autoInactive === 'boolean' && { auto_inactive: additional.autoInactive }),
		};
		const status = await createDeploymentStatus(gitHubClient(context), repository, deploymentId, body);
		return deploymentStatusJson(deploymentId, status, warningsOf(environmentUrl, logUrl));
	},
};
