import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkedWebhook, checkedWebhookVersions, inHook } from '../shared/webhook/webhookRegistration';
import { searchSites } from './fields/listSearch';
import { registrationHints } from './trigger/errorHints';
import { receiveNotification } from './trigger/receiveNotification';
import { areHooksRight, registerHooks } from './trigger/registerHooks';
import { removeHooks } from './trigger/removeHooks';
import { triggerProperties } from './trigger/triggerProperties';

export class NetlifyDeployTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Netlify Deploy Trigger',
		name: 'netlifyDeployTrigger',
		icon: { light: 'file:netlify.svg', dark: 'file:netlify.dark.svg' },
		group: ['trigger'],
		...checkedWebhookVersions,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Netlify reports, in a signed notification, what became of a deploy',
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
				return await inHook(this, registrationHints, areHooksRight);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, registrationHints, registerHooks);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await inHook(this, registrationHints, removeHooks);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveNotification(this);
	}
}
