import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { pollHealth } from './trigger/poll';
import { watchProperties } from './trigger/watchProperties';

export class CloudflareHealthWatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloudflare Health Watch',
		name: 'cloudflareHealthWatch',
		icon: { light: 'file:cloudflare.svg', dark: 'file:cloudflare.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["name"] }}',
		description: 'Starts the workflow when a name went down, or is up again: five asks a minute, and a second view',
		defaults: { name: 'Cloudflare Health Watch' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayCloudflareApi', required: true }],
		properties: watchProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollHealth(this);
	}
}
