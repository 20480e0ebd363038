import type { INodePropertyOptions } from 'n8n-workflow';

/** All events of a deploy that Netlify notifies of, in its own words (`GET /hooks/types`). */
export const deployEvents = [
	'deploy_building',
	'deploy_created',
	'deploy_deleted',
	'deploy_failed',
	'deploy_locked',
	'deploy_request_accepted',
	'deploy_request_pending',
	'deploy_request_rejected',
	'deploy_restored',
	'deploy_unlocked',
] as const;

export type DeployEvent = (typeof deployEvents)[number];

export function isDeployEvent(value: unknown): value is DeployEvent {
	return deployEvents.some((event) => event === value);
}

export const eventOptions: INodePropertyOptions[] = [
	{ name: 'Deploy Building', value: 'deploy_building', description: 'A build has begun' },
	{ name: 'Deploy Deleted', value: 'deploy_deleted' },
	{ name: 'Deploy Failed', value: 'deploy_failed', description: 'A deploy failed, or was cancelled or skipped' },
	{ name: 'Deploy Locked', value: 'deploy_locked', description: 'Automatic publishing was stopped' },
	{
		name: 'Deploy Request Accepted',
		value: 'deploy_request_accepted',
		description: 'A person approved a deploy that waited for review',
	},
	{
		name: 'Deploy Request Pending',
		value: 'deploy_request_pending',
		description: 'A deploy waits for a person to review it',
	},
	{ name: 'Deploy Request Rejected', value: 'deploy_request_rejected' },
	{
		name: 'Deploy Restored',
		value: 'deploy_restored',
		description: 'An older deploy was put live again',
	},
	{
		name: 'Deploy Succeeded',
		value: 'deploy_created',
		description: 'A deploy finished well; a locked site does not serve it',
	},
	{ name: 'Deploy Unlocked', value: 'deploy_unlocked', description: 'Automatic publishing was resumed' },
];
