import type { INodeProperties } from 'n8n-workflow';

import { option } from '../../shared/fields/fields';
import { repositoryProperty } from '../fields/repositoryProperty';
import { textProperty } from './plainProperties';

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

const registerOn: INodeProperties = {
	displayName: 'Register On',
	name: 'registerOn',
	type: 'options',
	options: [
		option('Repository', 'repository', 'A webhook on one repository'),
		option('Organization', 'organization', 'One webhook for all repositories of an organization'),
		option('I Registered It Myself', 'manual', 'You created the webhook on GitHub, with the address of this node'),
	],
	default: 'repository',
};

/** Where the webhook is registered, and for which events. */
export const registrationProperties: readonly INodeProperties[] = [
	registerOn,
	{ ...repositoryProperty, displayOptions: { show: { registerOn: ['repository'] } } },
	textProperty('Organization', 'organization', {
		required: true,
		placeholder: 'candlefish-ai',
		displayOptions: { show: { registerOn: ['organization'] } },
	}),
	byHand,
	events,
];
