import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { errorHints } from './errorHints';
import { areHooksRight, registerHooks, removeHooks } from './hookRegistration';
import { searchSites } from './listSearch';
import { receiveNotification } from './receiveNotification';
import { triggerProperties } from './triggerProperties';

export class NetlifyDeployTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Netlify Deploy Trigger',
		name: 'netlifyDeployTrigger',
		icon: { light: 'file:netlify.svg', dark: 'file:netlify.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Netlify says, in a signed notification, what became of a deploy',
		defaults: { name: 'Netlify Deploy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayNetlifyApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				// n8n answers with `webhookResponse` once the execution is stored. Empty, since left out
				// it would answer with the words "firstEntryJson".
				responseMode: 'onReceived',
				responseData: '',
				// An expression, since n8n hands a text on to Express, which takes numbers only.
				responseCode: '={{ 202 }}',
				path: 'webhook',
			},
		],
		properties: [...triggerProperties],
	};

	methods = { listSearch: { searchSites } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				try {
					return await areHooksRight(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
			async create(this: IHookFunctions): Promise<boolean> {
				try {
					return await registerHooks(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				try {
					return await removeHooks(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveNotification(this);
	}
}
