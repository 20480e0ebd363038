import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { pollWatch } from './trigger/poll';
import { watchProperties } from './trigger/watchProperties';

export class GitHubWatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GitHub Watch',
		name: 'gitHubWatch',
		icon: { light: 'file:gitHubWatch.svg', dark: 'file:gitHubWatch.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'heads, releases, dead runs',
		description:
			'Starts the workflow when a branch or release moved and no webhook said so, a run died, or somebody is still to be told',
		defaults: { name: 'GitHub Watch' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'slipwayGitHubApi', required: true },
			{ name: 'slipwayUpstashRedisApi', required: true },
		],
		properties: watchProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollWatch(this);
	}
}
