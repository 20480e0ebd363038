import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkedWebhook, checkedWebhookVersions, inHook } from '../shared/webhook/webhookRegistration';
import { errorHints } from './trigger/errorHints';
import { areHooksRight, registerHooks, removeHooks } from './trigger/hookRegistration';
import { searchSites } from './trigger/listSearch';
import { receiveNotification } from './trigger/receiveNotification';
import { triggerProperties } from './trigger/triggerProperties';

export class NetlifyDeployTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Netlify Deploy Trigger',
		name: 'netlifyDeployTrigger',
		icon: { light: 'file:netlify.svg', dark: 'file:netlify.dark.svg' },
		group: ['trigger'],
		...checkedWebhookVersions,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Netlify says, in a signed notification, what became of a deploy',
		defaults: { name: 'Netlify Deploy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayNetlifyApi', required: true }],
		webhooks: [checkedWebhook],
		properties: [...triggerProperties],
	};

	methods = { listSearch: { searchSites } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, areHooksRight);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, registerHooks);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, errorHints, removeHooks);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveNotification(this);
	}
}
