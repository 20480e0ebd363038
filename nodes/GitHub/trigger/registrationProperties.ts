import type { INodeProperties } from 'n8n-workflow';

import { choiceField, option, requiredTextField } from '../../shared/fields/fields';
import { repositoryField } from '../fields/repository';

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: [
		option('Deployment', 'deployment', 'Somebody requested a deployment'),
		option('Pull Request', 'pull_request'),
		option('Push', 'push', 'Commits or a tag were pushed'),
		option('Registry Package', 'registry_package', 'An image or package was published'),
		option('Release', 'release'),
		option('Repository Dispatch', 'repository_dispatch', 'A program requested it through the API'),
		option('Workflow Run', 'workflow_run', 'A GitHub Actions workflow ran'),
	],
	default: ['push'],
	required: true,
};

const byHand: INodeProperties = {
	displayName:
		'On GitHub, add a webhook with the address above, the content type application/json and the webhook secret of the credential',
	name: 'manualNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registerOn: ['manual'] } },
};

/** Where the webhook is registered, and for which events. */
export const registrationProperties: INodeProperties[] = [
	choiceField('Register On', 'registerOn', [
		option('Repository', 'repository', 'A webhook on one repository'),
		option('Organization', 'organization', 'One webhook for all repositories of an organization'),
		option('I Registered It Myself', 'manual', 'You created the webhook on GitHub, with the address of this node'),
	]),
	{ ...repositoryField, displayOptions: { show: { registerOn: ['repository'] } } },
	requiredTextField('Organization', 'organization', {
		placeholder: 'candlefish-ai',
		displayOptions: { show: { registerOn: ['organization'] } },
	}),
	byHand,
	events,
];
