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
import { adoptHook, registerHook, removeHook } from './hookRegistration';
import { searchRepositories } from './listSearch';
import { receiveDelivery } from './receiveDelivery';
import { filterProperties, registrationProperties } from './triggerProperties';

export class GitHubDeployTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GitHub Deploy Trigger',
		name: 'gitHubDeployTrigger',
		icon: { light: 'file:github.svg', dark: 'file:github.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when a signed GitHub webhook says that something may be deployed',
		defaults: { name: 'GitHub Deploy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayGitHubApi', required: true }],
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
		properties: [...registrationProperties, ...filterProperties],
	};

	methods = { listSearch: { searchRepositories } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				try {
					return await adoptHook(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
			async create(this: IHookFunctions): Promise<boolean> {
				try {
					return await registerHook(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				try {
					return await removeHook(this);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0, errorHints);
				}
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveDelivery(this);
	}
}
